"""A record as a line of the PolNeAR corpus, as training and evaluation read them.

PolNeAR is flat: it marks no attribution inside another's content. Statements that stand within another are left out.
"""

from __future__ import annotations

from typing import Any

from onrecord.model.heads.tags import ROLES
from onrecord.record import AnnotatedReport, Statement

ANNOTATOR = "onrecord"


def polnear_row(record: AnnotatedReport, annotator: str = ANNOTATOR) -> dict[str, Any]:
    """Give a record as the object of one line.

    Args:
        record: The record.
        annotator: Who marked it, for lines that are to stand beside those of others.
    """
    report = record.report
    flat = [_attribution(statement) for statement in record.statements if statement.within is None]
    return {
        "name": report.id,
        "publisher": report.publisher,
        "date": report.published,
        "title": report.title,
        "text": report.text,
        "annotations": [{"annotator": annotator, "attributions": flat}],
    }


def _attribution(statement: Statement) -> dict[str, list[list[int]]]:
    return {role: [list(span) for span in getattr(statement, role).spans] for role in ROLES}
