"""Search the events of a store: one SQL statement for each query and page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    func,
    not_,
    or_,
    select,
    tuple_,
)

from onrecord.errors import ConfigurationError
from onrecord.store.base.days import day_after
from onrecord.store.base.dialects import EVENTS, WordIndex
from onrecord.store.base.event_query import EventQuery
from onrecord.store.base.keys import FIRST_UNKNOWN, first_key
from onrecord.store.base.query import AllOf, AnyOf, Node
from onrecord.store.base.schema import (
    UNKNOWN,
    event,
    event_number,
    event_side,
    event_view,
    publication,
    report,
    statement,
)
from onrecord.store.event_filter import VOICES
from onrecord.store.load import read_records
from onrecord.store.people import find_speakers
from onrecord.store.publishers import find_publishers
from onrecord.store.values.event_hits import CountEventsBy, EventHit, EventResults, EventSort

_CURSOR = re.compile(r"events-(date|newest|published):(?:([0-9]{4}-[0-9]{2}-[0-9]{2}|unknown):)?([0-9]{1,19})")
_LAST_DAY = "9999-12-31"
_LAST_KEY = 2**63 - 1
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_ROLES = {"actor": ("actor",), "recipient": ("recipient",), "party": ("actor", "recipient"), "place": ("place",)}


class EventSearch:
    """A query prepared for one database.

    Args:
        connection: To the store.
        words: The database's index of words of statements.
        query: The query.
    """

    def __init__(self, connection: Connection, words: WordIndex, query: EventQuery) -> None:
        self._query = query
        self._words = words.of_owner(EVENTS)
        self._publishers = find_publishers(connection, query.publisher)
        names = query.according_to
        is_name = names and names.strip().lower() not in VOICES
        self._speakers = find_speakers(connection, [names]).keys if is_name else ()

    @property
    def finds_nothing(self) -> bool:
        """Whether the query names a publisher that is not in the store."""
        return self._query.publisher is not None and not self._publishers

    def select(self, *columns: Any) -> Select[Any]:
        """Select columns of the events that match."""
        chosen = select(*columns).select_from(event)
        if (node := self._query.nodes["words"]) is not None:
            chosen = select(*columns).select_from(self._words.table).join(event, event.c.key == self._words.key)
            chosen = chosen.where(self._words.condition(node, None, ()))
        return chosen.where(*self._columns(), *self._days(), *self._sides(), *self._views(), *self._numbers())

    def _columns(self) -> Iterator[ColumnElement[bool]]:
        query = self._query
        for column, values in ((event.c.type, query.type), (event.c.mode, query.mode), (event.c.status, query.status)):
            if values:
                yield column.in_(values)
        if query.confidence:
            yield event.c.confidence >= query.confidence
        if query.contested:
            yield or_(event.c.status == "contested", event.c.actor_status == "contested")
        if query.report is not None:
            yield event.c.report_key.in_(select(report.c.key).where(report.c.id == query.report))
        if self._publishers:
            carried = select(publication.c.report_key).where(publication.c.publisher.in_(self._publishers))
            yield event.c.report_key.in_(carried)

    def _days(self) -> Iterator[ColumnElement[bool]]:
        if (days := self._query.happened) is not None:
            end = FIRST_UNKNOWN if days.end is None else first_key(day_after(days.end))
            yield event.c.key >= (first_key(days.start) if days.start else 0)
            yield event.c.key < min(end, FIRST_UNKNOWN)
            if days.end is not None:
                yield event.c.end <= day_after(days.end)
        if (days := self._query.published) is not None:
            yield event.c.published.between(days.start or "", days.end or _LAST_DAY)

    def _sides(self) -> Iterator[ColumnElement[bool]]:
        query = self._query
        for name, roles in _ROLES.items():
            if (node := query.nodes[name]) is not None:
                yield _has(event_side, event_side.c.role.in_(roles), _holds(event_side.c.words, node))
        if query.country:
            yield _has(event_side, event_side.c.country.in_(query.country))
        if query.sector:
            own = [event_side.c.sectors.contains(f" {sector} ", autoescape=True) for sector in query.sector]
            yield _has(event_side, or_(*own))

    def _views(self) -> Iterator[ColumnElement[bool]]:
        query = self._query
        conditions: list[ColumnElement[bool]] = [event_view.c.stance.in_(query.stance)] if query.stance else []
        if (node := query.nodes["according_to"]) is not None:
            who = query.according_to.strip().lower()
            conditions.append(event_view.c.kind == who if who in VOICES else self._is_voice(node))
        if conditions:
            yield _has(event_view, *conditions)

    def _is_voice(self, node: Node) -> ColumnElement[bool]:
        """Return the condition that a view is of a person of the store, or of a source with these words."""
        named = _holds(event_view.c.words, node)
        if not self._speakers:
            return named
        own = select(statement.c.id).where(
            statement.c.report_key == event.c.report_key, statement.c.person_key.in_(self._speakers)
        )
        return or_(named, event_view.c.by.in_(own.correlate(event)))

    def _numbers(self) -> Iterator[ColumnElement[bool]]:
        for bounds in self._query.numbers:
            yield _has(
                event_number,
                event_number.c.kind == bounds.kind,
                event_number.c.least >= bounds.least,
                event_number.c.most <= bounds.most,
            )


def _has(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that an event has a part of which all conditions hold."""
    return select(table.c.event_key).where(table.c.event_key == event.c.key, *conditions).correlate(event).exists()


