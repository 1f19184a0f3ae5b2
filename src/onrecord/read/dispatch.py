"""The reports of one file, whatever its format.

Problems come out as items beside the reports and are not raised, so that one bad line or file in a long run costs
only itself: the caller reports it, counts it and goes on.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from onrecord.errors import ReadError, UnsupportedFormatError
from onrecord.read.archives.warc import read_warc
from onrecord.read.files import open_file, read_whole
from onrecord.read.formats.html import read_html
from onrecord.read.formats.jsonl import read_jsonl
from onrecord.read.formats.parquet import read_parquet
from onrecord.read.formats.text import read_text
from onrecord.read.options import Format, ReadOptions
from onrecord.read.sniffing import HEAD, find_format
from onrecord.record import Report

_READ_ONE: dict[Format, Callable[[bytes, str, ReadOptions], Report]] = {"text": read_text, "html": read_html}
"""Formats of which a file is one report."""


def read_reports(path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
    """Read the reports of one file.

    A text or a page gives one report; JSON Lines and Parquet give one a row, read as the caller takes them.

    Args:
        path: A file, or ``-`` for standard input. Folders and globs are for ``find_files``.
        options: What the caller knows of the file.

    Yields:
        A report, or the error that stands where one would have been. After an error of the file as a whole
        nothing follows.

    Raises:
        MissingExtraError: The format needs a package that is not installed.
    """
    try:
        with open_file(path) as (head, stream):
            yield from _read_stream(stream, path, options, options.format or find_format(head, path))
    except ReadError as error:
        yield error


def read_bytes(raw: bytes, name: str, options: ReadOptions) -> Report:
    """Read one report from bytes that are no file of this machine, such as what somebody sent.

    Args:
        raw: The whole content: a text or a page.
        name: What its sender calls it: a file's name, or ``-``. Only looked at for what kind of file and which day it
            may name; nothing of that name is opened.
        options: What is known of it.

    Raises:
        UnsupportedFormatError: It is of a kind that is not read, or that holds several reports.
        MalformedReportError: The content is broken.
    """
    file_format = options.format or find_format(raw[:HEAD], name)
    if file_format in _READ_ONE:
        return _READ_ONE[file_format](raw, name, options)
    kinds = {"jsonl": "JSON Lines", "parquet": "a Parquet table", "warc": "a web archive"}
    reason = f"is {kinds[file_format]}, which may hold many reports; add it with: onrecord add FILE"
    raise UnsupportedFormatError(name, reason)


def _read_stream(
    stream: BinaryIO, path: str, options: ReadOptions, file_format: Format
) -> Iterator[Report | ReadError]:
    if file_format == "jsonl":
        yield from read_jsonl(stream, path, options)
    elif file_format == "parquet":
        # A table's index stands at its end, so standard input has to be taken whole.
        yield from read_parquet(stream if stream.seekable() else io.BytesIO(read_whole(stream, path)), path, options)
    elif file_format == "warc":
        yield from read_warc(stream, path, options)
    else:
        yield _READ_ONE[file_format](read_whole(stream, path), path, options)
