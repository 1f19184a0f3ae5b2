"""The record: what onrecord writes for one report, as types, JSON and packed form; see ``docs/record-format.md``."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.record.annotated import AnnotatedReport
from onrecord.record.codec import dump_json
from onrecord.record.complaints import FORMAT
from onrecord.record.ids import event_id, negotiation_id, statement_id, time_id
from onrecord.record.laid_out import DatedPost, LaidOutReport, MarkedQuotation, plain_report
from onrecord.record.layers import LAYERS
from onrecord.record.layers.entities import Entity, EntityKind, Mention, MentionForm
from onrecord.record.layers.events import Event
from onrecord.record.layers.negotiations import Negotiation
from onrecord.record.layers.parts import EntitySpans, RoleSpans
from onrecord.record.layers.report import PageSpan, PublishedFrom, Report
from onrecord.record.layers.statements import Kind, Said, SourceSpans, Speaker, SpeakerStatus, Statement
from onrecord.record.layers.times import TimeExpression, TimexType

__all__ = [
    "FORMAT",
    "LAYERS",
    "AnnotatedReport",
    "DatedPost",
    "Entity",
    "EntityKind",
    "EntitySpans",
    "Event",
    "Kind",
    "LaidOutReport",
    "MarkedQuotation",
    "Mention",
    "MentionForm",
    "Negotiation",
    "PageSpan",
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
    "event_id",
    "negotiation_id",
    "plain_report",
    "replace",
    "statement_id",
    "time_id",
]