def _holds(words: ColumnElement[str], node: Node) -> ColumnElement[bool]:
    """Return the condition that folded words between spaces hold what a query asks for."""
    if isinstance(node, AnyOf):
        return or_(*(_holds(words, inner) for inner in node.nodes))
    if isinstance(node, AllOf):
        unwanted = [not_(_holds(words, inner)) for inner in node.unwanted]
        return and_(*(_holds(words, inner) for inner in node.wanted), *unwanted)
    # Folded words are letters and digits, which LIKE takes as they are.
    return words.like(f"% {' '.join(node.words)}{'' if node.is_prefix else ' '}%")


def search_events(
    connection: Connection, words: WordIndex, query: EventQuery, sort: EventSort, limit: int, cursor: str | None
) -> EventResults:
    """Find events.

    Raises:
        ConfigurationError: The cursor belongs to another search.
    """
    place = _read_cursor(cursor, sort)
    prepared = EventSearch(connection, words, query)
    if prepared.finds_nothing:
        return EventResults(())
    keys = _find_keys(connection, prepared, sort, limit + 1, place)
    following = None
    if len(keys) > limit:
        day, key = keys[limit - 1]
        following = f"events-{sort}:{day}:{key}" if sort == "published" else f"events-{sort}:{key}"
    hits = tuple(read_event_hits(connection, [key for _, key in keys[:limit]]))
    return EventResults(hits, following, _count_undated(connection, words, query))


def _find_keys(
    connection: Connection, prepared: EventSearch, sort: EventSort, limit: int, place: tuple[str, int] | None
) -> list[tuple[str, int]]:
    key, day = event.c.key, event.c.published
    chosen = prepared.select(day, key)
    if sort == "published":
        if place:
            chosen = chosen.where(tuple_(day, key) > place)
        rows = connection.execute(chosen.order_by(day, key).limit(limit))
        return [(row[0], row[1]) for row in rows]
    if sort == "date":
        if place:
            chosen = chosen.where(key > place[1])
        return [(row[0], row[1]) for row in connection.execute(chosen.order_by(key).limit(limit))]
    # The latest days first, events without a day last.
    found: list[tuple[str, int]] = []
    last = place[1] if place else None
    for low, high in ((0, FIRST_UNKNOWN), (FIRST_UNKNOWN, _LAST_KEY)):
        end = high if last is None or last >= high else last
        if last is not None and low <= last < high:
            last = None
        elif last is not None:
            continue
        part = chosen.where(key >= low, key < end).order_by(key.desc()).limit(limit - len(found))
        found += [(row[0], row[1]) for row in connection.execute(part)] if len(found) < limit else []
    return found


def _read_cursor(cursor: str | None, sort: EventSort) -> tuple[str, int] | None:
    if cursor is None:
        return None
    found = _CURSOR.fullmatch(cursor)
    is_fit = found is not None and found[1] == sort and (found[2] is None) == (sort != "published")
    if found is None or not is_fit or int(found[3]) > _LAST_KEY:
        raise ConfigurationError(f"the cursor {cursor!r} belongs to another search; start again without a cursor")
    return found[2] or "", int(found[3])


