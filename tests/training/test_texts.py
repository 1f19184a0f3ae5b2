"""The texts that a larger model reads to a smaller one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from onrecord.text.document import Document
from training import texts
from training.texts import MOST_CHARACTERS, cut_text, iter_teaching_texts

CURLY = "Ada Lund said: “The dam holds.”\nShe didn’t add to it."


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(texts, "ARTICLES", 2)
    monkeypatch.setattr(texts, "SINGLE_SHARE", 1.0)
    rows = {
        "enww/enww": [{"id": "a", "text": CURLY}],
        "news-clusters/clusters": [{"id": "b", "text": "Holm ‘waits’, “she” said."}],
        "reports/reports": [{"id": "c", "text": "A line.\n" * MOST_CHARACTERS}],
        "current-events/negotiations": [{"id": f"d{i}", "text": f"Item {i}."} for i in range(13)],
        "articles/articles": [
            {"text": f"Article {i}.", "date": "2031-02-03", "publisher": "P", "title": None} for i in range(5)
        ],
    }
    for name, items in rows.items():
        path = tmp_path / f"{name}.jsonl.gz"
        path.parent.mkdir()
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(item) + "\n" for item in items)
    return tmp_path


def test_every_kind_is_there_in_the_same_order(corpora: Path) -> None:
    read = list(iter_teaching_texts(corpora))
    assert read == list(iter_teaching_texts(corpora))
    kinds = sorted(item.name.split()[0] for item in read)
    assert kinds == ["article", "article", "current-events", "current-events", "enww", "news-clusters", "reports"]
    assert max(len(item.text) for item in read) <= MOST_CHARACTERS


def test_single_marks_change_neither_length_nor_words(corpora: Path) -> None:
    by_kind = {item.name.split()[0]: item for item in iter_teaching_texts(corpora)}
    changed, mixed = by_kind["enww"], by_kind["news-clusters"]
    assert changed.shown == "Ada Lund said: ‘The dam holds.’\nShe didn’t add to it."
    assert [w.start for w in Document.from_text(changed.text).words] == [
        w.start for w in Document.from_text(changed.shown).words
    ]
    # A text that has single marks already keeps its marks.
    assert mixed.shown == mixed.text


def test_a_long_text_is_cut_at_a_paragraph_or_in_the_middle_of_one_that_is_too_long() -> None:
    assert cut_text("A.\n" * MOST_CHARACTERS).endswith("A.")
    assert len(cut_text("a" * 3 * MOST_CHARACTERS)) == MOST_CHARACTERS // 2
