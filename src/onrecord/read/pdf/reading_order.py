"""The order in which people read the lines of a page: columns, lines across them, labels beside text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from onrecord.read.pdf.lines import PrintedLine

_FEWEST_LINES = 2
_SIDE_SHARE = 0.2
"""Of the lines of a page, those that a column has at least."""
_CROSSING_SHARE = 0.3
"""Of the lines of a page, those that may run across a gutter, such as a headline."""
_MOST_COLUMNS = 8
_LABEL_LENGTH = 30
_SAME_LINE = 0.5


def order_lines(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Put the lines of a page into reading order.

    A gutter is an upright strip that few lines cross, with lines on both sides. Lines that cross it divide the page
    into bands; within a band the left column is read before the right one.

    Args:
        lines: The lines of a page.

    Returns:
        Runs of lines: each is a column or a part of one.
    """
    return _order(sorted(lines, key=lambda line: (line.top, line.left)), _MOST_COLUMNS)


def _order(lines: list[PrintedLine], most: int) -> list[list[PrintedLine]]:
    gutter = _find_gutter(lines) if most > 1 else None
    if gutter is None:
        return [_join_rows(lines)] if lines else []
    runs: list[list[PrintedLine]] = []
    for crosses, band in groupby(lines, lambda line: line.left < gutter < line.right):
        part = list(band)
        left = [line for line in part if line.right <= gutter]
        right = [line for line in part if line.left >= gutter]
        if crosses or not left or not right:
            runs.append(_join_rows(part))
        elif _are_labels(left, right):
            runs += _label_rows(left, right)
        else:
            runs += _order(left, most // 2) + _order(right, most // 2)
    return runs


def _find_gutter(lines: Sequence[PrintedLine]) -> float | None:
    """Find the middle of the strip that the fewest lines cross."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    edges = sorted({0.0, *(line.right for line in lines)} | {line.left for line in lines})
    begins, ends = sorted(line.left for line in lines), sorted(line.right for line in lines)
    best: tuple[int, float, float] | None = None
    started = ended = 0
    fewest = max(_FEWEST_LINES, int(_SIDE_SHARE * len(lines)))
    for edge, following in pairwise(edges):
        while started < len(begins) and begins[started] <= edge:
            started += 1
        while ended < len(ends) and ends[ended] <= edge:
            ended += 1
        crossing, left, right = started - ended, ended, len(lines) - started
        if left >= fewest and right >= fewest and crossing <= _CROSSING_SHARE * len(lines):
            candidate = (crossing, edge - following, (edge + following) / 2)
            best = candidate if best is None else min(best, candidate)
    return None if best is None else best[2]


def _are_labels(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> bool:
    """Tell whether the left lines name speakers or items beside the text on the right."""
    is_short = all(len(line.words) <= _LABEL_LENGTH for line in left)
    tops = [line.top for line in right]
    beside = sum(any(abs(line.top - top) < _SAME_LINE * line.size for top in tops) for line in left[:200])
    return is_short and 2 * len(left) <= len(right) and beside * 10 >= 9 * min(len(left), 200)


def _label_rows(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Write each label before the line of text beside it, as tables of pages are written; a label begins a run."""
    runs: list[list[PrintedLine]] = [[]]
    labels = list(left)
    for line in right:
        label = None
        while labels and labels[0].top < line.top + _SAME_LINE * line.size:
            words = labels.pop(0).words
            label = words if label is None else f"{label} {words}"
        if label is not None:
            mark = " " if label.endswith((":", ".", "?")) else ": "
            runs.append([line._replace(words=f"{label}{mark}{line.words}")])
        else:
            runs[-1].append(line)
    return [*filter(None, runs), *([labels] if labels else [])]


def _join_rows(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Join pieces that stand on one line of print."""
    rows: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: (line.top, line.left)):
        last = rows[-1] if rows else None
        if last is not None and abs(last.top - line.top) < _SAME_LINE * line.size and last.right <= line.left + 1:
            rows[-1] = last._replace(
                right=line.right, bottom=max(last.bottom, line.bottom), words=f"{last.words} {line.words}"
            )
        else:
            rows.append(line)
    return rows
