"""``onrecord events``: what happened in reports, according to whom."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

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
from onrecord.export import EVENT_FORMATS, export_records, write_records
from onrecord.read import ReadOptions, iter_files
from onrecord.record import AnnotatedReport, replace
from onrecord.store.event_filter import choose_events


@click.command(
    "events",
    epilog=examples(
        "onrecord events report.txt",
        "onrecord events 'reports/*.txt' --type assault --killed '>0'",
        "onrecord events records.jsonl --records --to events-csv --out events.csv",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
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
@feed_options
@reading_options
@model_option
@workers_option
def events_command(paths: tuple[str, ...], records: bool, file_format: str, **options: Any) -> int:
    """List what happened: who did what to whom, and who says so.

    PATH is a file, a folder, a glob in quotation marks, or - for standard input, as for `onrecord read`. Options choose
    among the events; several values of one option are alternatives.

    The exit code is 0 if every file was read, 1 if some could not be, and 2 for a mistake in the command.
    """
    if not paths and not options["feeds"]:
        raise click.UsageError("name a file, a folder, a glob, - for standard input, or a --feed")
    query = read_event_query(options)
    out, overwrite = options.pop("out"), options.pop("overwrite")
    inputs = RecordInputs(paths) if records else _AnnotatedFiles(paths, options)
    chosen = (replace(record, events=tuple(choose_events(record, query))) for record in inputs)
    if file_format == "text":
        _print_events(chosen)
    elif out is None:
        write_records(chosen, file_format, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        export_records(chosen, file_format, out, overwrite=overwrite)
    return inputs.errors.exit_code


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
