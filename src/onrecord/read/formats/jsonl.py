"""JSON Lines: one JSON object a line, each a report.

Lines are read one at a time, so a file may be larger than memory. A line that cannot be read is handed on as an
error with its number, and the next is read. The format is UTF-8 by definition; no other encoding is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import ReadError
from onrecord.read.formats.rows import Place, Row, make_report
from onrecord.read.options import ReadOptions
from onrecord.record import Report

LONGEST_LINE = 64 * 2**20


def read_jsonl(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
    """Read JSON Lines.

    Args:
        stream: The file, at its beginning.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows of the file.

    Yields:
        A report for each line that holds one, an error for each that cannot be read; blank lines are skipped.
    """
    for number, line in number_lines(stream):
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not content.strip():
            continue
        place = Place(path, "line", number)
        try:
            report = make_report(_parse_line(content, place), place, options)
        except ReadError as error:
            yield error
        else:
            yield report


def number_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a stream with their numbers, one that is too long cut off."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        yield number, line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            # The rest of a line that was cut off is no line of its own.
            line = stream.readline(LONGEST_LINE + 1)


def _parse_line(line: bytes, place: Place) -> Row:
    if len(line) > LONGEST_LINE:
        raise place.fail(f"longer than {LONGEST_LINE // 2**20} MB, which no report is; split the line")
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise place.fail(f"not UTF-8 at byte {error.start} of the line; save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise place.fail(f"not JSON ({error}); write one object a line") from error
    if not isinstance(row, dict):
        raise place.fail(f"a JSON {type(row).__name__}, not an object with a text; write one object a line")
    return row
