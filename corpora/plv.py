"""PLV (Lefebvre and Stoehr 2023): news sentences with a marked pair, and the PLOVER type of what one does to the other.

The set tells CONCEDE and RETREAT apart from the other types but not from each other: both are YIELD.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.model.heads.triggers import EVENT_TYPES
from onrecord.text.spans import Span

YIELD = "YIELD"
YIELDING = ("CONCEDE", "RETREAT")
"""The types that are one root."""
ROOTS = (*(name for name in EVENT_TYPES if name not in YIELDING), YIELD)
ROOT_OF_TYPE = tuple(ROOTS.index(YIELD if name in YIELDING else name) for name in EVENT_TYPES)
"""For each type the index of its root."""
_MARK = re.compile(r"</?([st])>")


@dataclass(frozen=True)
class PairedSentence:
    """A sentence with a marked pair.

    Attributes:
        name: Its number in the file.
        text: The sentence.
        source: Who acts.
        target: Who is acted on.
        root: The type, one of :data:`ROOTS`.
    """

    name: str
    text: str
    source: Span
    target: Span
    root: str


def iter_paired_sentences(path: Path) -> Iterator[PairedSentence]:
    """Read a file of PLV's form; sentences in which one of the two is not marked are left out.

    Args:
        path: Tab-separated, with the columns ``sentence_id``, ``marked_sentence`` and ``gold_root``.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            text, spans = _unmark(row["marked_sentence"])
            if spans.keys() == {"s", "t"} and row["gold_root"] in ROOTS:
                yield PairedSentence(row["sentence_id"], text, spans["s"], spans["t"], row["gold_root"])


def _unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """Take the marks out of a sentence; give it with the spans that they enclosed."""
    parts: list[str] = []
    length = end = 0
    opened: dict[str, int] = {}
    spans: dict[str, Span] = {}
    for mark in _MARK.finditer(marked):
        parts.append(marked[end : mark.start()])
        length += len(parts[-1])
        end = mark.end()
        if mark[0].startswith("</"):
            if mark[1] in opened:
                spans[mark[1]] = Span(opened[mark[1]], length)
        else:
            opened[mark[1]] = length
    return "".join(parts) + marked[end:], spans
