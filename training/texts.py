"""The unlabelled texts that a larger model reads to a smaller one, of many kinds."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora.articles import iter_articles

MOST_CHARACTERS = 5000
"""Of one text; a long briefing is cut at the end of a paragraph."""
ARTICLES = 700
SINGLE_SHARE = 0.25
"""Share of the texts with curly quotation marks that the smaller model sees with single ones, as in British papers."""
ITEMS_IN_A_TEXT = 12
"""Short news items that make one text."""


@dataclass(frozen=True)
class TeachingText:
    """A text to teach with.

    Attributes:
        name: Unlike that of any other text.
        text: What the teacher reads.
        shown: What the smaller model reads, of the same length and with the same words.
    """

    name: str
    text: str
    shown: str


def iter_teaching_texts(corpora: Path, seed: int = 1) -> Iterator[TeachingText]:
    """Give texts of all kinds in random order, the same in every run.

    They are news from outside the US, clusters of reports on one event, official reports, remarks and briefings, short
    items on talks, and a sample of US political news.

    Args:
        corpora: Folder with ``enww``, ``news-clusters``, ``reports``, ``current-events`` and ``articles`` in it.
        seed: Of the order and the sample.
    """
    order = random.Random(seed)
    texts = [
        *_read(corpora / "enww" / "enww.jsonl.gz"),
        *_read(corpora / "news-clusters" / "clusters.jsonl.gz"),
        *_read(corpora / "reports" / "reports.jsonl.gz"),
        *_join(_read(corpora / "current-events" / "negotiations.jsonl.gz")),
        *order.sample([(f"article {i}", article.text) for i, article in enumerate(iter_articles(corpora))], ARTICLES),
    ]
    order.shuffle(texts)
    for name, text in texts:
        cut = cut_text(text)
        is_single = "\u201c" in cut and "\u2018" not in cut and order.random() < SINGLE_SHARE
        yield TeachingText(name, cut, with_single_marks(cut) if is_single else cut)


def cut_text(text: str) -> str:
    """Cut a long text at the last end of a paragraph that fits.

    Example:
        >>> cut_text("Short.")
        'Short.'
    """
    if len(text) <= MOST_CHARACTERS:
        return text
    return text[: max(text.rfind("\n", 0, MOST_CHARACTERS), MOST_CHARACTERS // 2)]


def with_single_marks(text: str) -> str:
    """Write double quotation marks as single ones.

    Example:
        >>> with_single_marks("He said “no”.")
        'He said ‘no’.'
    """
    return text.translate({0x201C: "\u2018", 0x201D: "\u2019"})


def _read(path: Path) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(f"{path.parent.name} {row['id']}", row["text"]) for row in rows]


def _join(items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    groups = [items[start : start + ITEMS_IN_A_TEXT] for start in range(0, len(items), ITEMS_IN_A_TEXT)]
    return [(group[0][0], "\n".join(text for _, text in group)) for group in groups]
