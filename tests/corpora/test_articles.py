"""Articles are read in order with their dates."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

from corpora.articles import Article, iter_articles


def test_articles_are_read_in_order(tmp_path: Path) -> None:
    rows = [
        {
            "name": "a",
            "publisher": "Echo",
            "date": "2031-03-09",
            "title": "It holds",
            "url": "",
            "text": "The dam holds.",
        },
        {"name": "b", "publisher": "Post", "date": "2031-03-10T08:00", "title": None, "text": "It held."},
    ]
    (tmp_path / "articles").mkdir()
    with gzip.open(tmp_path / "articles" / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    assert list(iter_articles(tmp_path)) == [
        Article("The dam holds.", "Echo", "It holds", date(2031, 3, 9)),
        Article("It held.", "Post", "", date(2031, 3, 10)),
    ]
