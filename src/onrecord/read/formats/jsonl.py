"""JSON Lines: one JSON object, or one text as a string, on each line.

Lines are read one at a time, so a file may be larger than memory. A line that cannot be read gives an error with its
number, and reading continues with the next. The format is UTF-8 by definition; no other encoding is tried.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from onrecord.errors import ReadError
from onrecord.read.file_format import FileFormat, Opening, measure_bytes
from onrecord.read.formats.rows import NamedColumns, Row, RowLocation, make_row, read_row
from onrecord.read.options import ReadOptions
from onrecord.read.window import ReadWindow
from onrecord.record import Report

LONGEST_LINE = 64 * 2**20
"""Bytes of the longest line that is read."""

_OBJECT_OPENING = re.compile(r'\{\s*"')
_ARRAY_OPENING = re.compile(r'\[\s*\{\s*"')


def read_jsonl(
    stream: BinaryIO, path: str, options: ReadOptions, window: ReadWindow | None = None
) -> Iterator[Report | ReadError]:
    """Read JSON Lines.

    Args:
        stream: The file, at its beginning.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the file.
        window: The lines to read, by the offset at which they begin; None reads all.

    Yields:
        A report for each line, or the error in its place; blank lines are skipped.
    """
    columns = NamedColumns(options)
    window = window or ReadWindow()
    for number, offset, line in number_lines(stream):
        if window.is_past(offset):
            return
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not content.strip() or not window.admit(offset):
            continue
        location = RowLocation(path, "line", number)
        yield read_row(partial(_load_line, content, location, options, columns), location, options)


def number_lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Give the lines of a stream with their numbers from 1 and their offsets; a line that is too long is cut off."""
    number = offset = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        yield number, offset, line
        offset += len(line)
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            # The rest of a line that was cut off is not a line.
            line = stream.readline(LONGEST_LINE + 1)
            offset += len(line)


def _load_line(line: bytes, location: RowLocation, options: ReadOptions, columns: NamedColumns) -> Row:
    if len(line) > LONGEST_LINE:
        raise location.error(f"longer than {LONGEST_LINE // 2**20} MB, which no report is; split the report")
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise location.error(f"not UTF-8 at byte {error.start} of the line; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise location.error(f"not JSON ({error}); write one object a line") from error
    return columns.check(make_row(row, location, options), location)


def is_object_opening(opening: Opening) -> bool:
    """Tell whether a file begins with a JSON object, on one line or several."""
    return _OBJECT_OPENING.match(opening.text) is not None


def is_array_opening(opening: Opening) -> bool:
    """Tell whether a file begins with a JSON array of objects."""
    return _ARRAY_OPENING.match(opening.text) is not None


def _is_json_lines_opening(opening: Opening) -> bool:
    return is_object_opening(opening) and _is_object_line(opening)


def _is_object_line(opening: Opening) -> bool:
    """Tell whether the first line is a JSON object; one that is longer than the opening passes."""
    line, end, _ = opening.text.partition("\n")
    if not opening.is_whole and not end:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


FORMAT = FileFormat(
    "jsonl",
    "JSON Lines",
    (".jsonl", ".ndjson"),
    read_reports=read_jsonl,
    read_window=read_jsonl,
    is_opening=_is_json_lines_opening,
    measure=measure_bytes,
)
