"""Choose events of a record by a query, without a store: the same conditions as in a search of one."""

from __future__ import annotations

from onrecord.record import AnnotatedReport, Event
from onrecord.store.base.days import day_after
from onrecord.store.base.event_query import EventQuery
from onrecord.store.base.query import AllOf, AnyOf, DateRange, Node
from onrecord.store.base.schema import UNKNOWN
from onrecord.store.projections.searched_events import SearchedEvent, SearchedSide, search_forms


def choose_events(record: AnnotatedReport, query: EventQuery) -> list[Event]:
    """Give the events of a record that match a query, in order.

    Args:
        record: The record.
        query: The query. A publisher is compared with the report's own.

    Example:
        >>> choose_events(AnnotatedReport(Report("Nothing happened.")), EventQuery(type="ASSAULT"))
        []
    """
    report = record.report
    if query.report is not None and report.id != query.report:
        return []
    if query.publisher is not None and (report.publisher or "").casefold() != query.publisher.casefold():
        return []
    searched = search_forms(record)
    return [event for event, form in zip(record.events, searched, strict=True) if _fits(form, query)]


def _fits(form: SearchedEvent, query: EventQuery) -> bool:
    chosen = ((query.type, form.type), (query.mode, form.mode), (query.status, form.status))
    return (
        all(not wanted or value in wanted for wanted, value in chosen)
        and form.confidence >= query.confidence
        and (not query.contested or "contested" in (form.status, form.actor_status))
        and _lies_in(form.start, form.end, query.happened)
        and (query.published is None or _covers(query.published, form.published))
        and _fits_sides(form, query)
        and _fits_views(form, query)
        and all(
            any(n.kind == one.kind and one.least <= n.least and n.most <= one.most for n in form.numbers)
            for one in query.numbers
        )
        and (query.nodes["words"] is None or _holds(query.nodes["words"], f" {form.words} "))
    )


def _fits_sides(form: SearchedEvent, query: EventQuery) -> bool:
    roles = {"actor": ("actor",), "recipient": ("recipient",), "party": ("actor", "recipient"), "place": ("place",)}
    named = all(
        node is None or any(side.role in roles[name] and _holds(node, side.words) for side in form.sides)
        for name, node in ((name, query.nodes[name]) for name in roles)
    )
    return (
        named
        and (not query.country or any(side.country in query.country for side in form.sides))
        and (not query.sector or any(_has_sector(side, query.sector) for side in form.sides))
    )


def _has_sector(side: SearchedSide, sectors: tuple[str, ...] | str) -> bool:
    return any(f" {sector} " in side.sectors for sector in sectors)


def _fits_views(form: SearchedEvent, query: EventQuery) -> bool:
    if not query.stance and not query.according_to:
        return True
    who, node = query.according_to.strip().lower(), query.nodes["according_to"]
    return any(
        (not query.stance or view.stance in query.stance)
        and (node is None or (view.kind == who if who in VOICES else _holds(node, view.words)))
        for view in form.views
    )


VOICES = ("report", "unnamed")
"""Values of ``according_to`` that name no speaker."""


def _lies_in(start: str, end: str, days: DateRange | None) -> bool:
    if days is None:
        return True
    if start == UNKNOWN:
        return False
    begins = days.start is None or start >= days.start
    ends = days.end is None or (end != UNKNOWN and end <= day_after(days.end))
    return begins and ends


def _covers(days: DateRange, day: str) -> bool:
    return day != UNKNOWN and (days.start or "") <= day and (days.end is None or day <= days.end)


def _holds(node: Node | None, words: str) -> bool:
    """Tell whether words, folded and between spaces, hold what a query asks for."""
    if node is None:
        return True
    if isinstance(node, AnyOf):
        return any(_holds(inner, words) for inner in node.nodes)
    if isinstance(node, AllOf):
        return all(_holds(inner, words) for inner in node.wanted) and not any(
            _holds(inner, words) for inner in node.unwanted
        )
    return f" {' '.join(node.words)}" + ("" if node.is_prefix else " ") in words
