"""The timeline page: the number of statements over time, together or by speaker."""

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
from onrecord.web.pages.context import PageContext
from onrecord.web.view.query_form import QueryForm

router = APIRouter()
Per = Literal["day", "month", "year"]
_LENGTH: dict[Per, int] = {"day": 10, "month": 7, "year": 4}
_MAX_SPEAKERS = 5
_MAX_TIMES = 100_000
"""More than the days since the first newspaper, so that no day is cut off."""
_MAX_DAYS, _MAX_MONTHS = 120, 30 * 12
"""Bars that readers can still tell apart."""
_RARE = 0.01
"""Share of the statements at either end that a plot leaves out if they would take half of its width or more."""


@dataclass(frozen=True, slots=True)
class Series:
    """The counts of one speaker, or of all, by day, month or year in ISO form."""

    name: str
    person: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Counts over time.

    Attributes:
        per: Unit of time.
        times: Days, months or years with statements, in order.
        series: Counts by speaker, largest first; the other speakers together come last.
        undated: Statements without a date.
        before: Statements long before all others, which the plot leaves out.
        after: Statements long after all others, which the plot leaves out.
    """

    per: Per
    times: Sequence[str]
    series: Sequence[Series]
    undated: int
    before: int = 0
    after: int = 0

    @property
    def total(self) -> int:
        """Number of statements with a date."""
        return sum(sum(one.counts.values()) for one in self.series)


@router.get("/timeline")
def timeline_page(request: Request) -> HTMLResponse:
    """Show the counts as a plot and as a table."""
    context = PageContext.from_request(request)
    form = QueryForm.from_parameters(request.query_params)
    by, per = request.query_params.get("by", ""), request.query_params.get("per", "")
    is_whole = bool(request.query_params.get("whole"))
    timeline, fault = None, None
    try:
        timeline = context.room.get_cached(
            ("timeline", replace(form, cursor="", sort=""), by, per, is_whole),
            lambda: _make_timeline(context, form, by, per, is_whole),
        )
    except ConfigurationError as error:
        fault = str(error)
    return context.render(
        "timeline.html",
        form=form,
        by=by,
        per=per,
        publishers=context.list_publishers(),
        timeline=timeline,
        fault=fault,
        http_status=400 if fault else 200,
    )


def _make_timeline(context: PageContext, form: QueryForm, by: str, per: str, is_whole: bool) -> Timeline:
    if by not in ("", "speaker"):
        raise ConfigurationError(f"by {by!r} is unknown; use speaker, or leave it out")
    if per and per not in get_args(Per):
        raise ConfigurationError(f"per {per!r} is unknown; use one of {', '.join(get_args(Per))}")
    query = form.to_query()
    # There are far fewer days than statements, so summing days is the fastest way to months and years.
    by_day = context.store.count_by("day", query, limit=_MAX_TIMES)
    days = {day: count for day, count in by_day if day is not None}
    months = _sum_days(days, "month")
    first, last = _find_bounds(months, is_whole)
    chosen = cast(Per, per) if per else _choose_unit([month for month in months if first <= month <= last])
    dated = _sum_days(days, chosen)
    # A year stays if its first or last month does.
    shown = {time: count for time, count in dated.items() if first[: len(time)] <= time[:7] <= last[: len(time)]}
    total = Series("all", None, shown)
    return Timeline(
        chosen,
        list(shown),
        _split_by_speaker(context, query, chosen, total) if by else [total],
        sum(count for day, count in by_day if day is None),
        sum(count for time, count in dated.items() if time[:7] < first[: len(time)]),
        sum(count for time, count in dated.items() if time[:7] > last[: len(time)]),
    )


def _sum_days(days: Mapping[str, int], per: Per) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[day[: _LENGTH[per]]] += count
    return dict(counts)


def _find_bounds(months: Mapping[str, int], is_whole: bool) -> tuple[str, str]:
    """Return the first and the last month to show, without rare outliers that would squeeze all others."""
    if not months:
        return "", ""
    ordered = sorted(months)
    if is_whole:
        return ordered[0], ordered[-1]
    allowed = _RARE * sum(months.values())
    first, last = _skip_outliers(ordered, months, allowed), _skip_outliers(ordered[::-1], months, allowed)
    squeezed = 2 * _count_days(first, last) < _count_days(ordered[0], ordered[-1])
    return (first, last) if squeezed else (ordered[0], ordered[-1])


def _skip_outliers(ordered: Sequence[str], months: Mapping[str, int], allowed: float) -> str:
    passed = 0
    for month in ordered:
        passed += months[month]
        if passed > allowed:
            return month
    return ordered[-1]


def _count_days(first: str, last: str) -> int:
    """Count the days from the start of one month to the end of another."""
    return (date.fromisoformat(f"{last}-01") - date.fromisoformat(f"{first}-01")).days + 31


def _choose_unit(months: Sequence[str]) -> Per:
    """Choose the unit of time that gives bars readers can tell apart."""
    if not months:
        return "month"
    days = _count_days(months[0], months[-1])
    return "day" if days <= _MAX_DAYS else "month" if days <= 31 * _MAX_MONTHS else "year"


def _split_by_speaker(context: PageContext, query: Query, per: Per, total: Series) -> list[Series]:
    """Split the counts by speaker: those with most statements, and all others together."""
    best = [person for person, _ in context.store.count_by("speaker", query, limit=_MAX_SPEAKERS + 1) if person]
    rest = dict(total.counts)
    series = []
    for person in best[:_MAX_SPEAKERS]:
        counted = context.store.count_by(per, replace(query, speaker=(person,)), limit=_MAX_TIMES)
        counts = {time: count for time, count in counted if time is not None and time in total.counts}
        series.append(Series(context.store.person(person).name, person, counts))
        for time, count in counts.items():
            rest[time] -= count
    others = {time: count for time, count in rest.items() if count > 0}
    return [*series, *([Series("others", None, others)] if others else [])]
