"""``onrecord talks``: where talks stand, in reports and in a store."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from onrecord.batch.local import annotate_all
from onrecord.batch.shard import AnnotationSettings, ReportOutcome, keep_record
from onrecord.cli.input_files import read_files
from onrecord.cli.options import examples, model_option, reading_options, workers_option
from onrecord.cli.progress import ReadProgress
from onrecord.cli.record_inputs import is_store
from onrecord.cli.render_talks import render_report, render_track, render_tracks
from onrecord.cli.terminal import FAILED, ErrorCounter, prepare_output
from onrecord.errors import ConfigurationError
from onrecord.export.icalendar import write_calendar
from onrecord.export.talks_rows import (
    COLUMNS,
    TRACK_COLUMNS,
    report_rows,
    report_talks,
    track_page,
    track_summary,
)
from onrecord.identity.talks import Track
from onrecord.identity.talks_over_time import find_changes, find_disagreements, find_steps
from onrecord.read import ReadOptions, iter_files
from onrecord.read.options import parse_iso_date
from onrecord.record import AnnotatedReport
from onrecord.text.display import harmless

_OUTPUTS = ("table", "json", "jsonl", "csv", "ics")


@click.command(
    "talks",
    epilog=examples(
        "onrecord talks report.txt",
        "onrecord talks reports/ --output json",
        'onrecord talks --store onrecord.db "Gaza ceasefire" --as-of 2024-09-22',
        "onrecord talks --store onrecord.db --output ics > next-steps.ics",
    ),
)
@click.argument("inputs", nargs=-1, metavar="[PATH... | WORDS... | TALKS]")
@click.option("--store", "location", metavar="STORE", help="Follow talks over the reports of a store.")
@click.option("--as-of", "day", metavar="YYYY-MM-DD", help="The day of the state; by default that of the last report.")
@click.option("--changes", "only", flag_value="changes", help="Show only what changed.")
@click.option("--disagreements", "only", flag_value="disagreements", help="Show only where voices or outlets differ.")
@click.option("--next", "only", flag_value="next", help="Show only the steps to come.")
@click.option("--since", metavar="YYYY-MM-DD", default="", help="Only changes on or after this day.")
@click.option("--output", "--to", type=click.Choice(_OUTPUTS), default="table", show_default=True, help="Format.")
@reading_options
@model_option
@workers_option
def talks_command(
    inputs: tuple[str, ...],
    location: str | None,
    day: str | None,
    only: str | None,
    since: str,
    output: str,
    **options: Any,
) -> int:
    """Show which talks reports tell of and where they stand.

    Every cell has its words.

    PATH is what `onrecord read` takes. With --store, WORDS choose talks by their names, parties, countries or topics,
    and TALKS is an id (k_…). One track is shown whole, several as a list.

    The exit code is 1 if there are no talks.
    """
    for name, value in (("as-of", day), ("since", since)):
        if value and parse_iso_date(value) is None:
            raise ConfigurationError(f"--{name} {value!r} is not a date; give it as YYYY-MM-DD, such as 2024-09-22")
    if location is None and len(inputs) == 1 and is_store(inputs[0]):
        location, inputs = inputs[0], ()
    prepare_output(is_data=output != "table")
    if location is not None:
        return _show_store(location, inputs, day, (only, since), output)
    if not inputs:
        raise click.UsageError("give PATH or --store")
    if output == "ics" or only or day or since:
        raise click.UsageError("--as-of, --changes, --disagreements, --next, --since and ics go with --store")
    return _show_reports(inputs, output, options)


def _show_reports(paths: Sequence[str], output: str, options: dict[str, Any]) -> int:
    errors = ErrorCounter()
    found = _write_reports(_annotate(paths, options, errors), output)
    return FAILED if errors.count or not found else 0


def _annotate(paths: Sequence[str], options: dict[str, Any], errors: ErrorCounter) -> Iterator[AnnotatedReport]:
    """Annotate the reports of files; errors are said and counted."""
    settings, workers = AnnotationSettings(options.pop("day_first"), options.pop("model")), options.pop("workers")
    files = list(iter_files(paths))
    with ReadProgress(len(files)) as progress:
        reports = read_files(files, ReadOptions(**options), progress)
        for outcome in annotate_all(reports, keep_record, settings, workers):
            if isinstance(outcome, ReportOutcome):
                progress.advance(outcome.words)
                yield outcome.output
            else:
                errors(outcome)


def _write_reports(records: Iterator[AnnotatedReport], output: str) -> bool:
    """Write the talks of reports; tell whether there were some."""
    found = False
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if output == "csv":
        writer.writerow(COLUMNS)
    kept: list[dict[str, Any]] = []
    for record in records:
        found = found or bool(record.negotiations)
        if output == "csv":
            writer.writerows([harmless(str(cell)) for cell in row] for row in report_rows(record))
        elif output == "jsonl":
            sys.stdout.writelines(json.dumps(one) + "\n" for one in report_talks(record))
        elif output == "json":
            kept += report_talks(record)
        else:
            sys.stdout.write("\n".join(render_report(record)) + "\n\n")
    if output == "json":
        sys.stdout.write(json.dumps(kept, indent=2) + "\n")
    return found


def _show_store(
    location: str, words: Sequence[str], day: str | None, chosen: tuple[str | None, str], output: str
) -> int:
    # The database's packages take long to load.
    from onrecord.store import open_store

    with open_store(location, create=False, read_only=True) as store:
        asked = " ".join(words)
        tracks = [store.track(asked)] if asked.startswith(("k_", "n_")) else store.talks(asked)
        if day:
            tracks = [known for track in tracks if (known := track.until(day)).snapshots]
        if not day:
            days = [one.day for track in tracks for one in track.snapshots if one.day]
            day = max(days, default=date.min.isoformat())
        if output == "ics":
            sys.stdout.write(write_calendar(tracks, day))
        elif output == "table":
            _print_tracks(tracks, day, chosen)
        else:
            _write_tracks(tracks, day, chosen, output)
    return 0 if tracks else FAILED


def _print_tracks(tracks: Sequence[Track], day: str, chosen: tuple[str | None, str]) -> None:
    only, since = chosen
    if only is not None:
        for row in _iter_chosen(tracks, day, only, since):
            sys.stdout.write(" · ".join(str(value) for value in _flatten(row).values() if value) + "\n")
    elif len(tracks) == 1:
        sys.stdout.write("\n".join(render_track(tracks[0], day, since)) + "\n")
    else:
        sys.stdout.write("\n".join(render_tracks(tracks, day)) + "\n")


def _write_tracks(tracks: Sequence[Track], day: str, chosen: tuple[str | None, str], output: str) -> None:
    only, since = chosen
    if only is not None:
        rows = list(_iter_chosen(tracks, day, only, since))
    elif output == "csv":
        rows = [track_summary(track, day) for track in tracks]
    else:
        rows = [track_page(track, day, since) for track in tracks]
    if output == "json":
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
    elif output == "jsonl":
        sys.stdout.writelines(json.dumps(row) + "\n" for row in rows)
    else:
        flat = [_flatten(row) for row in rows]
        columns = list(flat[0]) if only is not None and flat else list(TRACK_COLUMNS)
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([harmless(str(row[name])) for name in columns] for row in flat)


def _iter_chosen(tracks: Sequence[Track], day: str, only: str, since: str) -> Iterator[dict[str, Any]]:
    """Give one thing of every track: its changes, disagreements or steps to come."""
    for track in tracks:
        head = {"talks": track.id, "name": track.name}
        if only == "changes":
            yield from (head | one.to_dict() for one in find_changes(track, since) if one.day <= day)
        elif only == "disagreements":
            yield from (head | one.to_dict() for one in find_disagreements(track) if one.one.day <= day)
        else:
            yield from (head | one.to_dict() for one in find_steps(track, day))


def _flatten(row: dict[str, Any]) -> dict[str, Any]:
    """Write lists and objects of a row as one cell."""
    return {name: _flat(value) for name, value in row.items()}


def _flat(value: Any) -> Any:
    if isinstance(value, dict):
        source = ", ".join(str(value[key]) for key in ("by", "publisher", "day") if value.get(key))
        return f"{value.get('value', '')} “{value.get('quote', '')}” ({source})"
    if isinstance(value, list):
        return "; ".join(str(_flat(one)) for one in value)
    return "" if value is None else value
