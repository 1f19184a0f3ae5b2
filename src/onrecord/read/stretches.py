"""Stretches of files: how long a file is, and the reports in a window over it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import ReadError
from onrecord.read.file_format import FileFormat, parser_errors
from onrecord.read.files import open_file
from onrecord.read.options import ReadOptions
from onrecord.read.registry import get_format
from onrecord.read.sniffing import detect_format
from onrecord.read.window import ReadWindow
from onrecord.record import Report


def read_stretch(path: str, options: ReadOptions, window: ReadWindow) -> Iterator[Report | ReadError]:
    """Read the reports in a window over a file.

    Args:
        path: A file, here or where fsspec reaches.
        options: What the caller knows about the file.
        window: What to read.

    Yields:
        A report, or the error in the place of one. After an error of the file as a whole nothing follows.

    Example:
        >>> [item.origin for item in read_stretch("reports.jsonl", ReadOptions(), ReadWindow(stop=1))]
        ['reports.jsonl#1']
    """
    try:
        with open_file(path) as (head, stream):
            yield from _choose_format(head, path, options).read(stream, path, options, window)
    except ReadError as error:
        yield error


def measure_file(path: str, options: ReadOptions) -> int | None:
    """Give the length of a file in the unit of a window over it, or None where it is read as one piece.

    Args:
        path: A file.
        options: What the caller knows about the file.

    Raises:
        ReadError: The file cannot be read, or is of a format that onrecord does not read.

    Example:
        >>> measure_file("report.txt", ReadOptions()) is None
        True
    """
    with open_file(path) as (head, stream):
        file_format = _choose_format(head, path, options)
        if file_format.measure is None:
            return None
        with parser_errors(path, file_format.title):
            return file_format.measure(stream)


def _choose_format(head: bytes, path: str, options: ReadOptions) -> FileFormat:
    return detect_format(head, path) if options.format is None else get_format(options.format)
