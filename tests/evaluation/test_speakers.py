"""How speakers are judged, and that the labels are whole."""

from __future__ import annotations

from typing import Any

import pytest

from corpora.polnear import GoldReport
from evaluation.speakers import Judged, LabelledSpeaker, figures, iter_labels, judge, judge_records
from onrecord.annotate import Annotator
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.speakers.choice import SPEAKERS
from onrecord.extract.speakers.found import FoundSpeaker, FoundSpeakers, StatementSpans
from onrecord.extract.step import StepResults
from onrecord.record import AnnotatedReport, Report
from onrecord.text.spans import Span

SPANS = StatementSpans((Span(0, 2),), (Span(8, 20),))


def judged(names: tuple[str | None, ...], status: str, name: str | None, source: str = "he") -> Judged:
    found = FoundSpeaker(name, None, status, "", 1.0)  # type: ignore[arg-type]
    return Judged(LabelledSpeaker("r", SPANS, names), found, source)


@pytest.mark.parametrize(
    ("names", "status", "name", "right"),
    [
        (("Ada Lund",), "resolved", "Ada Lund", True),
        (("Ada Lund",), "resolved", "ada lund", True),
        (("Harbour Board",), "resolved", "the Harbour Board", True),
        (("Ada Lund",), "resolved", "Lund", False),
        (("Ada Lund",), "unresolved", None, False),
        (("Ada Lund",), "unnamed", None, False),
        ((None,), "unnamed", None, True),
        ((None,), "unresolved", None, False),
        ((None,), "resolved", "Ada Lund", False),
        (("Lund campaign", None), "unnamed", None, True),
        (("Lund campaign", None), "resolved", "Lund campaign", True),
    ],
)
def test_what_is_right(names: tuple[str | None, ...], status: str, name: str | None, right: bool) -> None:
    assert judged(names, status, name).is_right is right


def test_figures() -> None:
    rows = [
        judged(("Ada Lund",), "resolved", "Ada Lund"),
        judged(("Ada Lund",), "resolved", "Tamm", source="Lund"),
        judged(("Ada Lund",), "unresolved", None),
        judged((None,), "unnamed", None, source="two officials"),
    ]
    found = figures(rows)
    assert found["accuracy"] == 0.5
    assert found["pronouns"] == 0.5
    assert found["precision"] == 0.5
    assert found["unresolved"] == pytest.approx(1 / 3)


def test_the_labels_are_whole() -> None:
    labels = list(iter_labels())
    assert len(labels) >= 400
    assert all(label.names and label.spans.content for label in labels)
    assert len({(label.report, label.spans) for label in labels}) == len(labels)


def test_a_statement_that_is_missed_is_unresolved_end_to_end() -> None:
    label = next(iter_labels())
    text = "x" * 4000
    report = GoldReport(
        label.report, text, [{"source": list(label.spans.source), "content": list(label.spans.content)}]
    )
    (first, *_) = judge_records([report], [AnnotatedReport(Report(text))])
    assert first.found.status == "unresolved"


def test_every_gold_statement_of_a_report_is_given_to_the_finder() -> None:
    label = next(iter_labels())
    labels = [other for other in iter_labels() if other.report == label.report]
    attributions = [{"source": list(o.spans.source), "content": list(o.spans.content)} for o in labels]
    given: list[int] = []

    class CountingAnnotator(Annotator):
        def __init__(self) -> None:
            pass

        def run_steps(self, report: Report, **options: Any) -> StepResults:
            given.append(len(options["given"][STATEMENTS]))
            speakers = [FoundSpeaker(None, None, "unnamed", "", 1.0)] * given[-1]
            return StepResults(report, None, {SPEAKERS: FoundSpeakers([], [], speakers)})

    found = judge([GoldReport(label.report, "x" * 4000, attributions)], CountingAnnotator())
    assert (given, len(found)) == ([len(labels)], len(labels))
