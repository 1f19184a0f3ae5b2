"""Reports into a store: known ones are left out, new ones annotated, checked and added in batches.

The ``add`` command, the reading room and Python programs all call this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from onrecord.batch.local import annotate_all, start_pool
from onrecord.batch.shard import (
    AnnotationSettings,
    Failure,
    ReportOutcome,
    ShardResult,
    SkipReason,
    checked_record,
    count_words,
    describe_outcome,
)
from onrecord.errors import AnnotationError, ReadError
from onrecord.read import ReadOptions
from onrecord.read.formats.records import read_records
from onrecord.record import AnnotatedReport, Report
from onrecord.store import Added, Store
from onrecord.store.add import Prepared
from onrecord.store.parts import list_parts, prepare_parts

ProgressStatus = Literal["annotated", "known"] | SkipReason


@dataclass(frozen=True, slots=True)
class Progress:
    """A report that is done.

    Attributes:
        origin: The report's origin.
        words: About how many words it has.
        status: ``annotated``; ``known`` where the store had its record; ``language`` where it is not in English and is
            stored without statements; ``empty`` where it has no words and is not stored.
    """

    origin: str
    words: int
    status: ProgressStatus


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How reports are annotated on their way into a store.

    Attributes:
        settings: How to annotate.
        workers: Processes that annotate; 1 works in the calling process.
        again: Annotate reports again that this version of the model has annotated before.
        allow_private: Fetch feeds and their pages from addresses outside the public internet too.
    """

    settings: AnnotationSettings = field(default_factory=AnnotationSettings)
    workers: int = 1
    again: bool = False
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class IngestCounts:
    """What became of reports on their way into a store.

    Attributes:
        added: What the store took.
        known: Reports that were not annotated, since the store has their records.
        other_language: Reports that are not in English; they are stored without statements.
        empty: Reports without words, which are not stored.
        first_empty: Origin of the first of these, or None.
        failed: Reports, rows or files that could not be read or annotated.
    """

    added: Added = field(default_factory=Added)
    known: int = 0
    other_language: int = 0
    empty: int = 0
    first_empty: str | None = None
    failed: int = 0


