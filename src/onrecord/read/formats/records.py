"""Records that were written before: JSON Lines of what ``onrecord read`` makes."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import ReadError
from onrecord.read.files import open_file
from onrecord.read.formats.jsonl import LONGEST_LINE, number_lines
from onrecord.read.formats.rows import Place
from onrecord.record import AnnotatedReport
from onrecord.record.check import Fault, check_line


def read_annotated(path: str) -> Iterator[AnnotatedReport | ReadError]:
    """Read the records of a JSON Lines file.

    Args:
        path: The file, or ``-`` for standard input.

    Yields:
        A record for each line that holds one and is true to its text; for every other an error with its number and
        what is wrong with it. Blank lines are skipped.
    """
    try:
        for number, record, faults in check_annotated(path):
            if record is None or faults:
                reason = "; ".join(f"{fault.where}: {fault.what}" for fault in faults)
                yield Place(path, "line", number).fail(reason)
            else:
                yield record
    except ReadError as error:
        yield error


def check_annotated(path: str) -> Iterator[tuple[int, AnnotatedReport | None, list[Fault]]]:
    """Check the records of a JSON Lines file.

    Yields:
        The number of each line that is not blank, its record, or None where it holds none, and what is wrong with it.

    Raises:
        ReadError: The file cannot be read.
    """
    with open_file(path) as (_, stream):
        for number, line in number_lines(stream):
            if line.strip():
                yield number, *_check(line)


def _check(line: bytes) -> tuple[AnnotatedReport | None, list[Fault]]:
    if len(line) > LONGEST_LINE:
        return None, [Fault("record", f"longer than {LONGEST_LINE // 2**20} MB, which no record is")]
    try:
        words = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Fault("record", f"not UTF-8 at byte {error.start} of the line; save the file as UTF-8")]
    return check_line(words)
