"""A mailbox: messages one after the other, each a report.

A line that begins with "From " behind a blank line begins a message; a message that has such a line writes ">From ".
The messages are read one at a time, so a mailbox may be larger than memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import ReadError
from onrecord.read.file_format import FileFormat, Opening, parser_errors
from onrecord.read.formats.eml import LARGEST_MESSAGE, read_message
from onrecord.read.formats.rows import RowLocation
from onrecord.read.options import ReadOptions
from onrecord.record import Report

_BEGIN = b"From "
_QUOTED_BEGIN = re.compile(rb"^>(>*From )", re.MULTILINE)
_OPENING = re.compile(r"From \S{1,200} .{0,40}[0-9]{2}:[0-9]{2}.{0,40}\n[!-9;-~]{1,60}:")


def read_mailbox(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
    """Read the messages of a mailbox.

    Args:
        stream: The file, at its beginning.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the file.

    Yields:
        A report for each message, or the error in its place.
    """
    for number, message in enumerate(_split_messages(stream), 1):
        location = RowLocation(path, "message", number)
        try:
            with parser_errors(path, FORMAT.title):
                yield _read_one(message, location, options)
        except ReadError as error:
            yield location.error(error.reason)


def _read_one(message: bytes | None, location: RowLocation, options: ReadOptions) -> Report:
    if message is None:
        raise location.error(f"larger than {LARGEST_MESSAGE // 2**20} MB, which no newsletter is")
    return read_message(_QUOTED_BEGIN.sub(rb"\1", message), f"{location.path}#{location.number}", options)


def _split_messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """Split a mailbox into messages without the lines between them; None for one that is too large."""
    lines: list[bytes] | None = None
    size = 0
    is_blank, is_line_start = True, True
    while line := stream.readline(LARGEST_MESSAGE):
        if is_blank and is_line_start and line.startswith(_BEGIN):
            if lines is not None:
                yield _join(lines, size)
            lines, size = [], 0
        elif line.strip() or lines is not None:
            lines = [] if lines is None else lines
            size += len(line)
            if size <= LARGEST_MESSAGE:
                lines.append(line)
            else:
                lines.clear()
        is_blank = is_line_start and not line.strip()
        is_line_start = line.endswith(b"\n")
    if lines is not None:
        yield _join(lines, size)


def _join(lines: list[bytes], size: int) -> bytes | None:
    return b"".join(lines) if size <= LARGEST_MESSAGE else None


def _is_mailbox_opening(opening: Opening) -> bool:
    return _OPENING.match(opening.text) is not None


FORMAT = FileFormat("mbox", "mailbox", (".mbox",), read_reports=read_mailbox, is_opening=_is_mailbox_opening)
