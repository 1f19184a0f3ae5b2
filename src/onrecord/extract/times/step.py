"""The step that finds the time expressions of a report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from onrecord.extract.step import DOCUMENT, Step, StepResults
from onrecord.extract.times.finder import find_times
from onrecord.lexicon.date_order import find_day_first
from onrecord.record import DatedPost, LaidOutReport, TimeExpression, replace

_PUBLISHED = "published"
_MOST_RUNS = 60
"""Runs of posts of one day in a live blog; beyond that the day of the report counts for all."""


def _find_times(results: StepResults) -> tuple[TimeExpression, ...]:
    report = results.report
    day_first = find_day_first(report.publisher, report.url) if results.day_first is None else results.day_first
    paragraphs = results[DOCUMENT].paragraphs
    parts = _divide(report.posts, report.published) if isinstance(report, LaidOutReport) else []
    if not parts:
        return find_times(report.text, report.published, paragraphs, day_first)
    found: list[TimeExpression] = []
    ends = [start for start, _ in parts[1:]] + [len(report.text)]
    for (start, day), end in zip(parts, ends, strict=True):
        inside = [paragraph for paragraph in paragraphs if start <= paragraph.start < end]
        times = find_times(report.text, day, inside, day_first)
        found += times if day == report.published else _anchor_at_first(times)
    return tuple(found)


def _divide(posts: Sequence[DatedPost], published: str | None) -> list[tuple[int, str | None]]:
    """Divide a live blog where the day changes: where each part begins, and its day."""
    days: list[tuple[int, str | None]] = [(0, published), *((post.span.start, post.day) for post in posts)]
    parts = [next(run) for _, run in groupby(days, key=lambda part: part[1])]
    return parts if 1 < len(parts) <= _MOST_RUNS else []


def _anchor_at_first(times: Sequence[TimeExpression]) -> list[TimeExpression]:
    """Anchor what counts from the day of a post at the line that says when the post was made."""
    return [replace(time, anchor=times[0].id) if time.anchor == _PUBLISHED else time for time in times]


TIMES = Step("times", lambda _: _find_times, layer="times")
"""The time expressions, in order."""