class Ingestion:
    """One run of adding to a store, with its counts.

    Use it to add from several inputs; :func:`ingest_reports` is enough for one.

    Args:
        store: The store.
        options: How to annotate.
        on_error: Called with the error of each report that cannot be read or annotated, after which the rest is added.
            Without it, the first error is raised; what came before it is stored.
        on_progress: Called after each report.

    Attributes:
        counts: What became of the reports so far, also after an error.

    Example:
        >>> ingestion = Ingestion(store, on_error=print)
        >>> ingestion.add_reports(onrecord.read("reports/"))
        >>> ingestion.add_feed("https://post.example/rss.xml")
        >>> ingestion.counts.added.reports
        12
    """

    def __init__(
        self,
        store: Store,
        options: IngestOptions | None = None,
        *,
        on_error: Callable[[Failure], object] | None = None,
        on_progress: Callable[[Progress], object] | None = None,
    ) -> None:
        self.counts = IngestCounts()
        self._store = store
        self._options = options or IngestOptions()
        self._on_error = on_error
        self._on_progress = on_progress
        self._fetcher: Any = None
        self._lost: set[str] = set()
        """Origins of reports that were read and could not be annotated."""

    def add_reports(self, reports: Iterable[Report | ReadError]) -> None:
        """Annotate reports and add their records.

        A report of which the store has a record by the same version of the model is not annotated again; the store
        only notes where it was published. So a run that was cut off continues where it stopped.

        Args:
            reports: Reports, and errors in the place of reports that could not be read.

        Raises:
            ReadError: A report cannot be read, and there is no ``on_error``.
            AnnotationError: A report cannot be annotated, and there is no ``on_error``.
            ModelError: The packaged weights are missing or damaged.
            WorkerError: A worker process was killed.
            StoreError: The database fails.
        """
        options = self._options
        made_by = options.settings.made_by()
        new = reports if options.again else self._drop_known(reports, made_by)
        outcomes = annotate_all(new, checked_record, options.settings, options.workers)
        self._add(self._records_of(outcomes), made_by)

    def add_shard(self, result: ShardResult[AnnotatedReport]) -> None:
        """Add the records of a shard that was processed with :func:`~onrecord.batch.shard.checked_record`.

        Raises:
            ReadError: A report could not be read, and there is no ``on_error``.
            AnnotationError: A report could not be annotated, and there is no ``on_error``.
            StoreError: The database fails.
        """
        self._add(self._records_of(result.outcomes), result.shard.settings.made_by())

    def add_records(self, records: Iterable[AnnotatedReport | ReadError]) -> None:
        """Add records that exist already, such as those in JSON Lines that ``onrecord read`` wrote.

        Args:
            records: What :func:`onrecord.read.formats.records.read_records` yields.

        Raises:
            ReadError: A record cannot be read, and there is no ``on_error``.
            RecordError: A record contradicts its text; those before it are stored.
            StoreError: The database fails.
        """
        self._add(self._records_of(map(_describe, records)))

    def add_folder(self, folder: str) -> None:
        """Add the records of a folder of parts that ``onrecord batch`` wrote; no report is read or annotated again.

        With several workers, other processes make the records ready while this one writes.

        Args:
            folder: The folder.

        Raises:
            ReadError: The manifest or a part cannot be read, and there is no ``on_error``.
            WorkerError: A worker process was killed.
            StoreError: The database fails.
        """
        try:
            parts = list_parts(folder)
        except ReadError as error:
            self._count_failure(error)
            return
        tables = [part for part in parts if part.path.endswith(".parquet")]
        if self._options.workers == 1:
            self._add_prepared(prepare_parts(tables, None))
        else:
            with start_pool(self._options.workers) as pool:
                self._add_prepared(prepare_parts(tables, pool))
        for part in parts:
            if part not in tables:
                self._add(self._records_of(map(_describe, read_records(part.path))), part.made_by)

    def _add_prepared(self, found: Iterable[Prepared | ReadError]) -> None:
        self._store.add_prepared(self._drop_failures(found), self._count_added)

    def _drop_failures(self, found: Iterable[Prepared | ReadError]) -> Iterator[Prepared]:
        for item in found:
            if isinstance(item, ReadError):
                self._count_failure(item)
                continue
            self._report_progress(item.report.origin, item.text.count(b" ") + 1, "annotated")
            yield item

    def add_feed(self, feed: str, options: ReadOptions | None = None) -> None:
        """Add the pages that a feed lists and that the store does not have.

        The store remembers which pages of the feed it has, and asks only for others.

        Args:
            feed: Address of the feed.
            options: What the caller knows of the pages.

        Raises:
            MissingExtraError: A package for feeds is not installed.
            OnRecordError: As for :meth:`add_reports`.
        """
        # The client and its encryption take a while to load, and most runs fetch nothing.
        from onrecord.read.web.feed import FeedState, read_feed
        from onrecord.read.web.fetch import Fetcher

        # One for all feeds: it waits between requests to one host, and keeps what robots.txt says.
        self._fetcher = self._fetcher or Fetcher(allow_private=self._options.allow_private)
        kept = self._store.feed_state(feed)
        state = FeedState() if kept is None else FeedState.from_dict(kept)
        self._lost.clear()
        self.add_reports(read_feed(feed, state, options or ReadOptions(), self._fetcher))
        self._store.keep_feed_state(feed, drop_lost_pages(state.to_dict(), self._lost))

    def _drop_known(self, reports: Iterable[Report | ReadError], made_by: str) -> Iterator[Report | ReadError]:
        for item in reports:
            if isinstance(item, ReadError) or not _note_known(self._store, item, made_by):
                yield item
            else:
                self.counts = replace(self.counts, known=self.counts.known + 1)
                self._report_progress(item.origin, count_words(item.text), "known")

    def _records_of(self, outcomes: Iterable[ReportOutcome[AnnotatedReport] | Failure]) -> Iterator[AnnotatedReport]:
        """Yield the records, counting them and the errors between them."""
        for outcome in outcomes:
            if not isinstance(outcome, ReportOutcome):
                self._count_failure(outcome)
                continue
            counts = self.counts
            if outcome.skipped == "language":
                self.counts = replace(counts, other_language=counts.other_language + 1)
            elif outcome.skipped == "empty":
                self.counts = replace(counts, empty=counts.empty + 1, first_empty=counts.first_empty or outcome.origin)
            self._report_progress(outcome.origin, outcome.words, outcome.skipped or "annotated")
            yield outcome.output

    def _count_failure(self, error: Failure) -> None:
        if self._on_error is None:
            raise error
        self.counts = replace(self.counts, failed=self.counts.failed + 1)
        if isinstance(error, AnnotationError):
            self._lost.add(error.origin)
        self._on_error(error)

    def _report_progress(self, origin: str, words: int, status: ProgressStatus) -> None:
        if self._on_progress is not None:
            self._on_progress(Progress(origin, words, status))

    def _add(self, records: Iterable[AnnotatedReport], made_by: str | None = None) -> None:
        self._store.add(records, made_by=made_by, after_batch=self._count_added)

    def _count_added(self, added: Added) -> None:
        self.counts = replace(self.counts, added=self.counts.added + added, known=self.counts.known + added.known)


