"""``onrecord people --store``: lists who speaks in a store, with the ids that search and merge take."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator

from rich.table import Table

from onrecord.cli.render import RecordConsole
from onrecord.store import PersonName, open_store
from onrecord.text.display import harmless, visible

_PAGE = 10_000
_COLUMNS = ("id", "name", "kind", "statements")


def show_people(location: str, output: str) -> None:
    """Print the people of a store, those with most statements first.

    Args:
        location: The store.
        output: ``text``, ``csv`` or ``jsonl``.
    """
    people = _iter_people(location)
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows((one.id, harmless(one.name), one.kind, one.statements) for one in people)
    elif output == "jsonl":
        for one in people:
            sys.stdout.write(json.dumps(one.to_dict()) + "\n")
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("speaker", "kind", "statements", "id"):
            table.add_column(heading, justify="right" if heading == "statements" else "left")
        for one in people:
            table.add_row(visible(" ".join(one.name.split())), one.kind, str(one.statements), one.id)
        RecordConsole(highlight=False, markup=False).print(table)


def _iter_people(location: str) -> Iterator[PersonName]:
    with open_store(location, create=False, read_only=True) as store:
        offset = 0
        while page := store.people(limit=_PAGE, offset=offset):
            yield from page
            offset += _PAGE
