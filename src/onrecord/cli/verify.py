"""``onrecord verify``: checks that every quote is still exactly where the record says."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from onrecord.cli.options import examples
from onrecord.cli.progress import CountProgress
from onrecord.cli.record_inputs import is_sqlite_file
from onrecord.cli.terminal import FAILED, prepare_output, say
from onrecord.errors import ReadError
from onrecord.read.formats.records import check_records
from onrecord.store import Fault, VerificationResult, open_store
from onrecord.text.display import visible


@click.command(
    "verify",
    epilog=examples("onrecord verify", "onrecord verify archive.db", "onrecord verify records.jsonl --output jsonl"),
)
@click.argument("location", default=None, required=False, metavar="[STORE or FILE]")
@click.option("--store", "store", metavar="STORE", help="The store, as other commands name it.")
@click.option(
    "--output",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="How faults are listed: as text, or as one JSON object per line.",
)
@click.option(
    "--quick", "is_quick", is_flag=True, help="Leave out what takes longest: deriving what is searched again."
)
def verify_command(location: str | None, store: str | None, output: str, is_quick: bool) -> int:
    """Check every hash and offset of a store or of records.

    STORE is a store, by default onrecord.db. FILE holds records in JSON Lines, or is - for standard input. Each fault
    is printed on one line.

    The exit code is 0 if all is well, and 1 if there is a fault.
    """
    if location is not None and store is not None:
        raise click.UsageError("name one store or file, not two")
    location = location or store or "onrecord.db"
    prepare_output(is_data=output != "text")
    checked = _check_store(location, is_quick) if _is_store(location) else _check_lines(location)
    for fault in checked.faults:
        if output == "text":
            sys.stdout.write(visible(f"{fault.where}: {fault.what}").replace("\n", " ") + "\n")
        else:
            sys.stdout.write(json.dumps({"where": fault.where, "what": fault.what}) + "\n")
    looked_at = f"{checked.reports} reports with {checked.statements} statements checked"
    say(f"{looked_at}; {len(checked.faults)} things fail" if checked.faults else f"{looked_at}; all is well")
    return FAILED if checked.faults else 0


def _is_store(location: str) -> bool:
    if "://" in location:
        return True
    if location == "-":
        return False
    path = Path(location)
    try:
        if not path.is_file():
            # A pipe holds records. Opening a store that does not exist gives the error.
            return path.suffix not in (".jsonl", ".json") and (not path.exists() or path.is_dir())
        return is_sqlite_file(path) or path.suffix == ".db"
    except OSError as error:
        raise ReadError(location, str(error.strerror or error)) from error


def _check_store(location: str, is_quick: bool) -> VerificationResult:
    with open_store(location, create=False, read_only=True) as store:
        reports, _ = store.size()
        with CountProgress("reports", reports) as progress:
            return store.verify(is_quick=is_quick, after_chunk=progress.advance)


def _check_lines(location: str) -> VerificationResult:
    reports = statements = 0
    faults: list[Fault] = []
    for number, record, found in check_records(location):
        reports += 1
        statements += len(record.statements) if record else 0
        faults += [Fault(f"{location}: line {number}: {fault.where}", fault.what) for fault in found]
    return VerificationResult(reports, statements, tuple(faults))
