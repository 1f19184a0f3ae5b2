"""A store of reports and of what models find in them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.record import AnnotatedReport, Report
from onrecord.store.add import (
    Prepared,
    add_prepared,
    add_publication,
    add_records,
    is_later_copy,
    publication_digest,
    read_versions,
)
from onrecord.store.base.database import Database
from onrecord.store.base.schema import (
    SAVED_SEARCH,
    delete_setting,
    encode_text,
    note_upkeep,
    read_setting,
    read_settings,
    report,
    write_setting,
)
from onrecord.store.correct import Corrections
from onrecord.store.correct_events import EventCorrections
from onrecord.store.reader import StoreReader
from onrecord.store.upkeep.backup import backup_store
from onrecord.store.upkeep.prune import prune_store
from onrecord.store.upkeep.reindex import reindex_store
from onrecord.store.upkeep.verify import verify_store
from onrecord.store.values.reports import Added
from onrecord.store.values.verification import VerificationResult

_FEED = "feed "
"""Prefix of the setting that keeps the state of a feed, before the feed's address."""
_LONGEST_SEARCH_NAME = 100


class Store(StoreReader):
    """A store of reports and of what models find in them: add, search, correct, verify.

    Open one with :func:`open_store`. Several processes may read a store while one writes to it. Each call sees one
    consistent state. Every method raises :class:`~onrecord.errors.StoreError` if the database fails.

    Example:
        >>> with open_store("onrecord.db") as store:
        ...     store.add(map(onrecord.annotate, onrecord.read("reports/")))
        ...     store.search(Query("grain ships", speaker="Ilse Brandvold"))
    """

    def add(
        self,
        records: Iterable[AnnotatedReport],
        *,
        made_by: str | None = None,
        after_batch: Callable[[Added], None] | None = None,
    ) -> Added:
        """Add records to the store.

        The store skips reports without words and records that it already holds, so you can add the same records
        again. It writes batches of some thousand records, at least every five seconds. Each batch is stored whole or
        not at all: a killed program loses only its current batch.

        Args:
            records: Records that :func:`onrecord.annotate` returns. The store consumes them one at a time.
            made_by: Version of the model that made the records. Defaults to the version that their statements name.
            after_batch: Called with the counts of each batch after the store writes it, also before an error is raised.

        Returns:
            Counts of added, known and empty records.

        Raises:
            RecordError: A record contradicts its text. The records before it are stored.

        Example:
            >>> store.add(map(onrecord.annotate, onrecord.read("reports/"))).reports
            12
        """
        return self._add(add_records(self._database, records, made_by), after_batch)

    def add_prepared(self, records: Iterable[Prepared], after_batch: Callable[[Added], None] | None = None) -> Added:
        """Add records that other processes have prepared.

        Use :meth:`add` unless you have many: writing takes less than a third of the time of adding.

        Args:
            records: What :func:`onrecord.store.add.prepare` gives.
            after_batch: As for :meth:`add`.
        """
        return self._add(add_prepared(self._database, records), after_batch)

    def _add(self, batches: Iterable[Added], after_batch: Callable[[Added], None] | None) -> Added:
        total = Added()
        for added in batches:
            total += added
            if after_batch:
                after_batch(added)
        if total.annotations:
            self._database.settle()
        return total

    def is_known(self, found: Report, made_by: str) -> bool:
        """Tell whether adding an annotation of this report by this version changes nothing.

        Use before annotating, to skip work. The result is False if the store has no record of the report by the
        version, or only one of a later publication.

        Args:
            found: The report.
            made_by: Version of the model.

        Example:
            >>> store.is_known(report, "small@1")
            False
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
        """Record that another outlet publishes the text of a report in the store.

        Args:
            found: The report as this outlet publishes it.

        Returns:
            Whether the publication is new.

        Example:
            >>> store.add_publication(replace(report, publisher="Harbour Herald"))
            True
        """
        return add_publication(self._database, found)

    @property
    def corrections(self) -> Corrections:
        """The log of corrections, and the methods that add to it.

        Example:
            >>> store.corrections.accept("s_7d793037a0760186", by="Ada Quist").action
            'accept'
        """
        return Corrections(self._database)

    @property
    def event_corrections(self) -> EventCorrections:
        """The methods that correct events; the log is that of :attr:`corrections`.

        Example:
            >>> store.event_corrections.set_view("v_7d793037a0760186", "Ada Quist", 1, "alleged").action
            'event-view'
        """
        return EventCorrections(self._database)

    def feed_state(self, feed: str) -> dict[str, Any] | None:
        """Return the state that :meth:`keep_feed_state` kept for a feed, or None.

        Args:
            feed: Address of the feed.

        Example:
            >>> store.feed_state("https://news.example/feed.xml")
            {'etag': 'abc'}
        """
        with self._database.read() as connection:
            kept = read_setting(connection, _FEED + feed)
        state: dict[str, Any] | None = json.loads(kept) if kept is not None else None
        return state

    def keep_feed_state(self, feed: str, state: dict[str, Any]) -> None:
        """Keep the state of a feed for its next reading.

        Call it after you add the reports of the feed, so that a failure in between loses no report.

        Args:
            feed: Address of the feed.
            state: Plain JSON values.

        Example:
            >>> store.keep_feed_state("https://news.example/feed.xml", {"etag": "abc"})
        """
        with self._database.write() as connection:
            write_setting(connection, _FEED + feed, json.dumps(state))

    def save_search(self, name: str, query: str) -> None:
        """Save a search under a name; an earlier one of this name is replaced.

        Args:
            name: The name, one line.
            query: The query as an address writes it, such as ``q=boat&speaker=Ilse+Tamm``.

        Raises:
            ConfigurationError: The name is empty or too long.

        Example:
            >>> store.save_search("dams", "q=dam")
        """
        words = " ".join(name.split())
        if not words or not words.isprintable() or len(words) > _LONGEST_SEARCH_NAME:
            raise ConfigurationError(f"{name!r} is not a name for a search; write a few words on one line")
        with self._database.write() as connection:
            write_setting(connection, SAVED_SEARCH + encode_text(words), query)
            note_upkeep(connection)

    def delete_search(self, name: str) -> None:
        """Delete a saved search.

        Raises:
            NotInStoreError: There is no saved search of this name.

        Example:
            >>> store.delete_search("dams")
        """
        with self._database.write() as connection:
            if name not in read_settings(connection, SAVED_SEARCH):
                raise NotInStoreError(f"there is no saved search {name!r}; list them with: onrecord search --saved")
            delete_setting(connection, SAVED_SEARCH + encode_text(name))
            note_upkeep(connection)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy the store into a new file, while others may read it and write to it.

        Use it in place of copying the file, which may lack what still stands in the write-ahead log.

        Args:
            path: The file to make. It must not exist.

        Raises:
            StoreError: The file exists or cannot be written, or the store lies in PostgreSQL.

        Example:
            >>> store.backup("copy.db")
        """
        backup_store(self._database, Path(path))

    def without_folders(self) -> Store:
        """Return the same store, whose reports tell no folder of this machine in their origin.

        Use it where others ask. Close either of the two.

        Example:
            >>> store.without_folders().get("r_5d41402abc4b2a76").report.origin
            'dam.txt'
        """
        return type(self)(self._database.without_folders())

    def prune(self) -> int:
        """Delete annotations by older weights of reports that newer weights annotate too.

        Returns:
            Number of deleted annotations.

        Example:
            >>> store.prune()
            4
        """
        return prune_store(self._database)

    def reindex(self, *, after_chunk: Callable[[int], None] | None = None) -> None:
        """Rebuild all searched data from the reports, the newest annotations and the corrections.

        Searches see the old data until the new ones are complete. An interrupted rebuild changes nothing.

        Use it if :meth:`verify` reports that the searched data differ from the annotations.

        Args:
            after_chunk: Called after each chunk with the number of its reports.

        Example:
            >>> store.reindex()
        """
        reindex_store(self._database, after_chunk)

    def verify(self, *, is_quick: bool = False, after_chunk: Callable[[int], None] | None = None) -> VerificationResult:
        """Check every hash and offset, and compare the searched data with what the annotations give.

        Args:
            is_quick: Leave out what takes longest: the indexes of the file, and deriving the searched data again.
            after_chunk: Called after each chunk with the number of its reports.

        Returns:
            The numbers of checked reports and statements, and the faults.

        Example:
            >>> store.verify().faults
            ()
        """
        return verify_store(self._database, after_chunk, is_quick)


def open_store(
    place: str | os.PathLike[str],
    *,
    create: bool = True,
    read_only: bool = False,
    query_seconds: float | None = None,
) -> Store:
    """Open a store, or create one.

    Args:
        place: A file such as ``onrecord.db``, or ``postgresql+psycopg://user@host/database``
            (``pip install 'onrecord[postgresql]'``).
        create: Whether to create the store if it does not exist.
        read_only: Whether to refuse all writing. A store in a write-protected file always opens this way.
        query_seconds: Time limit of one query in seconds, or None for no limit. A query that exceeds it raises
            :class:`~onrecord.errors.QueryTimeoutError`. Set it in programs that answer other people's queries.

    Returns:
        The open store. Close it, or use it in a ``with`` block.

    Raises:
        StoreError: The place cannot be opened, or is not a store.
        SchemaVersionError: A newer version of onrecord made the store.
        ConfigurationError: The place or the time limit is not valid.
        MissingExtraError: psycopg is not installed.

    Example:
        >>> with open_store("onrecord.db") as store:
        ...     store.size()
        (0, 0)
    """
    return Store(Database(place, create, read_only, query_seconds))
