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
    side = {"entity": "P1", "span": [0, 8]}
    event = {
        "id": "V1", "type": "ACCUSE", "mode": None, "trigger": [9, 13], "also": [[17, 21]], "actors": [side],
        "recipients": [], "place": None, "when": None, "numbers": [{"what": "killed", "value": ">2", "span": [0, 3]}],
        "views": [{"by": "R", "stance": "asserted"}, {"by": "S1", "stance": "denied", "actor": [side]}],
    }  # fmt: skip
    row = {
        "name": "r",
        "text": "Ada Lund said it held.",
        "title": None,
        "date": None,
        "entities": [{**entity, "mentions": [[0, 8]]}],
        "statements": [
            {**statement, "verdict": "kept", "within": None},
            {**statement, "verdict": "no", "within": None},
        ],
        "events": [event],
    }
    path = tmp_path / "dev.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    (report,) = iter_marked_reports(path)
    assert report.entities[0].mentions == (Span(0, 8),)
    (marked,) = report.events
    assert marked.triggers == (Span(9, 13), Span(17, 21))
    assert (marked.numbers[0].kind, marked.numbers[0].value) == ("killed", ">2")
    assert [(view.by, view.stance, [side.entity for side in view.actors]) for view in marked.views] == [
        ("R", "asserted", []),
        ("S1", "denied", ["P1"]),
    ]
    assert [found.speakers for found in report.statements] == [("P1",)]
