"""Running heads, running feet and page numbers: lines at the edge of pages that are no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.read.pdf.lines import PrintedLine

_EDGE_LINES = 3
_FEWEST_PAGES = 2
_REPEATED_SHARE = 0.4
_NUMBER = re.compile(
    r"[-–—|\s]{0,4}(?:page\s{1,3}|p\.\s?)?(?:[0-9]{1,4}|[ivxl]{1,6})(?:\s{0,3}(?:of|/)\s{0,3}[0-9]{1,4})?[-–—|\s]{0,4}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+|\b[ivxl]+\b")


def drop_running_heads(pages: Sequence[Sequence[PrintedLine]]) -> tuple[list[list[PrintedLine]], int]:
    """Drop the lines that repeat at the edges of pages, and page numbers there.

    Args:
        pages: The lines of each page.

    Returns:
        The pages without these lines, and how many lines were dropped.
    """
    edges = [_find_edges(page) for page in pages]
    counts = Counter(key for page in edges for key in {_key(line) for line in page})
    fewest = max(_FEWEST_PAGES, int(_REPEATED_SHARE * len(pages)))
    kept: list[list[PrintedLine]] = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {line for line in edge if counts[_key(line)] >= fewest or _NUMBER.fullmatch(line.words)}
        kept.append([line for line in page if line not in dropped])
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _find_edges(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    tops = sorted({line.top for line in page})
    outer = {*tops[:_EDGE_LINES], *tops[-_EDGE_LINES:]}
    return [line for line in page if line.top in outer]


def _key(line: PrintedLine) -> tuple[str, int]:
    """What repeats from page to page: the words with other numbers, at the same height."""
    return _DIGITS.sub("#", line.words.lower()), round(line.top / 10)
