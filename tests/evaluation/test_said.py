"""Scoring when statements were said, on a text of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpora.polnear import GoldReport
from evaluation.said import LABELS, figures, judge
from onrecord.annotate import load_annotator
from onrecord.text.spans import Span

TEXT = "Ada Lund told reporters on Monday that the dam would hold. It is old, Piotr Tamm said."
ATTRIBUTIONS = [
    {"source": [Span(0, 8)], "cue": [Span(9, 13)], "content": [Span(34, 57)]},
    {"source": [Span(70, 80)], "cue": [Span(81, 85)], "content": [Span(59, 68)]},
]


def judged(tmp_path: Path, *said: list[str]) -> dict[str, float]:
    rows = [
        {"report": "dam", **{role: [list(span) for span in spans] for role, spans in roles.items()}, "said": values}
        for roles, values in zip(ATTRIBUTIONS, said, strict=False)
    ]
    labels = tmp_path / "said.jsonl"
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return figures(judge([GoldReport("dam", TEXT, ATTRIBUTIONS, "2031-03-12")], load_annotator("small"), labels))


@pytest.mark.parametrize(
    ("said", "accuracy", "by_expression"),
    [
        ([["2031-03-10"], ["published"]], 1.0, 1.0),
        ([["2031-03-10"], ["2031-03-12"]], 1.0, 1.0),
        ([["PAST_REF", "2031-03-10"], ["PAST_REF"]], 0.5, 1.0),
        ([["published"], ["published"]], 0.5, 0.0),
    ],
)
def test_a_date_is_right_where_it_is_one_of_the_labels(
    tmp_path: Path, said: list[list[str]], accuracy: float, by_expression: float
) -> None:
    assert judged(tmp_path, *said) == {"said.accuracy": accuracy, "said.by_expression": by_expression}


def test_the_labels_hold_no_text() -> None:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 200
    assert {key for row in rows for key in row} == {"report", "source", "cue", "content", "said", "expression"}
    assert all(row["said"] for row in rows)
