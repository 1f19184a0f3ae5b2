"""Records that ``onrecord read --output jsonl`` wrote, read back."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import ReadError
from onrecord.read.files import open_file
from onrecord.read.formats.jsonl import LONGEST_LINE, number_lines
from onrecord.read.formats.rows import RowLocation
from onrecord.record import AnnotatedReport
from onrecord.record.check import Fault, check_line

SQLITE_MAGIC = b"SQLite format 3\0"
"""How a store begins that is a file."""


def read_records(path: str) -> Iterator[AnnotatedReport | ReadError]:
    """Read the records of a JSON Lines file.

    Args:
        path: The file, or ``-`` for standard input.

    Yields:
        A record for each line that holds one which agrees with its text, or the error in its place, with the number
        of the line. Blank lines are skipped.

    Example:
        >>> [record.report.title for record in read_records("records.jsonl")]
        ['Boats will sail soon']
    """
    try:
        for number, record, faults in check_records(path):
            if record is None or faults:
                reason = "; ".join(f"{fault.where}: {fault.what}" for fault in faults)
                yield RowLocation(path, "line", number).error(reason)
            else:
                yield record
    except ReadError as error:
        yield error


def check_records(path: str) -> Iterator[tuple[int, AnnotatedReport | None, list[Fault]]]:
    """Check the records of a JSON Lines file.

    Yields:
        For each line that is not blank: its number, its record or None, and its faults.

    Raises:
        ReadError: The file cannot be read.
    """
    with open_file(path) as (head, stream):
        if head.startswith(SQLITE_MAGIC):
            raise ReadError(path, "holds a store, not records; name the file of the store")
        for number, _, line in number_lines(stream):
            if line.strip():
                yield number, *_check(line)


def _check(line: bytes) -> tuple[AnnotatedReport | None, list[Fault]]:
    if len(line) > LONGEST_LINE:
        return None, [Fault("record", f"longer than {LONGEST_LINE // 2**20} MB, which no record is; write it again")]
    try:
        words = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Fault("record", f"not UTF-8 at byte {error.start} of the line; save the file as UTF-8")]
    return check_line(words)
