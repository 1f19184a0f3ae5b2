"""``onrecord people``: lists who speaks in a set of reports, how often and in which roles."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from onrecord.batch.local import annotate_all
from onrecord.batch.shard import AnnotationSettings, ReportOutcome, keep_record
from onrecord.cli.input_files import read_files
from onrecord.cli.options import examples, model_option, workers_option
from onrecord.cli.progress import ReadProgress
from onrecord.cli.render import RecordConsole
from onrecord.cli.terminal import ErrorCounter, prepare_output
from onrecord.identity.people import Identity, find_people, read_known_people
from onrecord.read import ReadOptions, iter_files
from onrecord.record import AnnotatedReport
from onrecord.text.display import harmless, visible

_MOST_ROLES = 3


@click.command(
    "people",
    epilog=examples(
        "onrecord people reports/",
        "onrecord people reports/ --known people.csv --output csv",
        "onrecord people --store onrecord.db",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--store", "location", metavar="STORE", help="List the people of a store, with their ids.")
@click.option(
    "--output",
    type=click.Choice(["text", "csv", "jsonl"]),
    default="text",
    show_default=True,
    help="text, a table for people; csv; jsonl, one person per line.",
)
@click.option(
    "--known",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV of people you know: name, aliases (separated by ;), wikidata. It overrides everything else.",
)
@click.option("--all", "with_silent", is_flag=True, help="List also people who are named but do not speak.")
@model_option
@workers_option
def people_command(
    paths: tuple[str, ...],
    location: str | None,
    output: str,
    known: Path | None,
    with_silent: bool,
    **options: Any,
) -> int:
    """List who speaks in reports, how often, and as what.

    PATH is what `onrecord read` takes. Two names become one person if they are compatible. Two people with the same
    name stay two if their roles contradict each other.
    """
    prepare_output(is_data=output != "text")
    if (location is None) == (not paths):
        raise click.UsageError("give either PATH or --store")
    if location is not None:
        if known or with_silent or options["model"]:
            raise click.UsageError("--known, --all and --model go with PATH, not with --store")
        # Loaded at first use, since the database's packages take long to load.
        importlib.import_module("onrecord.cli.people_in_store").show_people(location, output)
        return 0
    listed = read_known_people(known) if known else []
    errors = ErrorCounter()
    identities = find_people(
        _records(paths, AnnotationSettings(model=options["model"]), options["workers"], errors), listed
    )
    _SHOW[output]([i for i in identities if with_silent or i.statements])
    return errors.exit_code


def _records(
    paths: tuple[str, ...], settings: AnnotationSettings, workers: int, errors: ErrorCounter
) -> Iterator[AnnotatedReport]:
    """Annotate the reports; errors are said and counted."""
    files = list(iter_files(paths))
    with ReadProgress(len(files)) as progress:
        reports = read_files(files, ReadOptions(), progress)
        for outcome in annotate_all(reports, keep_record, settings, workers):
            if isinstance(outcome, ReportOutcome):
                progress.advance(outcome.words)
                yield outcome.output
            else:
                errors(outcome)


def _show_table(identities: list[Identity]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in (("speaker", "left"), ("kind", "left"), ("statements", "right"), ("reports", "right")):
        table.add_column(heading, justify="right" if justify == "right" else "left")
    table.add_column("roles", ratio=1)
    for identity in identities:
        roles = "; ".join(list(identity.roles)[:_MOST_ROLES])
        more = len(identity.roles) - _MOST_ROLES
        table.add_row(
            visible(identity.name),
            identity.kind,
            str(identity.statements),
            str(len(identity.reports)),
            visible(" ".join(roles.split()) + (f" and {more} more" if more > 0 else "")),
        )
    RecordConsole(highlight=False, markup=False).print(table)


def _rows(identities: list[Identity]) -> Iterator[dict[str, object]]:
    for identity in identities:
        yield {
            "name": identity.name,
            "kind": identity.kind,
            "statements": identity.statements,
            "reports": len(identity.reports),
            "names": list(identity.names),
            "roles": [{"role": role, "dates": sorted(dates)} for role, dates in identity.roles.items()],
            "wikidata": identity.wikidata,
        }


def _show_csv(identities: list[Identity]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["name", "kind", "statements", "reports", "names", "roles", "wikidata"])
    for identity in identities:
        words = (identity.name, "; ".join(identity.names), "; ".join(identity.roles))
        name, names, roles = (harmless(cell) for cell in words)
        counts = (identity.kind, identity.statements, len(identity.reports))
        writer.writerow([name, *counts, names, roles, identity.wikidata or ""])


def _show_lines(identities: list[Identity]) -> None:
    for row in _rows(identities):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


_SHOW = {"text": _show_table, "csv": _show_csv, "jsonl": _show_lines}
