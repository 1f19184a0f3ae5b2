"""``onrecord read``: annotates reports and prints their records."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import chain
from typing import Any

import click

from onrecord.batch.local import annotate_all
from onrecord.batch.shard import AnnotationSettings, Failure, ReportOutcome, keep_record
from onrecord.cli.input_files import read_feeds, read_files
from onrecord.cli.options import examples, feed_options, model_option, reading_options, workers_option
from onrecord.cli.progress import ReadProgress
from onrecord.cli.render import print_record
from onrecord.cli.terminal import ErrorCounter, prepare_output, say
from onrecord.read import ReadOptions, iter_files
from onrecord.record import AnnotatedReport

Record = str | AnnotatedReport


@click.command(
    "read",
    epilog=examples(
        "onrecord read report.txt",
        "onrecord read 'archive/**/*.html' --output jsonl > records.jsonl",
        "onrecord read https://post.example/boats",
        "cat report.txt | onrecord read - --date 2031-03-09",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@feed_options
@click.option(
    "--output",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="text for people; json, one indented object per report; jsonl, one object per line.",
)
@click.option("--times", is_flag=True, help="Show the dates of time expressions and statements (text output).")
@reading_options
@model_option
@workers_option
def read_command(
    paths: tuple[str, ...],
    feeds: tuple[str, ...],
    output: str,
    times: bool,
    **options: Any,
) -> int:
    """Print who said what in each report.

    PATH is a file, a folder (with all folders in it), a glob in quotation marks, the address of a page, or - for
    standard input. onrecord reads text, HTML, PDF, Word, e-mail, JSON, JSON Lines, CSV, TSV, Parquet and web archives
    (WARC, ARC). Records come in input order.

    --feed takes the address of an RSS, Atom or JSON feed, or a file with one. onrecord fetches one page at a time, and
    only what robots.txt allows.

    The exit code is 0 if every file was read; 1 if some could not be (each is named on standard error, and the rest is
    read); 2 for a mistake in the command.
    """
    if not paths and not feeds:
        raise click.UsageError("name a file, a folder, a glob, - for standard input, or a --feed")
    allow_private, workers = options.pop("allow_private"), options.pop("workers")
    settings = AnnotationSettings(options.pop("day_first"), options.pop("model"))
    read_options = ReadOptions(**options)
    prepare_output(is_data=output != "text")
    files = list(iter_files(paths))
    printer = _Printer(with_times=times)
    with ReadProgress(len(files)) as progress:
        items = chain(
            read_files(files, read_options, progress, allow_private), read_feeds(feeds, read_options, allow_private)
        )
        for outcome in annotate_all(items, _FINISH[output], settings, workers):
            printer.show(outcome, progress)
    printer.sum_up(len(files) + len(feeds))
    return printer.errors.exit_code


def _to_json(record: AnnotatedReport) -> Record:
    return record.to_json(indent=1)


def _to_line(record: AnnotatedReport) -> Record:
    return record.to_json()


_FINISH: dict[str, Callable[[AnnotatedReport], Record]] = {
    "json": _to_json,
    "jsonl": _to_line,
    "text": keep_record,
}


class _Printer:
    """Prints records, says what was skipped or failed, and counts."""

    def __init__(self, with_times: bool) -> None:
        self.errors = ErrorCounter()
        self._with_times = with_times
        self._reports = 0
        self._skipped = 0

    def show(self, outcome: ReportOutcome[Record] | Failure, progress: ReadProgress) -> None:
        if not isinstance(outcome, ReportOutcome):
            self.errors(outcome)
            return
        self._reports += 1
        if outcome.skipped == "language":
            self._skipped += 1
            say(f"{outcome.origin}: skipped: its language is {outcome.language}, and onrecord reads English (en)")
        progress.advance(outcome.words)
        if isinstance(outcome.output, str):
            sys.stdout.write(outcome.output + "\n")
        else:
            print_record(outcome.output, with_times=self._with_times)

    def sum_up(self, inputs: int) -> None:
        """Say how many reports of several files were left out, or that there was no report at all."""
        failed = self.errors.count
        if inputs > 1 and (failed or self._skipped):
            say(f"{self._reports} reports read, {failed} could not be read, {self._skipped} skipped for their language")
        elif not self._reports and not failed:
            say("no report found")