def ingest_reports(
    store: Store,
    reports: Iterable[Report | ReadError],
    options: IngestOptions | None = None,
    *,
    on_error: Callable[[Failure], object] | None = None,
    on_progress: Callable[[Progress], object] | None = None,
) -> IngestCounts:
    """Annotate reports and add their records to a store.

    A report of which the store has a record by the same version of the model is not annotated again, so a run that was
    cut off continues where it stopped when you start it again.

    Args:
        store: The store.
        reports: Reports, and errors in the place of reports that could not be read.
        options: How to annotate.
        on_error: As for :class:`Ingestion`.
        on_progress: As for :class:`Ingestion`.

    Returns:
        What became of the reports.

    Raises:
        OnRecordError: As for :meth:`Ingestion.add_reports`.

    Example:
        >>> with onrecord.open_store("onrecord.db") as store:
        ...     counts = onrecord.ingest_reports(store, onrecord.read("reports/"), onrecord.IngestOptions(workers=2))
        >>> counts.added.statements
        20
    """
    ingestion = Ingestion(store, options, on_error=on_error, on_progress=on_progress)
    ingestion.add_reports(reports)
    return ingestion.counts


def note_known_report(store: Store, report: Report, settings: AnnotationSettings | None = None) -> bool:
    """Note where a report was published if the store has its record, and tell whether it has.

    Use it with :func:`ingest_annotated` where the caller decides when a report is annotated, such as a server that
    limits how many are at once.

    Args:
        store: The store.
        report: The report.
        settings: How the caller annotates.

    Returns:
        Whether the store has a record of the report by the same version of the model.

    Raises:
        StoreError: The database fails.
    """
    return _note_known(store, report, (settings or AnnotationSettings()).made_by())


def ingest_annotated(store: Store, record: AnnotatedReport, settings: AnnotationSettings | None = None) -> None:
    """Check the record of a report that was just annotated, and add it.

    Args:
        store: The store.
        record: The record.
        settings: How it was annotated.

    Raises:
        AnnotationError: The record contradicts its text.
        StoreError: The database fails.
    """
    store.add([checked_record(record)], made_by=(settings or AnnotationSettings()).made_by())


def drop_lost_pages(state: dict[str, Any], lost: Collection[str]) -> dict[str, Any]:
    """Take pages that were read but not stored out of a feed's state, so that they are asked for again.

    Args:
        state: The state of a feed that was just read, as plain JSON values.
        lost: Addresses of the pages.
    """
    kept = [page for page in state["read"] if page not in lost]
    if len(kept) == len(state["read"]):
        return state
    # Without its tags the feed is sent whole: "unchanged" would hide the pages.
    return {"etag": None, "modified": None, "read": kept}


def _describe(item: AnnotatedReport | ReadError) -> ReportOutcome[AnnotatedReport] | ReadError:
    return item if isinstance(item, ReadError) else describe_outcome(item.report, item)


def _note_known(store: Store, report: Report, made_by: str) -> bool:
    """Note where a report was published if the store has its record by this version, and return whether it has."""
    if not store.is_known(report, made_by):
        return False
    store.add_publication(report)
    return True
