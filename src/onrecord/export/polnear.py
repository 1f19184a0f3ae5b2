"""The lines of the PolNeAR corpus, as training and evaluation read them.

PolNeAR is flat: it marks no attribution inside the content of another. Statements within another are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from onrecord.export.wellformed import wellformed
from onrecord.record import AnnotatedReport, Statement, dump_json
from onrecord.record.layers.statements import ROLES

ANNOTATOR = "onrecord"


def export_polnear(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write records as PolNeAR lines in UTF-8.

    Args:
        records: The records.
        destination: A stream of bytes.
    """
    for record in records:
        destination.write(dump_json(polnear_line(wellformed(record))).encode() + b"\n")


def polnear_line(record: AnnotatedReport, annotator: str = ANNOTATOR) -> dict[str, Any]:
    """Give a record as the object of one line.

    Use to add corrected reports to the lines of other annotators.

    Args:
        record: The record.
        annotator: The name under which the statements are listed.

    Example:
        >>> polnear_line(AnnotatedReport(Report("Nothing was said.")))["annotations"]
        [{'annotator': 'onrecord', 'attributions': []}]
    """
    report = record.report
    flat = [_list_spans(statement) for statement in record.statements if statement.within is None]
    return {
        "name": report.id,
        "publisher": report.publisher,
        "date": report.published,
        "title": report.title,
        "text": report.text,
        "annotations": [{"annotator": annotator, "attributions": flat}],
    }


def _list_spans(statement: Statement) -> dict[str, list[list[int]]]:
    return {role: [list(span) for span in getattr(statement, role).spans] for role in ROLES}
