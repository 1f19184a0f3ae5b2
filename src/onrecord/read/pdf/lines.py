"""The printed lines of a PDF, parsed in a process of its own with limits of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.errors import MalformedReportError, ReadError
from onrecord.extras import import_extra

LONGEST_SECONDS = 120
"""Seconds that a PDF may take; an ordinary page takes a tenth of one."""
MOST_PAGES = 1_000
MEMORY = 2 * 2**30
"""Bytes of address space of the process that parses."""
_PROCESS = Path(__file__).with_name("process.py")


class PrintedLine(NamedTuple):
    """A line of words on a page.

    Attributes:
        left: Points from the left edge of the page; all others likewise.
        top: Points from the top edge.
        right: Where it ends.
        bottom: Its lower edge.
        size: The size of its letters in points.
        words: The words.
    """

    left: float
    top: float
    right: float
    bottom: float
    size: float
    words: str


class ParsedPdf(NamedTuple):
    """What a PDF prints.

    Attributes:
        info: Its metadata: ``Title``, ``Author``, ``CreationDate``, where it has them.
        pages: The lines of each page.
        has_more: Whether it goes on after these pages.
    """

    info: dict[str, str]
    pages: tuple[tuple[PrintedLine, ...], ...]
    has_more: bool


def parse_pdf(content: bytes, path: str) -> ParsedPdf:
    """Parse a PDF.

    Args:
        content: The file.
        path: Its name, for messages.

    Raises:
        MalformedReportError: The file is damaged, needs a password, or takes too much time or memory.
        MissingExtraError: pdfminer.six is not installed.
    """
    import_extra("pdfminer", "documents")
    # The folder of a script comes first on its path, and modules there are called like those of the standard library.
    command = [sys.executable, "-P", str(_PROCESS), *map(str, (LONGEST_SECONDS, MEMORY, MOST_PAGES))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _give_up(path) from error
    except OSError as error:
        raise ReadError(path, f"cannot be parsed, because no process can be started ({error.strerror})") from error
    return _read_items(done.stdout.splitlines(), done.returncode, path)


def _read_items(lines: Sequence[bytes], code: int, path: str) -> ParsedPdf:
    items: list[dict[str, Any]] = [json.loads(line) for line in lines if line.endswith(b"}")]
    if any("error" in item for item in items):
        raise MalformedReportError(path, "needs a password; save it without one")
    if not any("end" in item for item in items):
        # A negative code: the system ended it for its time.
        raise _give_up(path) if code < 0 else MalformedReportError(path, _DAMAGED)
    info: dict[str, str] = next((item["info"] for item in items if "info" in item), {})
    pages = tuple(tuple(PrintedLine(*line) for line in item["lines"]) for item in items if "lines" in item)
    return ParsedPdf(info, pages, any("more" in item for item in items))


_DAMAGED = (
    "cannot be read as PDF; it is damaged, or larger in memory than any report; open it and save its text instead"
)


def _give_up(path: str) -> MalformedReportError:
    reason = f"takes more than {LONGEST_SECONDS} seconds to parse, which no report does; save its text instead"
    return MalformedReportError(path, reason)
