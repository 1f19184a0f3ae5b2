"""The events page: what happened, with facets, a timeline, and contested events with their voices side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.store import EventResults
from onrecord.store.values.event_hits import CountEventsBy
from onrecord.web.pages.context import PageContext, redirect_to
from onrecord.web.view.event_form import EventForm
from onrecord.web.view.events import view_events

router = APIRouter()
_PAGE_SIZE = 20
_FACETS: tuple[tuple[str, CountEventsBy, str, int], ...] = (
    ("status", "status", "Status", 8),
    ("type", "type", "Type", 16),
    ("stance", "stance", "Stance", 6),
    ("country", "country", "Country", 10),
    ("actor", "actor", "Who did it", 8),
    ("according_to", "voice", "Who says so", 8),
)
_VOICES = {"the report": "report", "unnamed people": "unnamed"}
_MAX_DAYS, _MAX_TIMES = 120, 100_000


@dataclass(frozen=True, slots=True)
class Facet:
    """The counts of one field; each value is a link that sets the field.

    Attributes:
        field: The field.
        label: What people read.
        values: For each value: its words, the field's value and the count.
    """

    field: str
    label: str
    values: Sequence[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class EventTimeline:
    """Counts over time.

    Attributes:
        per: Unit of time.
        counts: Counts by day, month or year, in order.
        undated: Events that no words date.
    """

    per: CountEventsBy
    counts: dict[str, int]
    undated: int


@router.get("/events")
def events_page(request: Request) -> HTMLResponse:
    """Show the events that match a query."""
    context = PageContext.from_request(request)
    form = EventForm.from_parameters(request.query_params)
    overview: dict[str, Any] = {"total": 0, "facets": (), "timeline": None}
    results, fault = EventResults(()), None
    try:
        query = form.to_query()
        results = context.store.search_events(
            query, sort="newest" if form.newest else "date", limit=_PAGE_SIZE, cursor=form.cursor or None
        )
        overview = context.room.get_cached(
            ("events", replace(form, cursor="", newest="")), lambda: _make_overview(context, form)
        )
    except ConfigurationError as error:
        fault = str(error)
    return context.render(
        "events.html",
        form=form,
        results=results,
        shown=[(view_events(hit.record, [hit.event])[0], hit.report) for hit in results],
        publishers=context.list_publishers(),
        fault=fault,
        http_status=400 if fault and not context.is_fragment else 200,
        **overview,
    )


@router.get("/events/{event_id}")
def event_page(request: Request, event_id: str) -> RedirectResponse:
    """Redirect from the permanent address of an event to its report."""
    hit = PageContext.from_request(request).store.event(event_id)
    if hit is None:
        raise NotInStoreError(f"the store has no event {event_id!r} now; find it on the page of events")
    return redirect_to(f"/reports/{hit.report.id}#event-{hit.event.id}")


def _make_overview(context: PageContext, form: EventForm) -> dict[str, Any]:
    store, query = context.store, form.to_query()
    facets = []
    for field, by, label, most in _FACETS:
        counted = [(name, many) for name, many in store.count_events_by(by, query, limit=most) if name]
        values = [(name, _VOICES.get(name, _quote(by, name)), many) for name, many in counted]
        if len(values) > 1 or getattr(form, field):
            facets.append(Facet(field, label, values))
    by_day = store.count_events_by("day", query, limit=_MAX_TIMES)
    days = {day: many for day, many in by_day if day is not None}
    per: CountEventsBy = "day" if len(days) <= _MAX_DAYS else "month"
    counts = dict(days)
    if per == "month":
        counts = {}
        for day, many in days.items():
            counts[day[:7]] = counts.get(day[:7], 0) + many
    undated = sum(many for day, many in by_day if day is None)
    return {
        "total": store.count_events(query),
        "facets": facets,
        "timeline": EventTimeline(per, counts, undated) if counts else None,
    }


def _quote(by: CountEventsBy, name: str) -> str:
    """Give the value of a field that finds a name as it stands."""
    return '"' + name.replace('"', " ") + '"' if by in ("actor", "voice") else name
