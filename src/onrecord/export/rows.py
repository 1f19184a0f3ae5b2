"""A statement as one row of a flat table, for the formats that spreadsheets and data frames load.

Everything that a row needs to be checked and counted by itself stands in it: the report's origin and hash, the words
of each role with their spans, and who speaks. The text of the report does not: it would be repeated in every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.model.heads.tags import ROLES
from onrecord.record import AnnotatedReport, RoleSpans, Statement

REPORT_COLUMNS = ("origin", "publisher", "title", "authors", "url", "language", "published", "published_from")
ROW_ROLES = (*ROLES, "venue", "addressee")


def statement_rows(record: AnnotatedReport) -> Iterator[dict[str, Any]]:
    """Give one row a statement, in order.

    Returns:
        Plain values by column: strings, numbers, None, tuples of strings and, in the ``…_spans`` columns, tuples of
        spans.
    """
    report = record.report
    of_report: dict[str, Any] = {"report_id": report.id}
    of_report.update((name, getattr(report, name)) for name in REPORT_COLUMNS)
    of_report["sha256"] = report.sha256
    entities = {entity.id: entity for entity in record.entities}
    for statement in record.statements:
        entity = entities.get(statement.speaker.entity or "") if statement.speaker else None
        row = {**of_report, "statement_id": statement.id, "kind": statement.kind}
        row.update(_speaker_columns(statement))
        row["speaker_kind"] = entity.kind if entity else None
        row["speaker_roles"] = entity.roles if entity else ()
        for role in ROW_ROLES:
            words: RoleSpans = getattr(statement, role) or RoleSpans()
            row[role], row[f"{role}_spans"] = words.quote, words.spans
        row.update(_time_columns(statement))
        yield {**row, "confidence": statement.confidence, "made_by": statement.made_by}


def _speaker_columns(statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "speaker": speaker.name if speaker else None,
        "speaker_status": speaker.status if speaker else None,
        "speaker_how": speaker.how if speaker else None,
        "speaker_candidates": speaker.candidates if speaker else (),
    }


def _time_columns(statement: Statement) -> dict[str, Any]:
    said = statement.said
    return {
        "said": said.value if said else None,
        "said_start": said.start if said else None,
        "said_end": said.end if said else None,
        "said_from": said.origin if said else None,
        "within": statement.within,
    }
