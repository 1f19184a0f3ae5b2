"""``onrecord export``: records into the formats of other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli.record_inputs import RecordInputs
from onrecord.cli.terminal import FAILED
from onrecord.export import FORMATS, export_records, write_records


@click.command("export")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--to", "file_format", type=click.Choice(FORMATS), required=True, help="The format to write.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file or folder to make; standard output unless given."
)
@click.option("--overwrite", is_flag=True, help="Replace a file or folder that exists.")
def export_command(sources: tuple[str, ...], file_format: str, out: Path | None, overwrite: bool) -> int:
    """Write records for other tools.

    SOURCE is a store, a file of records as `onrecord read --output jsonl` writes them, or - for standard input.
    Parquet, spaCy and brat need --out.

    The exit code is 0 if every record was exported, 1 if some could not be read (each is named on standard error, and
    the rest is exported).
    """
    records = RecordInputs(sources)
    if out is None:
        write_records(records, file_format, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        export_records(records, file_format, out, overwrite=overwrite)
    return FAILED if records.failed else 0
