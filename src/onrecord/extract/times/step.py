"""The step that finds the time expressions of a report."""

from __future__ import annotations

from onrecord.extract.step import DOCUMENT, Step, StepResults
from onrecord.extract.times.finder import find_times
from onrecord.lexicon.date_order import find_day_first
from onrecord.record import TimeExpression


def _find_times(results: StepResults) -> tuple[TimeExpression, ...]:
    report = results.report
    day_first = find_day_first(report.publisher, report.url) if results.day_first is None else results.day_first
    return find_times(report.text, report.published, results[DOCUMENT].paragraphs, day_first)


TIMES = Step("times", lambda _: _find_times, layer="times")
"""The time expressions, in order."""