def _count_undated(connection: Connection, words: WordIndex, query: EventQuery) -> int:
    """Count the events that only lack a day to lie in the days of the query."""
    if query.happened is None:
        return 0
    prepared = EventSearch(connection, words, replace(query, happened=None))
    undated = prepared.select(func.count()).where(event.c.key >= FIRST_UNKNOWN)
    number: int = connection.execute(undated).scalar_one()
    return number


def read_event_hits(connection: Connection, keys: list[int]) -> Iterator[EventHit]:
    """Read events by their keys, in the order of the keys, each with its record."""
    rows: dict[int, Any] = {}
    for start in range(0, len(keys), 500):
        part = select(event.c.key, event.c.report_key, event.c.id).where(event.c.key.in_(keys[start : start + 500]))
        rows.update((row.key, row) for row in connection.execute(part))
    reports = sorted({row.report_key for row in rows.values()})
    ids: Mapping[int, str] = dict(
        connection.execute(select(report.c.key, report.c.id).where(report.c.key.in_(reports))).all()
    )
    records = {record.report.id: record for record in read_records(connection, reports, corrected=True)}
    for key in keys:
        row = rows.get(key)
        record = records.get(ids[row.report_key]) if row is not None else None
        found = next((one for one in record.events if one.id == row.id), None) if record and row else None
        if record is not None and found is not None:
            yield EventHit(found, record)


def find_event_reports(
    connection: Connection, words: WordIndex, query: EventQuery, last: int, limit: int
) -> dict[int, set[str]]:
    """Give the keys of the next reports with matching events, in order, each with the ids of these events.

    Args:
        connection: To the store.
        words: The database's index of words of statements.
        query: The query.
        last: Key of the report before.
        limit: Most reports.
    """
    prepared = EventSearch(connection, words, query)
    if prepared.finds_nothing:
        return {}
    key = event.c.report_key
    keys = prepared.select(key).where(key > last).distinct().order_by(key).limit(limit)
    found: dict[int, set[str]] = {one: set() for one in connection.execute(keys).scalars()}
    if found:
        between = key.between(min(found), max(found))
        for report_key, identity in connection.execute(prepared.select(key, event.c.id).where(between)):
            found[report_key].add(identity)
    return found


def count_events(connection: Connection, words: WordIndex, query: EventQuery) -> int:
    """Count the events that match a query."""
    prepared = EventSearch(connection, words, query)
    if prepared.finds_nothing:
        return 0
    number: int = connection.execute(prepared.select(func.count())).scalar_one()
    return number


def count_events_by(
    connection: Connection, words: WordIndex, query: EventQuery, by: CountEventsBy, limit: int
) -> list[tuple[str | None, int]]:
    """Count the events that match a query, by group. Times are in order, others by count, highest first.

    An event with several values counts once for each.
    """
    prepared = EventSearch(connection, words, query)
    if prepared.finds_nothing:
        return []
    if by in _LENGTHS:
        day = func.substr(event.c.start, 1, _LENGTHS[by])
        rows = connection.execute(prepared.select(day, func.count()).group_by(day).order_by(day).limit(limit))
        return [(None if name == UNKNOWN[: _LENGTHS[by]] else name, many) for name, many in rows]
    label, table, condition = _group(by)
    number = func.count(event.c.key.distinct()).label("number")
    chosen = prepared.select(label, number)
    if table is publication:
        chosen = chosen.join(publication, publication.c.report_key == event.c.report_key)
    elif table is not None:
        chosen = chosen.join(table, table.c.event_key == event.c.key)
    if condition is not None:
        chosen = chosen.where(condition)
    rows = connection.execute(chosen.group_by(label).order_by(number.desc(), label).limit(limit))
    return [(name, many) for name, many in rows]


def _group(by: CountEventsBy) -> tuple[ColumnElement[Any], Table | None, ColumnElement[bool] | None]:
    """Return the column to group by, its table, and which of its rows count."""
    if by in ("type", "mode", "status"):
        return event.c[by], None, event.c.mode.is_not(None) if by == "mode" else None
    if by in ("stance", "voice"):
        return event_view.c["stance" if by == "stance" else "name"], event_view, None
    if by == "publisher":
        return publication.c.publisher, publication, None
    if by == "country":
        return event_side.c.country, event_side, event_side.c.country.is_not(None)
    if by == "sector":
        return event_side.c.sectors, event_side, event_side.c.sectors != ""
    return event_side.c.name, event_side, event_side.c.role.in_(_ROLES[by])
