"""The lines of the PolNeAR corpus, as training and evaluation read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from onrecord.export.polnear_lines import polnear_row
from onrecord.export.wellformed import wellformed
from onrecord.record import AnnotatedReport, dump_json


def export_polnear(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write records as PolNeAR lines in UTF-8.

    Args:
        records: The records.
        destination: Where to.
    """
    for record in records:
        destination.write(dump_json(polnear_row(wellformed(record))).encode() + b"\n")
