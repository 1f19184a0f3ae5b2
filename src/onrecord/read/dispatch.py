"""The reports of one file, whatever its format.

Problems come out as items beside the reports and are not raised, so that one bad line or file in a long run costs
only itself: the caller reports it, counts it and goes on.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import ReadError
from onrecord.read.files import open_file, read_whole
from onrecord.read.html import read_html
from onrecord.read.jsonl import read_jsonl
from onrecord.read.options import Format, ReadOptions
from onrecord.read.parquet import read_parquet
from onrecord.read.sniffing import find_format
from onrecord.read.text import read_text
from onrecord.read.warc import read_warc
from onrecord.records import Report


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
        read_one = read_html if file_format == "html" else read_text
        yield read_one(read_whole(stream, path), path, options)
