"""The store as its users see it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.record import AnnotatedReport, Report, replace
from onrecord.store.add import add_publication, add_records, is_later_copy, publication_digest, read_versions
from onrecord.store.base.database import Database
from onrecord.store.base.layers import STATEMENTS, count_items
from onrecord.store.base.query import Query
from onrecord.store.base.schema import (
    UPKEEP,
    annotation,
    publication,
    read_setting,
    report,
    statement,
    write_setting,
)
from onrecord.store.correct import Corrections
from onrecord.store.load import (
    list_reports,
    read_hits,
    read_layers,
    read_publications,
    read_records,
    read_speakers,
    read_state,
)
from onrecord.store.near_duplicates import KnownSketches, find_near_duplicates
from onrecord.store.people import list_people, read_names, read_person
from onrecord.store.profiles import Background, read_background, read_quoted_together, read_subjects
from onrecord.store.projections.registry import Projections
from onrecord.store.search import Search, count, count_by, search
from onrecord.store.upkeep.prune import prune_store
from onrecord.store.upkeep.reindex import reindex_store
from onrecord.store.upkeep.verify import verify_store
from onrecord.store.values.hits import CountBy, Hit, Sort
from onrecord.store.values.near_duplicates import NearDuplicates
from onrecord.store.values.people import NamedSpeaker, Person, PersonName, QuotedTogether, Subject
from onrecord.store.values.reports import Added, Annotation, ReportList
from onrecord.store.values.results import SearchResults
from onrecord.store.values.verification import VerificationResult

_CHUNK = 500
"""Records in memory at once."""
_FEED = "feed "
"""Before the address of a feed, in the name of the setting that keeps its state."""


class Store:
    """Reports and what was found in them, kept: added to, searched, verified, corrected.

    Open one with :func:`open_store`. Readers and one writer may use the same store at the same time, from several
    processes; each call sees one state of it. Every method that reaches the database raises
    :class:`~onrecord.errors.StoreError` where that fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._projections = Projections(database.words)
        self._sketches = KnownSketches()
        self._counting = threading.Lock()
        self._background: tuple[str, Background] | None = None

    def __enter__(self) -> Store:
        """Use the store until the end of a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.name}>"

    @property
    def name(self) -> str:
        """The file, or the URL without its password."""
        return self._database.name

    def close(self) -> None:
        """Close the file or the connections."""
        self._database.close()

    def add(
        self,
        records: Iterable[AnnotatedReport],
        *,
        made_by: str | None = None,
        after_batch: Callable[[Added], None] | None = None,
    ) -> Added:
        """Add records; what the store holds already adds nothing, and neither does a report without a word.

        Records are written in batches of some thousands, or every five seconds, each whole or not at all: a program
        that is killed loses the batch it was at and nothing else.

        Args:
            records: What :func:`onrecord.annotate` gives; they are taken one at a time.
            made_by: The version of the model that made them; taken from the statements where it is not given.
            after_batch: Called with what became of each batch once it is stored.

        Returns:
            What became of them.

        Raises:
            RecordError: A record contradicts its text; those before it are stored.
        """
        total = Added()
        empty = 0

        def with_words() -> Iterator[AnnotatedReport]:
            nonlocal empty
            for record in records:
                if record.report.text.strip():
                    yield record
                else:
                    empty += 1

        for added in add_records(self._database, with_words(), made_by):
            total += added
            if after_batch:
                after_batch(added)
        total += Added(empty=empty)
        if total.annotations:
            self._database.settle()
        return total

    def is_known(self, found: Report, made_by: str) -> bool:
        """Tell whether annotating a report by this version would add nothing.

        It would where the store has no record of it by the version, or only one of a later publication.
        """
        with self._database.read() as connection:
            key = connection.execute(select(report.c.key).where(report.c.id == found.id)).scalar()
            if key is None:
                return False
            versions = [version for _, version in read_versions(connection, [key])]
        copy = publication_digest(found)
        return any(known.made_by == made_by and known.publication == copy for known in versions) or is_later_copy(
            versions, made_by, copy, found.published
        )

    def add_publication(self, found: Report) -> bool:
        """Note that an outlet carried the words of a report that the store holds.

        Returns:
            Whether that was new.
        """
        return add_publication(self._database, found)

    def get(self, report_id: str, *, corrected: bool = True) -> AnnotatedReport | None:
        """Give the record of a report, or None where the store has none.

        Args:
            report_id: ``r_…``.
            corrected: With people's corrections laid over what the model found.
        """
        with self._database.read() as connection:
            keys = list(connection.execute(select(report.c.key).where(report.c.id == report_id)).scalars())
            return next(read_records(connection, keys, corrected), None)

    def statement(self, statement_id: str) -> Hit | None:
        """Give a statement with its report, or None where the store has none of this id now."""
        with self._database.read() as connection:
            keys = list(connection.execute(select(statement.c.key).where(statement.c.id == statement_id)).scalars())
            return next(iter(read_hits(connection, keys[:1])), None)

    def iter_records(self, query: Query | None = None, *, corrected: bool = True) -> Iterator[AnnotatedReport]:
        """Go through the records in the order in which their reports were added.

        Args:
            query: Give only reports with statements that it asks for, and of these only such statements.
            corrected: With people's corrections laid over what the model found; a query always looks at these.
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
        """Give the keys of the reports after one, and the ids of the statements that are asked for."""
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
        self, query: Query | str = "", *, sort: Sort = "date", limit: int = 50, cursor: str | None = None
    ) -> SearchResults:
        """Find statements, a page at a time.

        Args:
            query: What to look for; words alone may be given as they are.
            sort: ``date``, the day on which it was said, oldest first (the day of the report, where a query asks for
                days of publication and neither for days said nor for words); ``newest`` first; ``published``, the day
                of the report; ``relevance``, where there are words.
            limit: Statements on a page.
            cursor: That of the page before, for the one that follows it.

        Raises:
            QueryError: The words do not parse.
            ConfigurationError: The sort does not fit the query, or the cursor is of another search.
        """
        wanted = Query(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return search(connection, self._database.words, wanted, sort, max(1, limit), cursor)

    def count(self, query: Query | str = "") -> int:
        """Count the statements that a query asks for."""
        wanted = Query(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return count(connection, self._database.words, wanted)

    def count_by(self, by: CountBy, query: Query | str = "", *, limit: int = 1000) -> list[tuple[str | None, int]]:
        """Count the statements that a query asks for by speaker, publisher, kind, or time when they were said.

        Returns:
            Each group with its number: times in order, the last of them None for what has no day; others most first.
            A speaker is the id of a person, None for speakers who are not resolved.
        """
        wanted = Query(query) if isinstance(query, str) else query
        with self._database.read() as connection:
            return count_by(connection, self._database.words, wanted, by, limit)

    def people(self, words: str = "", *, limit: int = 100, offset: int = 0) -> list[PersonName]:
        """List who speaks, those with most statements first.

        Args:
            words: Letters that one of the names holds, in any case; empty for everybody.
            limit: How many at most.
            offset: How many to pass over.
        """
        with self._database.read() as connection:
            return list_people(connection, words, limit, offset)

    def person(self, person_id: str) -> Person:
        """Give what the store knows of a person: names, roles with their days, how many statements.

        Their statements are ``search(Query(speaker=person_id))``, over time ``count_by("month", Query(…))``.

        Raises:
            NotInStoreError: The store has no person of this id.
        """
        with self._database.read() as connection:
            return read_person(connection, person_id)

    def person_names(self, person_ids: Collection[str]) -> dict[str, str]:
        """Give the fullest names of persons by their ids, such as those that :meth:`count_by` gives."""
        with self._database.read() as connection:
            return read_names(connection, person_ids)

    def subjects(self, person_id: str, *, limit: int = 15) -> list[Subject]:
        """Give what somebody speaks about more than others do, by their latest statements.

        Raises:
            NotInStoreError: The store has no person of this id.
        """
        with self._database.read() as connection:
            # What others speak about takes long to count and is the same for everybody: it is counted once.
            with self._counting:
                state = read_state(connection)
                if self._background is None or self._background[0] != state:
                    self._background = state, read_background(connection)
                background = self._background[1]
            return read_subjects(connection, person_id, background, limit)

    def quoted_together(self, person_id: str, *, limit: int = 10) -> list[QuotedTogether]:
        """Give who is quoted in the same reports as somebody, those with most of their latest reports first.

        Raises:
            NotInStoreError: The store has no person of this id.
        """
        with self._database.read() as connection:
            return read_quoted_together(connection, person_id, limit)

    def reports(self, *, limit: int = 50, cursor: str | None = None) -> ReportList:
        """List the reports, those added last first.

        Args:
            limit: Reports on a page.
            cursor: That of the page before, for the one that follows it.

        Raises:
            ConfigurationError: The cursor is none of this list.
        """
        with self._database.read() as connection:
            return list_reports(connection, max(1, limit), cursor)

    def publishers(self) -> list[str]:
        """List the outlets that carried reports, in the order of letters, whether capital or small."""
        with self._database.read() as connection:
            names = filter(None, connection.execute(select(publication.c.publisher).distinct()).scalars())
            return sorted(names, key=lambda name: (name.casefold(), name))

    def state(self) -> str:
        """Give words that change whenever what the store holds does: while they stay, so does every answer."""
        with self._database.read() as connection:
            return read_state(connection)

    def speakers(self, report_id: str) -> dict[str, NamedSpeaker]:
        """Give who makes each statement of a report, over all reports, by the statement's id.

        Use beside :meth:`get`, whose record names speakers as the one report does.
        """
        with self._database.read() as connection:
            return read_speakers(connection, report_id)

    def publications(self, report_id: str) -> list[Report]:
        """Give every publication of a report's words, in the order in which they were added."""
        with self._database.read() as connection:
            return read_publications(connection, [report_id]).get(report_id, [])

    def annotations(self, report_id: str) -> list[Annotation]:
        """Give the readings of a report that the store holds, oldest first; the last is the one that is searched."""
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

    def near_duplicates(self, statement_id: str, *, likeness: float = 0.75) -> NearDuplicates:
        """Find the same statement in other reports, in near-equal words.

        Use to see who carried a quotation first, and what others made of it. Wordings of fewer than five words are
        alike by chance and stand alone.

        Args:
            statement_id: The statement.
            likeness: The least share of words in common, from 0 to 1; of the shorter wording, where that has eight or
                more in common.

        Raises:
            NotInStoreError: The store has no statement of this id now.
        """
        with self._database.read() as connection:
            return find_near_duplicates(connection, statement_id, likeness, self._sketches)

    @property
    def corrections(self) -> Corrections:
        """The corrections that people make."""
        return Corrections(self._database)

    def feed_state(self, feed: str) -> dict[str, Any] | None:
        """Give what was kept of a feed when it was last read, or None.

        Args:
            feed: Its address.
        """
        with self._database.read() as connection:
            kept = read_setting(connection, _FEED + feed)
        state: dict[str, Any] | None = json.loads(kept) if kept is not None else None
        return state

    def keep_feed_state(self, feed: str, state: dict[str, Any]) -> None:
        """Keep what is to be known of a feed when it is next read; do so once its reports are added.

        Args:
            feed: Its address.
            state: Plain JSON values.
        """
        with self._database.write() as connection:
            write_setting(connection, _FEED + feed, json.dumps(state))

    def prune(self) -> int:
        """Delete what older weights found in reports that newer ones have read.

        Returns:
            How many readings of a report were deleted.
        """
        pruned = prune_store(self._database)
        self._note_upkeep()
        return pruned

    def reindex(self, *, after_chunk: Callable[[int], None] | None = None) -> None:
        """Derive everything that is searched again, from the reports, the newest annotations and the corrections.

        Use where :meth:`verify` says that what is searched is not what was found.

        Args:
            after_chunk: Called now and then with the number of reports that were done since the last time.
        """
        reindex_store(self._database, after_chunk)
        self._note_upkeep()

    def _note_upkeep(self) -> None:
        """Let :meth:`state` change, though nothing was added."""
        with self._database.write() as connection:
            write_setting(connection, UPKEEP, str(int(read_setting(connection, UPKEEP) or 0) + 1))

    def verify(self, *, after_chunk: Callable[[int], None] | None = None) -> VerificationResult:
        """Check every hash and offset, and that what is searched is what was found.

        Args:
            after_chunk: Called now and then with the number of reports that were looked at since the last time.

        Returns:
            How much was looked at, and what fails.
        """
        return verify_store(self._database, after_chunk)

    def size(self) -> tuple[int, int]:
        """Count the reports and the statements."""
        with self._database.read() as connection:
            reports = connection.execute(select(func.count()).select_from(report)).scalar_one()
            return reports, self._projections.count(connection)["statements"]


def open_store(
    place: str | os.PathLike[str],
    *,
    create: bool = True,
    read_only: bool = False,
    query_seconds: float | None = None,
) -> Store:
    """Open a store, or make one.

    Args:
        place: A file such as ``onrecord.db``, or ``postgresql+psycopg://user@host/database``
            (``pip install 'onrecord[postgresql]'``).
        create: Make the store where there is none.
        read_only: Never write; a store of which the file may not be written to is opened so by itself.
        query_seconds: How long one search may take before it is given up with
            :class:`~onrecord.errors.QueryTimeoutError`, for programs that search for others; None for no limit.

    Raises:
        StoreError: It cannot be opened, or is no store.
        SchemaVersionError: A newer onrecord made it.
        ConfigurationError: The place makes no sense.
        MissingExtraError: psycopg is not installed.
    """
    return Store(Database(place, create, read_only, query_seconds))


def _only(record: AnnotatedReport, wanted: set[str]) -> AnnotatedReport:
    return replace(record, statements=tuple(found for found in record.statements if found.id in wanted))
