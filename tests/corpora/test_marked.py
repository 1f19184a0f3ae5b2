"""Reports marked by reading are read with their spans; statements that are none are left out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from corpora.marked import iter_marked_reports
from onrecord.text.spans import Span


def test_reports_keep_entities_and_the_statements_that_are_some(tmp_path: Path) -> None:
    entity = {"id": "P1", "kind": "person", "country": "NOR", "sectors": ["GOV"], "name": "Ada Lund", "roles": []}
    statement = {"id": "S1", "source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 20]], "speakers": ["P1"]}
    row = {
        "name": "r",
        "text": "Ada Lund said it held.",
        "title": None,
        "date": None,
        "entities": [{**entity, "mentions": [[0, 8]]}],
        "statements": [{**statement, "verdict": "kept"}, {**statement, "verdict": "no"}],
    }
    path = tmp_path / "dev.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    (report,) = iter_marked_reports(path)
    assert report.entities[0].mentions == (Span(0, 8),)
    assert [found.speakers for found in report.statements] == [("P1",)]
