"""CSV: one row a statement, for spreadsheets.

Cells hold words on one line. Where a column has several values they are parted by ``; ``, the pieces of a role by
`` … ``, and spans are written ``120-299 420-540``. A cell that a spreadsheet would take for a formula gets an
apostrophe in front (OWASP, "CSV Injection"). The file begins with a byte-order mark: without it, Excel reads UTF-8 as
something else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, BinaryIO

from onrecord.export.rows import ROW_ROLES, statement_rows
from onrecord.record import AnnotatedReport
from onrecord.text.display import harmless

COLUMNS = (
    "report_id", "origin", "publisher", "title", "authors", "url", "language", "published", "published_from",
    "statement_id", "kind", "speaker", "speaker_status", "speaker_how", "speaker_candidates", "speaker_kind",
    "speaker_roles", "source", "source_spans", "cue", "cue_spans", "content", "content_spans", "venue", "venue_spans",
    "addressee", "addressee_spans", "said", "said_start", "said_end", "said_from", "within", "confidence",
    "made_by", "sha256",
)  # fmt: skip


def export_csv(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write statements as CSV (RFC 4180) in UTF-8.

    Args:
        records: The records. One without statements has no row.
        destination: Where to.
    """
    stream = io.TextIOWrapper(destination, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for record in records:
            for row in statement_rows(record):
                writer.writerow([_cell(name, row[name]) for name in COLUMNS])
    finally:
        # The stream is the caller's to close.
        stream.detach()


def _cell(name: str, value: Any) -> str | float:
    if isinstance(value, float):
        return value
    if name.endswith("_spans"):
        return " ".join(f"{start}-{end}" for start, end in value)
    if isinstance(value, tuple):
        return harmless((" … " if name in ROW_ROLES else "; ").join(value))
    return harmless(value or "")
