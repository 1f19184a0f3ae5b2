"""Marks kept apart from their texts: joined by id, checked against the text, each report once."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from corpora.marks import FILES, MARKS_FOLDER, iter_marks, iter_training_reports
from onrecord.text.spans import Span

TEXT = "Page 3. Ada Lund said the dam held. More."
CUT = [8, 35]


def _marks(**changes: Any) -> dict[str, Any]:
    entity = {"id": "P1", "kind": "person", "country": "NOR", "sectors": ["GOV"], "roles": [], "mentions": [[0, 8]]}
    statement = {"id": "S1", "source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 26]], "speakers": ["P1"]}
    row = {
        "source": "enww", "id": "one", "sha256": hashlib.sha256(TEXT[slice(*CUT)].encode()).hexdigest(), "cut": CUT,
        "entities": [entity], "statements": [{**statement, "verdict": "added", "within": None}], "events": [],
        "negotiations": [],
    }  # fmt: skip
    return {**row, **changes}


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    reports = [{"id": name, "text": TEXT, "date": "2019-05-01"} for name in ("other", "one")]
    _write(tmp_path / "corpora" / FILES["enww"][0], reports)
    return tmp_path / "corpora"


def test_marks_are_joined_with_the_cut_text_and_the_facts_of_the_corpus(corpora: Path, tmp_path: Path) -> None:
    _write(tmp_path / "a.jsonl", [_marks()])
    (report,) = iter_marks(corpora, tmp_path)
    assert (report.name, report.text, report.date, report.title) == (
        "one", "Ada Lund said the dam held.", "2019-05-01", None,
    )  # fmt: skip
    assert (report.entities[0].name, report.entities[0].mentions) == ("Ada Lund", (Span(0, 8),))
    assert report.statements[0].content == (Span(14, 26),)


def test_of_two_marks_of_one_report_the_first_counts(corpora: Path, tmp_path: Path) -> None:
    _write(tmp_path / "b.jsonl", [_marks(agreement=True, entities=[])])
    _write(tmp_path / "a.jsonl", [_marks(agreement=True)])
    (report,) = iter_marks(corpora, tmp_path)
    assert report.entities


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sha256": "0" * 64}, "enww: the text of one is not the one that was marked"),
        ({"cut": [0, 35]}, "enww: the text of one is not the one that was marked"),
        ({"id": "two"}, "the corpus enww has no report two, which has marks"),
    ],
)
def test_marks_of_another_text_are_an_error(
    corpora: Path, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    _write(tmp_path / "a.jsonl", [_marks(**changes)])
    with pytest.raises(ValueError, match=message):
        list(iter_marks(corpora, tmp_path))


def test_training_reads_the_marked_reports_and_then_the_marks(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"name": "r", "text": "No.", "title": None, "date": None, "entities": [], "statements": [], "events": []}
    _write(corpora / "marked" / "train.jsonl.gz", [row])
    _write(tmp_path / "a.jsonl", [_marks()])
    monkeypatch.setattr("corpora.marks.iter_marks.__defaults__", (tmp_path,))
    assert [report.name for report in iter_training_reports(corpora)] == ["r", "one"]


def test_marks_hold_offsets_and_no_text() -> None:
    """Names of fields and values of closed lists are short words; a quoted text has spaces."""
    for path in MARKS_FOLDER.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert not [value for value in _strings(row) if " " in value]
            assert "text" not in row


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []
