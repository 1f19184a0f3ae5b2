"""What a file format is: its name, its suffixes, how to recognise it and how to read it.

Each module under ``formats/`` and ``archives/`` describes its format with one :class:`FileFormat`, and
``read/registry.py`` lists them. Nothing else names a format.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.errors import MalformedReportError, OnRecordError, ReadError
from onrecord.read.options import ReadOptions
from onrecord.read.window import ReadWindow
from onrecord.record import Report

LARGEST_FILE = 256 * 2**20
"""The most bytes of a file that is read as one piece."""

ReadReport = Callable[[bytes, str, ReadOptions], Report]
"""Reads a whole file as one report: content, path, options."""
ReadReports = Callable[[BinaryIO, str, ReadOptions], Iterator[Report | ReadError]]
"""Reads a file with many reports, and gives an error in the place of each that cannot be read."""
ReadItems = Callable[[BinaryIO, str, ReadOptions, ReadWindow], Iterator[Report | ReadError]]
"""Reads the items of such a file that a window admits; it asks the window before it parses an item."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a file begins, for formats that are recognised by their content.

    Attributes:
        text: The first characters, without white space before them.
        is_whole: Whether these are all the characters of the file.
        path: The file, for messages.
    """

    text: str
    is_whole: bool
    path: str


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that onrecord reads.

    Attributes:
        name: Its name in ``--format`` and ``ReadOptions.format``.
        title: Its name in messages.
        suffixes: Suffixes of its files, in lower case.
        read_report: Reads a file that is one report; None where ``read_reports`` is given.
        read_reports: Reads a file that may hold many.
        read_window: Reads only what a window admits; None where reports are read and then dropped.
        has_signature: Tells whether a file is of this format beyond doubt, from its first bytes.
        is_opening: Tells whether a file without a known suffix begins like this format. Raises an
            UnsupportedFormatError for what is almost this format, to say what would work.
        is_binary: Whether a suffix is enough although the content is binary.
        measure: Gives the length of a file in the unit of a :class:`~onrecord.read.window.ReadWindow`; None where it is
            read as one piece.

    Example:
        >>> FORMAT = FileFormat("text", "plain text", (".txt", ".text"), read_report=read_text)
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read_report: ReadReport | None = None
    read_reports: ReadReports | None = None
    read_window: ReadItems | None = None
    has_signature: Callable[[bytes], bool] | None = None
    is_opening: Callable[[Opening], bool] | None = None
    is_binary: bool = False
    measure: Callable[[BinaryIO], int] | None = None

    def read(
        self, stream: BinaryIO, path: str, options: ReadOptions, window: ReadWindow | None = None
    ) -> Iterator[Report | ReadError]:
        """Read the reports of a file.

        Args:
            stream: The file, at its beginning.
            path: The file, as given; ``-`` for standard input.
            options: What the caller knows about the file.
            window: What to read of it; None reads all.

        Yields:
            A report, or the error in the place of one.

        Raises:
            ReadError: The file as a whole cannot be read.
        """
        with parser_errors(path, self.title):
            if self.read_window is not None and window is not None:
                yield from self.read_window(stream, path, options, window)
            elif self.read_reports is not None:
                for number, item in enumerate(self.read_reports(stream, path, options)):
                    if window is None or window.admit(number):
                        yield item
            elif self.read_report is not None and (window is None or window.admit(0)):
                yield self.read_report(read_whole(stream, path), path, options)


@contextmanager
def parser_errors(path: str, title: str) -> Iterator[None]:
    """Turn whatever a parser raises on an input into the ReadError of that input.

    A parser meets everything that the web holds, and no list of its exceptions is complete. Errors of onrecord and of
    the operating system pass unchanged.

    Args:
        path: The input.
        title: What the parser took it for.

    Raises:
        MalformedReportError: The parser raised something.
    """
    try:
        yield
    except (OnRecordError, OSError):
        raise
    except Exception as error:
        reason = f"cannot be read as {title} ({type(error).__name__}); check the file, or save its text instead"
        raise MalformedReportError(path, reason) from error


def measure_bytes(stream: BinaryIO) -> int:
    """Give the length of a file in bytes, for formats whose items have offsets; the stream must be able to seek."""
    return stream.seek(0, io.SEEK_END)


def read_whole(stream: BinaryIO, path: str) -> bytes:
    """Read a stream that must be in memory as one piece.

    Raises:
        ReadError: It is larger than any report.
    """
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        limit = f"{LARGEST_FILE // 2**20} MB"
        raise ReadError(path, f"is larger than {limit}; split it, or write it as JSON Lines, which is read by line")
    return content
