"""Read and search a store."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from onrecord.record import AnnotatedReport, Report, replace
from onrecord.store.base.database import Database
from onrecord.store.base.event_query import EventQuery
from onrecord.store.base.layers import STATEMENTS, count_items
from onrecord.store.base.query import Query
from onrecord.store.base.schema import (
    SAVED_SEARCH,
    annotation,
    event,
    publication,
    read_settings,
    report,
    statement,
    statement_tag,
)
from onrecord.store.corrections.overlay import apply_corrections
from onrecord.store.event_search import (
    count_events,
    count_events_by,
    find_event_reports,
    read_event_hits,
    search_events,
)
from onrecord.store.load import (
    list_reports,
    read_hits,
    read_layers,
    read_publications,
    read_records,
    read_state,
)
from onrecord.store.near_duplicates import KnownSketches, find_near_duplicates
from onrecord.store.projections.registry import Projections
from onrecord.store.search import Search, count, count_by, search
from onrecord.store.talks_reader import TalksReader
from onrecord.store.upkeep.reindex import read_current
from onrecord.store.values.corrections import Correction
from onrecord.store.values.event_hits import CountEventsBy, EventHit, EventResults, EventSort
from onrecord.store.values.hits import CountBy, Hit, Sort
from onrecord.store.values.near_duplicates import NearDuplicates
from onrecord.store.values.reports import Annotation, ReportList
from onrecord.store.values.results import SearchResults

_PAGE, _LARGE_PAGE = 50, 500
"""Statements on the first page of results, and on those that follow it where all are read."""
_CHUNK = 500
"""Reports in memory at once."""


class StoreReader(TalksReader):
    """The methods of a store that read and change nothing.

    :class:`~onrecord.store.store.Store` adds the methods that write.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._projections = Projections(database.words)
        self._sketches = KnownSketches()

    def get(self, report_id: str, *, corrected: bool = True) -> AnnotatedReport | None:
        """Return the record of a report, or None if the store has none.

        Args:
            report_id: Id of the report, ``r_…``.
            corrected: Whether to apply people's corrections to what the model found.

        Example:
            >>> record = store.get("r_5d41402abc4b2a76")
            >>> record.report.title
            'Grain ships leave port'
        """
        with self._database.read() as connection:
            keys = list(connection.execute(select(report.c.key).where(report.c.id == report_id)).scalars())
            return next(read_records(connection, keys, corrected), None)

    def statement(self, statement_id: str) -> Hit | None:
        """Return a statement with its report, or None if the store has no statement of this id now.

        Args:
            statement_id: Id of the statement, ``s_…``.

        Example:
            >>> store.statement("s_7d793037a0760186").speaker
            'Ilse Brandvold'
        """
        with self._database.read() as connection:
            keys = list(connection.execute(select(statement.c.key).where(statement.c.id == statement_id)).scalars())
            return next(iter(read_hits(connection, keys[:1])), None)

    def iter_records(self, query: Query | None = None, *, corrected: bool = True) -> Iterator[AnnotatedReport]:
        """Iterate over records in the order in which their reports were added.

        Args:
            query: Yield only reports with matching statements, each with only these statements. Queries always see
                corrected statements.
            corrected: Whether to apply people's corrections to what the model found.

        Yields:
            One record for each report.

        Example:
            >>> for record in store.iter_records(Query("grain")):
            ...     print(record.report.title)
        """
        last = 0
        while True:
            with self._database.read() as connection:
                keys, wanted = self._next_reports(connection, query, last)
                records = list(read_records(connection, keys, corrected or query is not None))
            if not keys:
                return
            last = keys[-1]
            for record in records:
                yield record if wanted is None else _only(record, wanted)

    def _next_reports(
        self, connection: Connection, query: Query | None, last: int
    ) -> tuple[list[int], set[str] | None]:
        """Return the keys of the next reports, and the ids of the statements that match the query."""
        if query is None:
            chosen = select(report.c.key).where(report.c.key > last).order_by(report.c.key).limit(_CHUNK)
            return list(connection.execute(chosen).scalars()), None
        prepared = Search.prepare(connection, self._database.words, query)
        if prepared.finds_nothing:
            return [], None
        key = statement.c.report_key
        chosen = prepared.select(key).where(key > last).distinct().order_by(key).limit(_CHUNK)
        keys = list(connection.execute(chosen).scalars())
        wanted = connection.execute(prepared.select(statement.c.id).where(key.in_(keys))).scalars()
        return keys, set(wanted)

    def search(
        self, query: Query | str = "", *, sort: Sort = "date", limit: int | None = None, cursor: str | None = None
    ) -> SearchResults:
        """Find statements.

        Args:
            query: The query. A string searches for its words.
            sort: ``date`` sorts by the day of the statement, oldest first; a query that restricts only the day of
                publication sorts by that day. ``newest`` sorts by the day of the statement, newest first. ``published``
                sorts by the day of publication. ``relevance`` needs words in the query. ``unsure`` begins with what
                is most in doubt: unresolved speakers, then low confidence.
            limit: Statements on a page. Without a limit and a cursor, the results go over all pages.
            cursor: Cursor of the previous page, or None for the first.

        Returns:
            The hits, with the cursor of the next page.

        Raises:
            QueryError: The words do not parse.
            ConfigurationError: The sort does not fit the query, or the cursor belongs to another search.

        Example:
            >>> page = store.search(Query("grain ships", speaker="Ilse Brandvold"), limit=20)
            >>> following = store.search(Query("grain ships", speaker="Ilse Brandvold"), limit=20, cursor=page.cursor)
        """
        wanted = Query(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            size = _PAGE if limit is None else max(1, limit)
            found = search(connection, self._database.words, wanted, sort, size, cursor)
        if limit is not None or cursor is not None or found.cursor is None:
            return found
        return dataclasses.replace(
            found,
            _read_page=lambda place: self.search(wanted, sort=sort, limit=_LARGE_PAGE, cursor=place),
            _count=lambda: self.count(wanted),
        )

    def count(self, query: Query | str = "") -> int:
        """Count the statements that match a query.

        Args:
            query: The query. A string searches for its words.

        Raises:
            QueryError: The words do not parse.

        Example:
            >>> store.count(Query("grain", kind="direct"))
            7
        """
        wanted = Query(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return count(connection, self._database.words, wanted)

    def count_by(self, by: CountBy, query: Query | str = "", *, limit: int = 1000) -> list[tuple[str | None, int]]:
        """Count the statements that match a query, by group.

        Args:
            by: ``speaker``, ``publisher``, ``kind``, or the ``day``, ``month`` or ``year`` of the statement.
            query: The query. A string searches for its words.
            limit: Maximum number of groups.

        Returns:
            Pairs of group and count. Times are in order, with None for undated statements at the end. Other groups are
            sorted by count, highest first. A speaker is a person's id, or None for unresolved speakers.

        Raises:
            QueryError: The words do not parse.

        Example:
            >>> store.count_by("month", Query("grain"))
            [('2031-03', 5), ('2031-04', 2)]
        """
        wanted = Query(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return count_by(connection, self._database.words, wanted, by, limit)

    def search_events(
        self,
        query: EventQuery | str = "",
        *,
        sort: EventSort = "date",
        limit: int = 50,
        cursor: str | None = None,
    ) -> EventResults:
        """Find events, one page at a time.

        Args:
            query: The query. A string searches for the words of the sentences that tell of the event.
            sort: ``date`` sorts by the day of the event, oldest first; ``newest``, newest first; events without a day
                come last. ``published`` sorts by the day of publication.
            limit: Events on a page.
            cursor: Cursor of the previous page, or None for the first.

        Returns:
            The events of this page, with the cursor of the next.

        Raises:
            ConfigurationError: The cursor belongs to another search.

        Example:
            >>> page = store.search_events(EventQuery(type="ASSAULT", stance="denied"))
            >>> [hit.event.status for hit in page]
            ['contested']
        """
        wanted = EventQuery(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return search_events(connection, self._database.words, wanted, sort, max(1, limit), cursor)

    def iter_event_records(self, query: EventQuery) -> Iterator[AnnotatedReport]:
        """Iterate over reports with matching events, each with only these events.

        Use it for exports. Reports come in the order in which they were added.

        Args:
            query: The query.

        Yields:
            One record for each report.

        Example:
            >>> for record in store.iter_event_records(EventQuery(type="ASSAULT")):
            ...     print(len(record.events))
        """
        last = 0
        while True:
            with self._database.read() as connection:
                wanted = find_event_reports(connection, self._database.words, query, last, _CHUNK)
                records = list(read_records(connection, list(wanted), corrected=True))
            if not wanted:
                return
            last = max(wanted)
            for record, ids in zip(records, wanted.values(), strict=True):
                yield replace(record, events=tuple(one for one in record.events if one.id in ids))

    def event(self, event_id: str) -> EventHit | None:
        """Return an event with its record, or None if the store has no event of this id now.

        Args:
            event_id: Id of the event, ``v_…``.

        Example:
            >>> store.event("v_7d793037a0760186").event.type
            'ASSAULT'
        """
        with self._database.read() as connection:
            keys = list(connection.execute(select(event.c.key).where(event.c.id == event_id)).scalars())
            return next(iter(read_event_hits(connection, keys[:1])), None)

    def count_events(self, query: EventQuery | str = "") -> int:
        """Count the events that match a query.

        Args:
            query: The query. A string searches for the words of the sentences that tell of the event.

        Example:
            >>> store.count_events(EventQuery(status="reported"))
            7
        """
        wanted = EventQuery(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return count_events(connection, self._database.words, wanted)

    def count_events_by(
        self, by: CountEventsBy, query: EventQuery | str = "", *, limit: int = 1000
    ) -> list[tuple[str | None, int]]:
        """Count the events that match a query, by group.

        Args:
            by: ``type``, ``mode``, ``status``, ``stance``, ``voice``, ``actor``, ``recipient``, ``party``, ``country``,
                ``sector``, ``place``, ``publisher``, or the ``day``, ``month`` or ``year`` of the event.
            query: The query. A string searches for the words of the sentences that tell of the event.
            limit: Maximum number of groups.

        Returns:
            Pairs of group and count. Times are in order, with None for events without a day at the end. Other groups
            are sorted by count, highest first. An event with several values counts once for each.

        Example:
            >>> store.count_events_by("type", EventQuery(country="LBN"))
            [('ASSAULT', 5), ('CONSULT', 2)]
        """
        wanted = EventQuery(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return count_events_by(connection, self._database.words, wanted, by, limit)

    def reports(self, words: str = "", *, limit: int = 50, cursor: str | None = None) -> ReportList:
        """List reports, most recently added first.

        Args:
            words: Part of the headline, the outlet, the origin or the day, in any letter case; empty for all.
            limit: Reports on a page.
            cursor: Cursor of the previous page, or None for the first.

        Raises:
            ConfigurationError: The cursor does not belong to this list.

        Example:
            >>> [listed.report.title for listed in store.reports(limit=2).reports]
            ['Grain ships leave port', 'Mayor opens dam']
        """
        with self._database.read() as connection:
            return list_reports(connection, words, max(1, limit), cursor)

    def publishers(self) -> list[str]:
        """List the publishers of the reports, in alphabetical order regardless of letter case.

        Example:
            >>> store.publishers()
            ['Harbour Herald', 'The Daily Lamp']
        """
        with self._database.read() as connection:
            names = filter(None, connection.execute(select(publication.c.publisher).distinct()).scalars())
            return sorted(names, key=lambda name: (name.casefold(), name))

    def state(self) -> str:
        """Return a string that changes whenever the content of the store changes.

        Use it as a key for cached results: every method returns the same result while the state is the same.

        Example:
            >>> before = store.state()
            >>> store.add(records)
            >>> store.state() == before
            False
        """
        with self._database.read() as connection:
            return read_state(connection)

    def publications(self, report_id: str) -> list[Report]:
        """Return every publication of a report's text, in the order in which they were added.

        Args:
            report_id: Id of the report, ``r_…``.

        Example:
            >>> [publication.publisher for publication in store.publications("r_5d41402abc4b2a76")]
            ['The Daily Lamp', 'Harbour Herald']
        """
        with self._database.read() as connection:
            return read_publications(connection, [report_id]).get(report_id, [])

    def annotations(self, report_id: str) -> list[Annotation]:
        """Return the annotations of a report, oldest first. Searches use the last one.

        Args:
            report_id: Id of the report, ``r_…``.

        Example:
            >>> [annotation.made_by for annotation in store.annotations("r_5d41402abc4b2a76")]
            ['small@1', 'small@2']
        """
        with self._database.read() as connection:
            rows = connection.execute(
                select(annotation.c.key, annotation.c.made_by, annotation.c.added)
                .join(report, report.c.key == annotation.c.report_key)
                .where(report.c.id == report_id)
                .order_by(annotation.c.key)
            ).all()
            packed = read_layers(connection, [row.key for row in rows], [STATEMENTS])
        return [
            Annotation(row.made_by, row.added, sum(map(count_items, packed.get(row.key, ()))), number == len(rows))
            for number, row in enumerate(rows, 1)
        ]

    def notes(self, report_id: str) -> dict[str, tuple[Correction, ...]]:
        """Return the notes on the statements of a report, oldest first, by statement id.

        Args:
            report_id: Id of the report, ``r_…``.

        Example:
            >>> store.notes("r_5d41402abc4b2a76")["s_7d793037a0760186"][0].detail["text"]
            'call the harbour'
        """
        with self._database.read() as connection:
            if connection.execute(select(report.c.key).where(report.c.id == report_id)).scalar() is None:
                return {}
            made, log = read_current(connection, report_id)
        return apply_corrections(made, log).notes

    def tags(self, *, limit: int = 200) -> list[tuple[str, int]]:
        """List the tags that people gave, with the number of statements, most used first.

        Args:
            limit: Maximum number of tags.

        Example:
            >>> store.tags()
            [('ferry', 3)]
        """
        number = func.count().label("number")
        chosen = select(statement_tag.c.tag, number).group_by(statement_tag.c.tag)
        with self._database.read() as connection:
            rows = connection.execute(chosen.order_by(number.desc(), statement_tag.c.tag).limit(limit)).all()
        return [(tag, many) for tag, many in rows]

    def saved_searches(self) -> dict[str, str]:
        """Return the saved searches, in alphabetical order: the query of each, as an address writes it, by its name.

        Example:
            >>> store.saved_searches()
            {'dams': 'q=dam'}
        """
        with self._database.read() as connection:
            return read_settings(connection, SAVED_SEARCH)

    def near_duplicates(self, statement_id: str, *, likeness: float = 0.75) -> NearDuplicates:
        """Find the same statement in other reports, in equal or similar words.

        Use to see which report carries a quotation first, and how others change it. Wordings of fewer than five words
        match nothing, because they are similar by chance.

        Args:
            statement_id: Id of the statement, ``s_…``.
            likeness: Minimum share of common words, from 0 to 1. It refers to the shorter wording if the two have at
                least eight words in common.

        Returns:
            The wordings, with the reports that carry each.

        Raises:
            NotInStoreError: The store has no statement of this id now.

        Example:
            >>> store.near_duplicates("s_7d793037a0760186").reports
            3
        """
        with self._database.read() as connection:
            return find_near_duplicates(connection, statement_id, likeness, self._sketches)

    def size(self) -> tuple[int, int]:
        """Return the number of reports and the number of statements.

        Example:
            >>> store.size()
            (12, 87)
        """
        with self._database.read() as connection:
            reports = connection.execute(select(func.count()).select_from(report)).scalar_one()
            return reports, self._projections.count(connection)["statements"]


def _only(record: AnnotatedReport, wanted: set[str]) -> AnnotatedReport:
    return replace(record, statements=tuple(found for found in record.statements if found.id in wanted))
