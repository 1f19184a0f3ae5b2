"""Dated political news without marks, for pre-training and for measuring speed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Article:
    """An article.

    Attributes:
        text: The text.
        publisher: Its publisher.
        title: Its headline, or an empty string.
        published: Day of publication.
    """

    text: str
    publisher: str
    title: str
    published: date


def iter_articles(corpora: Path) -> Iterator[Article]:
    """Read the articles in the order of the file.

    Args:
        corpora: Folder with ``articles/articles.jsonl.gz`` in it: JSON Lines, compressed.

    Example:
        >>> next(iter_articles(Path("corpora"))).published
        datetime.date(2016, 1, 4)
    """
    with gzip.open(corpora / "articles" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            published = date.fromisoformat(row["date"][: len("2024-09-22")])
            yield Article(row["text"], row["publisher"], row["title"] or "", published)
