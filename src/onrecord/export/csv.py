"""CSV: one row for each statement, event or view, for spreadsheets.

Each cell is one line. ``; `` separates the values of a column, `` … `` the pieces of a role, and spans are written
``120-299 420-540``. A cell that a spreadsheet may take for a formula gets an apostrophe in front (OWASP, "CSV
Injection"). The file begins with a byte-order mark: without it, Excel does not read UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from onrecord.export.event_rows import EVENT_COLUMNS, PIECES, VIEW_COLUMNS, EventRows
from onrecord.export.rows import COLUMNS, statement_rows
from onrecord.record import AnnotatedReport
from onrecord.record.layers.statements import ALL_ROLES
from onrecord.text.display import harmless


def export_csv(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write statements as CSV (RFC 4180) in UTF-8.

    Args:
        records: The records. One without statements has no row.
        destination: A stream of bytes.
    """
    rows = (row for record in records for row in statement_rows(record))
    write_csv(rows, COLUMNS, destination)


def export_events_csv(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write events as CSV, one a row; see :func:`export_csv`."""
    rows = (row for record in records for row in EventRows(record).events())
    write_csv(rows, EVENT_COLUMNS, destination)


def export_views_csv(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write the views of events as CSV, one a row; see :func:`export_csv`."""
    rows = (row for record in records for row in EventRows(record).views())
    write_csv(rows, VIEW_COLUMNS, destination)


def write_csv(rows: Iterable[dict[str, Any]], columns: Sequence[str], destination: BinaryIO) -> None:
    """Write rows as CSV (RFC 4180) in UTF-8 with a byte-order mark.

    Args:
        rows: Plain values by column.
        columns: The columns, in order.
        destination: A stream of bytes.
    """
    stream = io.TextIOWrapper(destination, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([format_cell(name, row[name]) for name in columns])
    finally:
        # The caller closes the stream.
        stream.detach()


def format_cell(name: str, value: Any) -> str | float:
    """Format a value of a column as one line that no spreadsheet takes for a formula."""
    if isinstance(value, int | float):
        return value
    if name.endswith("_spans"):
        return " ".join(f"{start}-{end}" for start, end in value)
    if isinstance(value, tuple):
        return harmless((" … " if name in ALL_ROLES or name in PIECES else "; ").join(value))
    return harmless(value or "")
