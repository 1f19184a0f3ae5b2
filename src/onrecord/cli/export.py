"""``onrecord export``: writes records in the formats of other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from onrecord.cli.options import examples
from onrecord.cli.record_inputs import RecordInputs
from onrecord.export import FORMATS, PolecatOptions, export_records, write_records


@click.command(
    "export",
    epilog=examples(
        "onrecord export --to csv --out statements.csv records.jsonl",
        "onrecord export --to parquet --out statements.parquet onrecord.db",
        "onrecord read report.txt --output jsonl | onrecord export --to web-annotation -",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--to", "file_format", type=click.Choice(FORMATS), required=True, help="The format to write.")
@click.option("--out", type=click.Path(path_type=Path), help="The file or folder to write; standard output by default.")
@click.option("--overwrite", is_flag=True, help="Replace an existing file or folder.")
@click.option("--claimed", is_flag=True, help="polecat: rows for sides that only one voice names too.")
@click.option(
    "--stance",
    "stances",
    multiple=True,
    type=click.Choice(["denied", "alleged", "possible"]),
    help="polecat: rows for events that someone holds so too. Repeatable.",
)
def export_command(
    sources: tuple[str, ...], file_format: str, out: Path | None, overwrite: bool, claimed: bool, stances: Any
) -> int:
    """Write records in the formats of other tools.

    SOURCE is a store, a file of records that `onrecord read --output jsonl` wrote, or - for standard input. Parquet,
    spaCy and brat need --out.

    The exit code is 0 if every record was exported, and 1 if some could not be read (each is named on standard error,
    and the rest is exported).
    """
    if (claimed or stances) and file_format != "polecat":
        raise click.UsageError("--claimed and --stance belong to --to polecat")
    records, polecat = RecordInputs(sources), PolecatOptions(claimed, frozenset(stances))
    if out is None:
        write_records(records, file_format, sys.stdout.buffer, polecat=polecat)
        sys.stdout.buffer.flush()
    else:
        export_records(records, file_format, out, overwrite=overwrite, polecat=polecat)
    return records.errors.exit_code
