"""When statements were said, scored against labels made by reading (``evaluation/gold/SAID.md``).

The corpus's own statements are given, so that what is measured is the dating and not the finding of statements. A
date is right where it equals one of the label's: the day, where the label is a day; the report's date counts as
what it is, whether the report's date stands in or an expression names that day.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.polnear import GoldReport
from evaluation.attribution import make_statement
from onrecord.annotate import Annotator
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.dating.statements import DATED_STATEMENTS, PUBLISHED
from onrecord.record import Report, Statement

LABELS = Path(__file__).parent / "gold" / "said.jsonl"


@dataclass(frozen=True)
class Judged:
    """One labelled statement and its date.

    Attributes:
        report: PolNeAR's name of the report.
        statement: With its date.
        said: The dates that are right, ISO or ``PAST_REF``, best first.
        value: The date found, as comparable with these.
    """

    report: str
    statement: Statement
    said: tuple[str, ...]
    value: str | None

    @property
    def is_right(self) -> bool:
        """Whether the date is one of those that are right."""
        return self.value in self.said


def judge(gold: Sequence[GoldReport], annotator: Annotator, labels: Path = LABELS) -> list[Judged]:
    """Date the labelled statements among all those of their reports.

    Args:
        gold: The reports, with their dates.
        annotator: What finds the speakers and dates the statements.
        labels: The labels, one JSON object a line.
    """
    by_report: dict[str, list[dict[str, Any]]] = {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_report.setdefault(row["report"], []).append(row)
    judged = []
    for report in gold:
        rows = by_report.get(report.name)
        if rows:
            dated = {_key(s): s for s in date_gold(report, annotator)}
            for row in rows:
                statement = dated[json.dumps([row["source"], row["cue"], row["content"]])]
                said = tuple(report.published or "" if value == PUBLISHED else value for value in row["said"])
                judged.append(Judged(report.name, statement, said, _comparable(statement)))
    return judged


def date_gold(report: GoldReport, annotator: Annotator) -> tuple[Statement, ...]:
    """Date the corpus's own statements of a report."""
    statements = tuple(make_statement(report.text, roles) for roles in report.attributions if roles["cue"])
    results = annotator.run_steps(Report(report.text, published=report.published), given={STATEMENTS: statements})
    return results[DATED_STATEMENTS]


def _key(statement: Statement) -> str:
    return json.dumps([[list(s) for s in role.spans] for role in (statement.source, statement.cue, statement.content)])


def _comparable(statement: Statement) -> str | None:
    """The value of a date as the labels write it: without the part of the day."""
    said = statement.said
    if said is None:
        return None
    return said.value.split("T")[0] if said.value[:1].isdigit() else said.value


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Accuracy of all, and of those that an expression dates."""
    dated = [j for j in judged if j.statement.said is not None and j.statement.said.origin != PUBLISHED]
    return {
        "said.accuracy": sum(j.is_right for j in judged) / max(1, len(judged)),
        "said.by_expression": sum(j.is_right for j in dated) / max(1, len(dated)),
    }
