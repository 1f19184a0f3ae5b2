"""``onrecord events``: what happened in reports, according to whom."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import Any, NamedTuple

import click

from onrecord.batch.local import annotate_all
from onrecord.batch.shard import AnnotationSettings, ReportOutcome, keep_record
from onrecord.cli.event_options import event_options, read_event_query
from onrecord.cli.input_files import read_feeds, read_files
from onrecord.cli.options import examples, feed_options, model_option, reading_options, workers_option
from onrecord.cli.progress import ReadProgress
from onrecord.cli.record_inputs import RecordInputs
from onrecord.cli.render import RecordConsole
from onrecord.cli.render_events import render_events
from onrecord.cli.terminal import ErrorCounter, prepare_output, say
from onrecord.export import EVENT_FORMATS, PolecatOptions, export_records, write_records
from onrecord.model.heads.triggers import TRIGGERS
from onrecord.model.manifest import read_manifest
from onrecord.models import find_model_folder
from onrecord.read import ReadOptions, iter_files
from onrecord.record import AnnotatedReport, replace
from onrecord.store import EventResults, open_store
from onrecord.store.event_filter import choose_events


@click.command(
    "events",
    epilog=examples(
        "onrecord events report.txt",
        "onrecord events 'reports/*.txt' --type assault --killed '>0'",
        "onrecord events --store onrecord.db --country Lebanon --since 2024-09 --stance denied",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--store", "location", metavar="STORE", help="List events of a store; what is not an option is words.")
@click.option("--records", is_flag=True, help="The paths are files of records that onrecord read wrote, not reports.")
@event_options
@click.option(
    "--to",
    "file_format",
    type=click.Choice(["text", *EVENT_FORMATS]),
    default="text",
    show_default=True,
    help="text for people; a table of events, one a row; or a table of views, one for each voice.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; standard output by default.")
@click.option("--overwrite", is_flag=True, help="Replace an existing file.")
@click.option("--claimed", is_flag=True, help="polecat: rows for sides that only one voice names too.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=50,
    show_default=True,
    metavar="NUMBER",
    help="Most events of a store to print as text.",
)
@click.option("--newest", is_flag=True, help="The latest events of a store first.")
@feed_options
@reading_options
@model_option
@workers_option
def events_command(
    paths: tuple[str, ...], location: str | None, records: bool, file_format: str, **options: Any
) -> int:
    """List what happened: who did what to whom, and who says so.

    PATH is a file, a folder, a glob in quotation marks, or - for standard input, as for `onrecord read`. Options choose
    among the events; several values of one option are alternatives.

    With --store, events come from a store and PATH are words of the sentences that tell of the event, in the language
    of `onrecord search`.

    The exit code is 0 if every file was read, 1 if some could not be, and 2 for a mistake in the command.
    """
    if not paths and not options["feeds"] and location is None:
        raise click.UsageError("name a file, a folder, a glob, - for standard input, a --feed, or a --store")
    query = read_event_query(options, " ".join(paths) if location is not None else "")
    # A stance that is asked for has rows of its own.
    polecat = PolecatOptions(options.pop("claimed"), frozenset(query.stance))  # type: ignore[arg-type]
    export = _Export(file_format, options.pop("out"), options.pop("overwrite"), polecat)
    limit, is_newest = options.pop("limit"), options.pop("newest")
    if location is not None:
        with open_store(location, create=False, read_only=True) as store:
            if file_format == "text":
                _print_found(store.search_events(query, sort="newest" if is_newest else "date", limit=limit))
            else:
                export.write(store.iter_event_records(query))
        return 0
    inputs = RecordInputs(paths) if records else _AnnotatedFiles(paths, options)
    chosen = (replace(record, events=tuple(choose_events(record, query))) for record in inputs)
    if file_format == "text":
        _print_events(chosen)
    else:
        export.write(chosen)
    return inputs.errors.exit_code


class _Export(NamedTuple):
    """Where the events go, and how."""

    file_format: str
    out: Path | None
    overwrite: bool
    polecat: PolecatOptions

    def write(self, records: Iterable[AnnotatedReport]) -> None:
        if self.out is None:
            write_records(records, self.file_format, sys.stdout.buffer, polecat=self.polecat)
            sys.stdout.buffer.flush()
        else:
            export_records(records, self.file_format, self.out, overwrite=self.overwrite, polecat=self.polecat)


class _AnnotatedFiles:
    """Iterates over the records of files and feeds; errors are said and counted.

    Args:
        paths: What to read.
        options: How to read and annotate it: the options of the command.
    """

    def __init__(self, paths: tuple[str, ...], options: dict[str, Any]) -> None:
        self.errors = ErrorCounter()
        self._paths = paths
        self._feeds, self._allow_private = options.pop("feeds"), options.pop("allow_private")
        self._settings = AnnotationSettings(options.pop("day_first"), options.pop("model"))
        self._workers = options.pop("workers")
        self._options = ReadOptions(**options)

    def __iter__(self) -> Iterator[AnnotatedReport]:
        _say_what_the_model_lacks(self._settings.model)
        files = list(iter_files(self._paths))
        with ReadProgress(len(files)) as progress:
            reports = read_files(files, self._options, progress)
            feeds = read_feeds(self._feeds, self._options, self._allow_private)
            for outcome in annotate_all(chain(reports, feeds), keep_record, self._settings, self._workers):
                if not isinstance(outcome, ReportOutcome):
                    self.errors(outcome)
                    continue
                if outcome.skipped == "language":
                    language = outcome.language
                    say(f"{outcome.origin}: skipped: its language is {language}, and onrecord reads English (en)")
                progress.advance(outcome.words)
                yield outcome.output


def _say_what_the_model_lacks(model: str | None) -> None:
    """Say that a model finds no events; the reports would seem to tell of none."""
    manifest = read_manifest(find_model_folder(model))
    if TRIGGERS.name not in manifest.heads:
        say(
            f"the model {manifest.name} finds no events; install the larger one (pip install 'onrecord[base]'), "
            "or choose another with --model"
        )


def _print_events(records: Iterable[AnnotatedReport]) -> None:
    prepare_output(is_data=False)
    console = RecordConsole(highlight=False, soft_wrap=True)
    found = 0
    for record in records:
        if record.events:
            found += len(record.events)
            console.print(render_events(record, record.events), end="\n\n")
            sys.stdout.flush()
    if not found:
        say("no event found")


def _print_found(results: EventResults) -> None:
    """Print events of a store in their order; neighbours of one report stand under one heading."""
    prepare_output(is_data=False)
    console = RecordConsole(highlight=False, soft_wrap=True)
    for _, group in groupby(results, key=lambda hit: hit.report.id):
        hits = list(group)
        console.print(render_events(hits[0].record, [hit.event for hit in hits]), end="\n\n")
    sys.stdout.flush()
    if not results.hits:
        say("no event found")
    if results.undated:
        say(f"{results.undated} more have no date of their own; find them without --since and --until")
    if results.cursor:
        say(f"there are more: --limit {2 * len(results)}")
