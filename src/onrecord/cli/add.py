"""``onrecord add``: annotates reports and adds them to a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from onrecord.batch.shard import AnnotationSettings
from onrecord.cli.input_files import read_files
from onrecord.cli.options import examples, feed_options, model_option, reading_options, store_option, workers_option
from onrecord.cli.progress import ReadProgress
from onrecord.cli.terminal import ErrorCounter, say
from onrecord.errors import ReadError
from onrecord.ingest import IngestCounts, Ingestion, IngestOptions
from onrecord.read import ReadOptions, iter_files
from onrecord.read.formats.records import read_records
from onrecord.record import AnnotatedReport
from onrecord.store import open_store
from onrecord.store.base.places import name_place
from onrecord.store.parts import is_parts_folder


@click.command(
    "add",
    epilog=examples(
        "onrecord add reports/ --workers 2",
        "onrecord add --records records.jsonl --store archive.db",
        "onrecord add records/ --workers 2",
        "onrecord add --feed https://post.example/rss.xml",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@feed_options
@store_option
@click.option("--records", is_flag=True, help="PATH holds records: JSON Lines that `onrecord read` wrote.")
@click.option("--again", is_flag=True, help="Annotate also reports that this version has annotated before.")
@reading_options
@model_option
@workers_option
def add_command(
    paths: tuple[str, ...],
    feeds: tuple[str, ...],
    location: str,
    records: bool,
    **options: Any,
) -> int:
    """Annotate reports and add them to a store.

    PATH is what `onrecord read` takes, or a folder that `onrecord batch` wrote, whose records are added as they are.

    Reports that the store has are not annotated again, unless the model is newer,
    so a run that was cut off continues where it stopped. Annotations by older models stay until `onrecord prune`.

    --feed takes the address of an RSS, Atom or JSON feed. The store remembers which pages of a feed it has, and
    onrecord fetches only new ones.

    The exit code is 0 if every file and page was read, and 1 if some could not be.
    """
    if not paths and not feeds:
        raise click.UsageError("name a file, a folder, a glob, - for standard input, or a --feed")
    if records and feeds:
        raise click.UsageError("--records is for files of records, and a feed has none; add them one after the other")
    allow_private, again, workers = (options.pop(name) for name in ("allow_private", "again", "workers"))
    settings = AnnotationSettings(options.pop("day_first"), options.pop("model"))
    read_options = ReadOptions(**options)
    folders = [path for path in paths if not records and is_parts_folder(path)]
    files = list(iter_files(path for path in paths if path not in folders))
    errors = ErrorCounter()
    with open_store(location) as store, ReadProgress(len(files) + len(folders) + len(feeds)) as progress:
        ingestion = Ingestion(
            store,
            IngestOptions(settings, workers, again, allow_private),
            on_error=errors,
            on_progress=lambda report: progress.advance(report.words),
        )
        for folder in folders:
            ingestion.add_folder(folder)
            progress.end_file()
        if records:
            ingestion.add_records(_read_records(files, progress))
        else:
            ingestion.add_reports(read_files(files, read_options, progress, allow_private))
            for feed in feeds:
                ingestion.add_feed(feed, read_options)
                progress.end_file()
    say(f"{name_place(location)}: {describe_counts(ingestion.counts)}")
    return errors.exit_code


def _read_records(files: Iterable[str | ReadError], progress: ReadProgress) -> Iterator[AnnotatedReport | ReadError]:
    for file in files:
        if isinstance(file, ReadError):
            yield file
        else:
            yield from read_records(file)
        progress.end_file()


def describe_counts(counts: IngestCounts) -> str:
    """Say in one line what became of the reports."""
    added = counts.added
    parts = [f"{added.reports} reports added, with {added.statements} statements"]
    if again := added.annotations - added.reports:
        parts.append(f"{again} annotated again")
    if counts.known:
        parts.append(f"{counts.known} known already")
    if counts.other_language:
        parts.append(f"{counts.other_language} not in English, stored without statements")
    if counts.empty:
        parts.append(f"{counts.empty} without words, not stored (such as {counts.first_empty})")
    if counts.failed:
        parts.append(f"{counts.failed} could not be read")
    return "; ".join(parts)
