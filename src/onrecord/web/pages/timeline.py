"""The timeline: how many statements a query finds over time, of everybody together or of each speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast, get_args

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from onrecord.errors import ConfigurationError
from onrecord.store import Query
from onrecord.web.pages.requests import Visit
from onrecord.web.view.queries import Asked

router = APIRouter()
Per = Literal["day", "month", "year"]
_LENGTH: dict[Per, int] = {"day": 10, "month": 7, "year": 4}
_MOST_SPEAKERS = 5
_MOST_TIMES = 100_000
"""More than the days from the first newspaper to this one: nothing is cut off unseen."""
_MOST_DAYS, _MOST_MONTHS = 120, 30 * 12
"""Bars that can still be told apart."""
_RARE = 0.01
"""Share of the statements at either end that is left out of a plot, where it would take half of its width or more."""


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one speaker, or of all: by day, month or year as it is printed."""

    name: str
    person: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Numbers over time.

    Attributes:
        per: What is counted together.
        times: Days, months or years that have statements, in order.
        series: Their numbers, those with most first; what is left to others last.
        undated: Statements without a day.
        before: Statements that lie alone, long before all others, and are left out.
        after: Statements that lie alone, long after all others, and are left out.
    """

    per: Per
    times: Sequence[str]
    series: Sequence[Series]
    undated: int
    before: int = 0
    after: int = 0

    @property
    def total(self) -> int:
        """How many statements have a day."""
        return sum(sum(one.counts.values()) for one in self.series)


@router.get("/timeline")
def timeline_page(request: Request) -> HTMLResponse:
    """Show the numbers as a plot and as a table."""
    visit = Visit.of(request)
    asked = Asked.read(request.query_params)
    by, per = request.query_params.get("by", ""), request.query_params.get("per", "")
    is_whole = bool(request.query_params.get("whole"))
    timeline, fault = None, None
    try:
        timeline = visit.room.remember(
            ("timeline", replace(asked, cursor="", sort=""), by, per, is_whole),
            lambda: _count(visit, asked, by, per, is_whole),
        )
    except ConfigurationError as error:
        fault = str(error)
    return visit.show(
        "timeline.html",
        asked=asked,
        by=by,
        per=per,
        publishers=visit.publishers(),
        timeline=timeline,
        fault=fault,
        http_status=400 if fault else 200,
    )


def _count(visit: Visit, asked: Asked, by: str, per: str, is_whole: bool) -> Timeline:
    if by not in ("", "speaker"):
        raise ConfigurationError(f"by {by!r} is not known; give speaker, or nothing")
    if per and per not in get_args(Per):
        raise ConfigurationError(f"per {per!r} is not known; give one of {', '.join(get_args(Per))}")
    query = asked.query()
    # Days are few beside statements, so that months and years are soonest made of them.
    by_day = visit.store.count_by("day", query, limit=_MOST_TIMES)
    days = {day: count for day, count in by_day if day is not None}
    months = _together(days, "month")
    first, last = _bounds(months, is_whole)
    chosen = cast(Per, per) if per else _choose([month for month in months if first <= month <= last])
    dated = _together(days, chosen)
    # A year is cut where its last or first month is.
    shown = {time: count for time, count in dated.items() if first[: len(time)] <= time[:7] <= last[: len(time)]}
    total = Series("all", None, shown)
    return Timeline(
        chosen,
        list(shown),
        _by_speaker(visit, query, chosen, total) if by else [total],
        sum(count for day, count in by_day if day is None),
        sum(count for time, count in dated.items() if time[:7] < first[: len(time)]),
        sum(count for time, count in dated.items() if time[:7] > last[: len(time)]),
    )


def _together(days: Mapping[str, int], per: Per) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[day[: _LENGTH[per]]] += count
    return dict(counts)


def _bounds(months: Mapping[str, int], is_whole: bool) -> tuple[str, str]:
    """Give the first and the last month to show: without the few statements that would squeeze all others."""
    if not months:
        return "", ""
    ordered = sorted(months)
    if is_whole:
        return ordered[0], ordered[-1]
    allowed = _RARE * sum(months.values())
    first, last = _after_rare(ordered, months, allowed), _after_rare(ordered[::-1], months, allowed)
    squeezed = 2 * _days(first, last) < _days(ordered[0], ordered[-1])
    return (first, last) if squeezed else (ordered[0], ordered[-1])


def _after_rare(ordered: Sequence[str], months: Mapping[str, int], allowed: float) -> str:
    passed = 0
    for month in ordered:
        passed += months[month]
        if passed > allowed:
            return month
    return ordered[-1]


def _days(first: str, last: str) -> int:
    """Count the days from one month to the end of another."""
    return (date.fromisoformat(f"{last}-01") - date.fromisoformat(f"{first}-01")).days + 31


def _choose(months: Sequence[str]) -> Per:
    """Choose what to count together, so that the bars can be told apart."""
    if not months:
        return "month"
    days = _days(months[0], months[-1])
    return "day" if days <= _MOST_DAYS else "month" if days <= 31 * _MOST_MONTHS else "year"


def _by_speaker(visit: Visit, query: Query, per: Per, total: Series) -> list[Series]:
    """Part the numbers by speaker: those with most statements, and all others together."""
    best = [person for person, _ in visit.store.count_by("speaker", query, limit=_MOST_SPEAKERS + 1) if person]
    rest = dict(total.counts)
    series = []
    for person in best[:_MOST_SPEAKERS]:
        counted = visit.store.count_by(per, replace(query, speaker=(person,)), limit=_MOST_TIMES)
        counts = {time: count for time, count in counted if time is not None and time in total.counts}
        series.append(Series(visit.store.person(person).name, person, counts))
        for time, count in counts.items():
            rest[time] -= count
    others = {time: count for time, count in rest.items() if count > 0}
    return [*series, *([Series("others", None, others)] if others else [])]
