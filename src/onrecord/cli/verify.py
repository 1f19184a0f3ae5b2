"""``onrecord verify``: is every stored quote still exactly where the record says?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from onrecord.cli.progress import CountProgress
from onrecord.cli.record_inputs import is_sqlite_file
from onrecord.cli.terminal import FAILED, prepare_output, say
from onrecord.errors import ReadError
from onrecord.read.formats.records import check_records
from onrecord.store import Checked, Fault, open_store
from onrecord.text.display import visible


@click.command("verify")
@click.argument("location", default="onrecord.db", metavar="[STORE or JSONL]")
@click.option(
    "--output",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="How what fails is listed: text, or one JSON object a line.",
)
def verify_command(location: str, output: str) -> int:
    """Check every hash and offset of a store, or of records in JSON Lines (- for standard input).

    Without an argument, onrecord.db is checked. The exit code is 0 if all is well and 1 if something fails; each
    failure is a line.
    """
    prepare_output(is_data=output != "text")
    checked = _check_store(location) if _is_store(location) else _check_lines(location)
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
    path = Path(location)
    if location == "-" or not path.is_file():
        # A store that is not there is said so by opening it.
        return location != "-" and path.suffix not in (".jsonl", ".json")
    try:
        return is_sqlite_file(path) or path.suffix == ".db"
    except OSError as error:
        raise ReadError(location, str(error.strerror or error)) from error


def _check_store(location: str) -> Checked:
    with open_store(location, create=False, read_only=True) as store:
        reports, _ = store.size()
        with CountProgress("reports", reports) as progress:
            return store.verify(after_chunk=progress.advance)


def _check_lines(location: str) -> Checked:
    reports = statements = 0
    faults: list[Fault] = []
    for number, record, found in check_records(location):
        reports += 1
        statements += len(record.statements) if record else 0
        faults += [Fault(f"{location}: line {number}: {fault.where}", fault.what) for fault in found]
    return Checked(reports, statements, tuple(faults))
