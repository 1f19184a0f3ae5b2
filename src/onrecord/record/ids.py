"""Ids of what a record holds: hashes of the report's id and of where it stands, so they are the same everywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from json.encoder import encode_basestring_ascii
from typing import Any

from onrecord.record.layers.events import Event
from onrecord.record.layers.negotiations import Negotiation
from onrecord.record.layers.parts import Part, RoleSpans
from onrecord.record.layers.statements import Statement
from onrecord.text.spans import Span


def statement_id(report_id: str, source: RoleSpans, cue: RoleSpans, content: RoleSpans) -> str:
    """Give the id of a statement: a hash of its report and its spans.

    Example:
        >>> statement_id("r_1", RoleSpans((Span(0, 3),), ("Ada",)), RoleSpans(), RoleSpans())[:2]
        's_'
    """
    return statement_id_of_spans(report_id, source.spans, cue.spans, content.spans)


def statement_id_of_spans(
    report_id: str, source: Sequence[Sequence[int]], cue: Sequence[Sequence[int]], content: Sequence[Sequence[int]]
) -> str:
    """Give the id of a statement from its spans alone."""
    spans = f"{_list_spans(source)}, {_list_spans(cue)}, {_list_spans(content)}"
    return "s_" + _hash(f"[{encode_basestring_ascii(report_id)}, {spans}]")


def time_id(report_id: str, span: Span) -> str:
    """Give the id of a time expression: a hash of its report and its span."""
    return "t_" + _hash(json.dumps([report_id, span]))


def event_id(report_id: str, event_type: str, triggers: RoleSpans) -> str:
    """Give the id of an event: a hash of its report, its type and the spans of its triggers."""
    return "v_" + _hash(json.dumps([report_id, event_type, triggers.spans]))


def negotiation_id(report_id: str, mentions: RoleSpans) -> str:
    """Give the id of a negotiation: a hash of its report and the spans of its mentions."""
    return "n_" + _hash(json.dumps([report_id, mentions.spans]))


FOUND_IDS: dict[type[Part], Callable[[str, Any], str]] = {
    Statement: lambda report_id, one: statement_id(report_id, one.source, one.cue, one.content),
    Event: lambda report_id, one: event_id(report_id, one.type, one.triggers),
    Negotiation: lambda report_id, one: negotiation_id(report_id, one.mentions),
}
"""What gives the id of an item from its report's id and its spans, where a check can do so."""


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _list_spans(spans: Sequence[Sequence[int]]) -> str:
    """Write spans as json.dumps does, in a third of its time."""
    if len(spans) == 1:
        start, end = spans[0]
        return f"[[{start}, {end}]]"
    return "[" + ", ".join([f"[{start}, {end}]" for start, end in spans]) + "]"
