"""JSON Lines: one record on each line, exactly as ``onrecord read --output jsonl`` writes it; or one event or view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from onrecord.export.event_rows import EventRows
from onrecord.record import AnnotatedReport, dump_json


def export_jsonl(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write records as JSON Lines in UTF-8.

    Args:
        records: The records.
        destination: A stream of bytes.
    """
    for record in records:
        destination.write(record.to_json().encode() + b"\n")


def export_events_jsonl(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write events as JSON Lines, one on each line, with the columns of the table `events`."""
    for record in records:
        for row in EventRows(record).events():
            destination.write(dump_json(row).encode() + b"\n")


def export_views_jsonl(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write the views of events as JSON Lines, one on each line, with the columns of the table `views`."""
    for record in records:
        for row in EventRows(record).views():
            destination.write(dump_json(row).encode() + b"\n")
