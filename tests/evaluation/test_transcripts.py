"""The score of transcripts marked by reading."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from evaluation.transcripts import judge_transcript, read_marked_transcripts
from onrecord.annotate import load_annotator

TEXT = "VERA ORENKO: Good day.\n\nTAMM: Will you go?\n\nVERA ORENKO: I will."


def write_marks(folder: Path, text: str) -> Path:
    (folder / "articles").mkdir()
    with gzip.open(folder / "articles" / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"text": TEXT, "title": "Vera Orenko"}) + "\n")
    begin = TEXT.index("Will")
    statements = [
        {"content": [[13, 22]], "speaker": ["Vera Orenko"]},
        {"content": [[begin, begin + 12]], "speaker": ["Ada Lund"]},
        {"content": [[0, 4]], "speaker": [None], "within": True},
    ]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    row = {"part": "dev", "corpus": "articles/a.jsonl.gz", "sha256": sha256, "statements": statements}
    gold = folder / "gold.jsonl"
    gold.write_text(json.dumps(row) + "\n" + json.dumps(row | {"part": "held-out"}) + "\n", encoding="utf-8")
    return gold


def test_a_statement_is_found_by_its_words_and_right_by_its_speaker(tmp_path: Path) -> None:
    (transcript,) = read_marked_transcripts(tmp_path, "dev", write_marks(tmp_path, TEXT))
    judged = judge_transcript(transcript, load_annotator())
    assert [(one.found is not None, one.is_right) for one in judged] == [(True, True), (True, False), (False, False)]
    assert [one.marked.is_reported for one in judged] == [False, False, True]


def test_marks_of_another_text_are_an_error(tmp_path: Path) -> None:
    gold = write_marks(tmp_path, "another text")
    with pytest.raises(LookupError, match="no text with the SHA-256"):
        list(read_marked_transcripts(tmp_path, "dev", gold))
