"""Ids of what a record holds: hashes of the report's id and of where it stands, so they are the same everywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
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
    spans = f"{_list_spans(source.spans)}, {_list_spans(cue.spans)}, {_list_spans(content.spans)}"
    return "s_" + _hash(f"[{encode_basestring_ascii(report_id)}, {spans}]")


def statement_ids_of_offsets(
    report_id: str, statements: Iterable[tuple[Sequence[int], Sequence[int], Sequence[int]]]
) -> list[str]:
    """Give the ids of a report's statements from the offsets of each one's source, cue and content.

    Args:
        report_id: The report's id.
        statements: For each, its spans written flat: start, end, start, end …
    """
    head = f"[{encode_basestring_ascii(report_id)}, "
    return [
        "s_" + _hash(f"{head}{_list_offsets(source)}, {_list_offsets(cue)}, {_list_offsets(content)}]")
        for source, cue, content in statements
    ]


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


def _list_offsets(flat: Sequence[int]) -> str:
    if len(flat) == 2:
        return f"[[{flat[0]}, {flat[1]}]]"
    return _list_spans(list(zip(flat[::2], flat[1::2], strict=True)))
