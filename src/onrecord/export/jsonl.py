"""JSON Lines: one record on each line, exactly as ``onrecord read --output jsonl`` writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from onrecord.record import AnnotatedReport


def export_jsonl(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write records as JSON Lines in UTF-8.

    Args:
        records: The records.
        destination: A stream of bytes.
    """
    for record in records:
        destination.write(record.to_json().encode() + b"\n")
