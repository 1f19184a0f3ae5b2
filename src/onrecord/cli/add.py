"""``onrecord add``: reports and what is found in them, into a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import click

from onrecord.annotate import annotator, is_read_language
from onrecord.batch.local import annotate_all
from onrecord.cli.inputs import Tally, keep_record, read_all, read_feeds
from onrecord.cli.options import feed_options, reading_options, store_option
from onrecord.cli.progress import ReadProgress
from onrecord.cli.terminal import FAILED, say
from onrecord.errors import AnnotationError, OnRecordError, ReadError
from onrecord.read import ReadOptions, iter_files
from onrecord.read.formats.records import read_records
from onrecord.record import AnnotatedReport, Report
from onrecord.record.check import check_offsets
from onrecord.store import Added, Store, open_store


@dataclass
class _Tally(Tally):
    """How a run went: also what was known before, what held no word, and where what was lost came from."""

    known: int = 0
    empty: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def fail(self, error: OnRecordError) -> None:
        """Say and count, and remember a report that was read and of which no record came to be."""
        super().fail(error)
        if isinstance(error, AnnotationError):
            self.lost.add(error.origin)

    def look_at(self, report: Report) -> None:
        """Count a report without a word, and one in a language that is not read."""
        if not report.text.strip():
            self.empty.append(report.origin)
        elif not is_read_language(report):
            self.passed_over += 1


@click.command("add")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@feed_options
@store_option
@click.option("--records", is_flag=True, help="PATH holds records: JSON Lines that `onrecord read` wrote.")
@click.option("--again", is_flag=True, help="Annotate reports again that this version has annotated before.")
@reading_options
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to use.")
def add_command(
    paths: tuple[str, ...],
    feeds: tuple[str, ...],
    allow_private: bool,
    place: str,
    records: bool,
    again: bool,
    workers: int,
    day_first: bool | None,
    **fields: Any,
) -> int:
    """Put reports, and who said what in them, into a store.

    PATH is what `onrecord read` takes. What the store holds already is not annotated again unless by newer weights, so
    a run that was cut off goes on where it stopped. What older weights found is kept until `onrecord prune`.

    --feed takes the address of an RSS, Atom or JSON feed. The store remembers what it has of a feed, and asks only for
    what is new.

    The exit code is 0 if every file and page was read, 1 if some could not be.
    """
    if not paths and not feeds:
        raise click.UsageError("name a file, a folder, a glob, - for standard input, or a --feed")
    if records and feeds:
        raise click.UsageError("--records is for files of records, and a feed has none; add them one after the other")
    options = ReadOptions(**fields)
    files = list(iter_files(paths))
    tally = _Tally()
    with open_store(place) as store, ReadProgress(len(files) + len(feeds)) as progress:
        if records:
            added = store.add(_read_records(files, tally, progress))
        else:
            version = annotator()

            def add(items: Iterator[Report | ReadError]) -> Added:
                new = items if again else _leave_known(items, store, version, tally, progress)
                return store.add(
                    _sound(annotate_all(new, keep_record, workers, day_first), tally, progress), made_by=version
                )

            added = add(read_all(files, options, progress))
            for feed, state_of, items in read_feeds(feeds, options, allow_private, store.feed_state):
                added += add(items)
                progress.end_file()
                store.keep_feed_state(feed, _without_lost(state_of(), tally.lost))
    _say_tally(added, tally, place)
    return FAILED if tally.failed else 0


def _without_lost(state: dict[str, Any], lost: set[str]) -> dict[str, Any]:
    """Leave out of a feed's state the pages that were read and not stored, so that they are asked for again."""
    if lost.isdisjoint(state["read"]):
        return state
    return {"etag": None, "modified": None, "read": [page for page in state["read"] if page not in lost]}


def _leave_known(
    items: Iterable[Report | ReadError], store: Store, version: str, tally: _Tally, progress: ReadProgress
) -> Iterator[Report | ReadError]:
    """Leave out reports that this version has annotated; another outlet's copy of one is noted."""
    for item in items:
        if isinstance(item, ReadError) or not store.is_known(item, version):
            yield item
            continue
        tally.known += 1
        store.add_publication(item)
        progress.advance(item)


def _sound(
    results: Iterable[tuple[Report, AnnotatedReport] | OnRecordError], tally: _Tally, progress: ReadProgress
) -> Iterator[AnnotatedReport]:
    """Give the records; what could not be read or annotated is said and counted."""
    for result in results:
        if isinstance(result, OnRecordError):
            tally.fail(result)
            continue
        report, record = result
        fault = next(check_offsets(record), None)
        if fault is not None:
            tally.fail(AnnotationError(report.origin, f"{fault.where}: {fault.what}"))
            continue
        tally.look_at(report)
        progress.advance(report)
        yield record


def _read_records(files: list[str | ReadError], tally: _Tally, progress: ReadProgress) -> Iterator[AnnotatedReport]:
    for file in files:
        for item in [file] if isinstance(file, ReadError) else read_records(file):
            if isinstance(item, ReadError):
                tally.fail(item)
                continue
            tally.look_at(item.report)
            progress.advance(item.report)
            yield item
        progress.end_file()


def _say_tally(added: Added, tally: _Tally, place: str) -> None:
    known = added.known + tally.known
    parts = [f"{added.reports} reports added, with {added.statements} statements"]
    if again := added.annotations - added.reports:
        parts.append(f"{again} annotated anew")
    if known:
        parts.append(f"{known} known already")
    if tally.passed_over:
        parts.append(f"{tally.passed_over} not in English, kept without statements")
    if tally.empty:
        parts.append(f"{len(tally.empty)} without a word, not stored (such as {tally.empty[0]})")
    if tally.failed:
        parts.append(f"{tally.failed} could not be read")
    say(f"{_shown(place)}: " + "; ".join(parts))


def _shown(place: str) -> str:
    """Name a store without a password that its URL may hold."""
    scheme, separator, rest = place.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator else place
