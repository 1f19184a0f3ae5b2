"""A statement as one row of a flat table, for the formats that spreadsheets and data frames load.

A row holds everything that you need to check and count it alone: the report's origin and hash, the words of each role
with their spans, and the speaker. It does not hold the report's text, which every row would repeat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.record import AnnotatedReport, Entity, Report, RoleSpans, Said, Speaker, Statement
from onrecord.record.layers.statements import ALL_ROLES

COLUMNS = (
    "report_id", "origin", "publisher", "title", "authors", "url", "language", "published", "published_from",
    "statement_id", "kind", "speaker", "speaker_status", "speaker_how", "speaker_candidates", "speaker_kind",
    "speaker_roles", "source", "source_spans", "cue", "cue_spans", "content", "content_spans", "venue", "venue_spans",
    "addressee", "addressee_spans", "said", "said_start", "said_end", "said_from", "within", "gloss", "confidence",
    "made_by", "sha256",
)  # fmt: skip
"""The columns of a row, in order."""

_REPORT_COLUMNS = ("origin", "publisher", "title", "authors", "url", "language", "published", "published_from")
_STATEMENT_COLUMNS = ("kind", "within", "gloss", "confidence", "made_by")


def statement_rows(record: AnnotatedReport) -> Iterator[dict[str, Any]]:
    """Give one row for each statement, in order.

    Args:
        record: The record; one without statements has no row.

    Returns:
        Plain values by column: strings, numbers, None, tuples of strings and, in the ``…_spans`` columns, tuples of
        spans.

    Example:
        >>> list(statement_rows(AnnotatedReport(Report("Nothing was said."))))
        []
    """
    of_report = report_columns(record.report)
    entities = {entity.id: entity for entity in record.entities}
    for statement in record.statements:
        speaker = statement.speaker
        entity = entities.get(speaker.entity or "") if speaker else None
        yield {**of_report, **statement_columns(statement), **_speaker_columns(speaker, entity)}


def report_columns(report: Report) -> dict[str, Any]:
    """Return the columns of a row that describe the report."""
    of_report = {"report_id": report.id, "sha256": report.sha256}
    of_report.update((name, getattr(report, name)) for name in _REPORT_COLUMNS)
    return of_report


def statement_columns(statement: Statement) -> dict[str, Any]:
    """Return the columns of a row that describe the statement, without what only the report's entities say."""
    row: dict[str, Any] = {"statement_id": statement.id}
    row.update((name, getattr(statement, name)) for name in _STATEMENT_COLUMNS)
    row.update(_speaker_columns(statement.speaker, None))
    for role in ALL_ROLES:
        words: RoleSpans = getattr(statement, role) or RoleSpans()
        row[role], row[f"{role}_spans"] = words.quote, words.spans
    row.update(_time_columns(statement.said))
    return row


def _speaker_columns(speaker: Speaker | None, entity: Entity | None) -> dict[str, Any]:
    return {
        "speaker": speaker.name if speaker else None,
        "speaker_status": speaker.status if speaker else None,
        "speaker_how": speaker.how if speaker else None,
        "speaker_candidates": speaker.candidates if speaker else (),
        "speaker_kind": entity.kind if entity else None,
        "speaker_roles": entity.roles if entity else (),
    }


def _time_columns(said: Said | None) -> dict[str, Any]:
    return {
        "said": said.value if said else None,
        "said_start": said.start if said else None,
        "said_end": said.end if said else None,
        "said_from": said.origin if said else None,
    }
