"""``onrecord read``: reports in, statements out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import chain
from typing import Any

import click

from onrecord.annotate import is_read_language
from onrecord.batch.local import annotate_all
from onrecord.cli.inputs import Tally, keep_record, read_all, read_feeds
from onrecord.cli.options import feed_options, reading_options
from onrecord.cli.progress import ReadProgress
from onrecord.cli.render import print_record
from onrecord.cli.terminal import FAILED, prepare_output, say
from onrecord.errors import OnRecordError
from onrecord.read import ReadOptions, iter_files
from onrecord.record import AnnotatedReport


@click.command("read")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@feed_options
@click.option(
    "--output",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="text for eyes; json, one indented object a report; jsonl, one object a line.",
)
@click.option("--times", is_flag=True, help="Show dates beside the expressions and statements (text output).")
@reading_options
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to use.")
def read_command(
    paths: tuple[str, ...],
    feeds: tuple[str, ...],
    allow_private: bool,
    output: str,
    workers: int,
    day_first: bool | None,
    times: bool,
    **fields: Any,
) -> int:
    """Print who said what in each report.

    PATH is a file, a folder (read with all folders in it), a glob in quotation marks, or - for standard input. Dated
    text, plain text, HTML, JSON Lines, Parquet and web archives (WARC, ARC) are read. Reports come out in input order.

    --feed takes the address of an RSS, Atom or JSON feed, or a file with one. Pages are fetched one at a time, as
    robots.txt allows.

    The exit code is 0 if every file was read, 1 if some could not be (each is named on standard
    error, and the rest is read), 2 for a mistake in the command.
    """
    if not paths and not feeds:
        raise click.UsageError("name a file, a folder, a glob, - for standard input, or a --feed")
    options = ReadOptions(**fields)
    prepare_output(is_data=output != "text")
    files = list(iter_files(paths))
    finish = _FINISH[output]
    tally = Tally()
    with ReadProgress(len(files)) as progress:
        pages = (items for _, _, items in read_feeds(feeds, options, allow_private))
        items = chain(read_all(files, options, progress), chain.from_iterable(pages))
        for result in annotate_all(items, finish, workers, day_first):
            if isinstance(result, OnRecordError):
                tally.fail(result)
                continue
            report, record = result
            tally.reports += 1
            if not is_read_language(report):
                tally.passed_over += 1
                say(f"{report.origin}: passed over: its language is {report.language}, and onrecord reads English (en)")
            progress.advance(report)
            _show(record, times)
    _say_tally(tally, len(files) + len(feeds))
    return FAILED if tally.failed else 0


def _to_json(record: AnnotatedReport) -> str:
    return record.to_json(indent=1)


def _to_line(record: AnnotatedReport) -> str:
    return record.to_json()


_FINISH: dict[str, Callable[[AnnotatedReport], str | AnnotatedReport]] = {
    "json": _to_json,
    "jsonl": _to_line,
    "text": keep_record,
}


def _show(record: str | AnnotatedReport, times: bool) -> None:
    if isinstance(record, str):
        sys.stdout.write(record + "\n")
    else:
        print_record(record, with_times=times)


def _say_tally(tally: Tally, files: int) -> None:
    """Sum up on standard error where something was left out of several files."""
    if files > 1 and (tally.failed or tally.passed_over):
        say(
            f"{tally.reports} reports read, {tally.failed} could not be read, "
            f"{tally.passed_over} passed over for their language"
        )
    elif not tally.reports and not tally.failed:
        say("no report found")
