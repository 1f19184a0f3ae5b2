"""Lines of print joined to paragraphs, over columns and pages, with words that hyphens divide put together."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from onrecord.read.pdf.lines import PrintedLine

_WIDE_GAP = 1.35
"""Times the usual distance of two lines from which a paragraph begins."""
_INDENT = 0.8
"""Of the size of letters."""
_SIZE_CHANGE = 0.12
_SHORT_LINE = 0.8
"""Of the width of a column: a shorter line that ends a sentence ends its paragraph."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_SOFT = "\u00ad"


class PagedParagraph(NamedTuple):
    """A paragraph with the page of each of its pieces.

    Attributes:
        pieces: Words, and the index of the page on which they stand; joined they are the paragraph.
        size: The size of its letters.
    """

    pieces: tuple[tuple[str, int], ...]
    size: float

    @property
    def text(self) -> str:
        """The words."""
        return "".join(words for words, _ in self.pieces)


def join_paragraphs(pages: Sequence[Sequence[Sequence[PrintedLine]]]) -> list[PagedParagraph]:
    """Join lines to paragraphs.

    Args:
        pages: For each page its runs of lines in reading order.
    """
    usual = _usual_distance(run for page in pages for run in page)
    vocabulary = Counter(
        word.lower() for page in pages for run in page for line in run for word in _WORD.findall(line.words)
    )
    groups: list[list[tuple[PrintedLine, int]]] = []
    for number, page in enumerate(pages):
        for run in page:
            for index, line in enumerate(run):
                if groups and _goes_on(groups[-1][-1][0], line, run if index else None, usual):
                    groups[-1].append((line, number))
                else:
                    groups.append([(line, number)])
    return [_join_group(group, vocabulary) for group in groups]


def _usual_distance(runs: Iterator[Sequence[PrintedLine]]) -> float:
    """The usual distance of two lines, in sizes of their letters."""
    steps = [
        (below.top - above.top) / max(below.size, 1)
        for run in runs
        for above, below in itertools.pairwise(run)
        if below.top > above.top
    ]
    return median(steps) if steps else 1.2


def _goes_on(last: PrintedLine, line: PrintedLine, run: Sequence[PrintedLine] | None, usual: float) -> bool:
    """Tell whether a line continues the paragraph of the one before it; without a run a column or page ends between."""
    if abs(last.size - line.size) > _SIZE_CHANGE * max(last.size, line.size):
        return False
    ends = _SENTENCE_END.search(last.words) is not None
    if run is None:
        return not ends and (line.words[0].islower() or last.words.endswith((",", "-", _SOFT)))
    if line.top - last.top > _WIDE_GAP * usual * max(line.size, 1):
        return False
    left, right = min(one.left for one in run), max(one.right for one in run)
    if line.left - last.left > _INDENT * line.size and last.left - left < _INDENT * line.size:
        return False
    return not (ends and last.right - left < _SHORT_LINE * (right - left))


def _join_group(group: Sequence[tuple[PrintedLine, int]], vocabulary: Counter[str]) -> PagedParagraph:
    pieces: list[tuple[str, int]] = []
    for line, number in group:
        words = " ".join(line.words.split())
        if pieces:
            before, page = pieces[-1]
            joined, gap = _join_words(before, words, vocabulary)
            pieces[-1] = (joined + gap, page)
        pieces.append((words, number))
    clean = tuple((words.replace(_SOFT, ""), number) for words, number in pieces)
    return PagedParagraph(clean, median(line.size for line, _ in group))


def _join_words(before: str, words: str, vocabulary: Counter[str]) -> tuple[str, str]:
    """Give the end of a line as it reads within a paragraph, and what stands between it and the next line."""
    divided = _DIVIDED.search(before)
    following = _WORD.match(words)
    if divided is None or following is None:
        return before, "" if before.endswith(("—", "-", "/")) and not before.endswith(" -") else " "
    head, tail = divided[1].lower(), following[0].lower()
    whole, hyphened = vocabulary[head + tail], vocabulary[f"{head}-{tail}"]
    if before.endswith(_SOFT):
        is_one_word = True
    elif not words[0].islower():
        is_one_word = False
    elif whole or hyphened:
        is_one_word = whole >= hyphened
    else:
        # The head is counted where it is divided, too.
        is_one_word = vocabulary[head] < 2 or vocabulary[tail] < 2
    return (before[:-1] if is_one_word else before), ""
