"""The record: what onrecord writes for one report. Types, JSON and checks; see ``docs/record-format.md``."""

from __future__ import annotations

from onrecord.record.records import (
    FORMAT,
    AnnotatedReport,
    Entity,
    EntityKind,
    Kind,
    Mention,
    MentionForm,
    PublishedFrom,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    SpeakerStatus,
    Statement,
    TimeExpression,
    TimexType,
    dump_json,
    statement_id,
    time_id,
)

__all__ = [
    "FORMAT",
    "AnnotatedReport",
    "Entity",
    "EntityKind",
    "Kind",
    "Mention",
    "MentionForm",
    "PublishedFrom",
    "Report",
    "RoleSpans",
    "Said",
    "SourceSpans",
    "Speaker",
    "SpeakerStatus",
    "Statement",
    "TimeExpression",
    "TimexType",
    "dump_json",
    "statement_id",
    "time_id",
]
