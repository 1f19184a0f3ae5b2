"""How schema 0001 kept what was found in a report: statements, entities and times as JSON lists in one column.

The places of the values in the lists are those of that schema and never change.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from onrecord.record import (
    Entity,
    Mention,
    MentionForm,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    TimeExpression,
)
from onrecord.text.spans import Span

_FORMS: dict[str, MentionForm] = {"n": "name", "d": "description", "p": "pronoun"}


def read_facts(packed: bytes, digest: bytes) -> dict[str, list[Any]] | None:
    """Read the items of each layer, without the words of the report; None where the bytes are damaged."""
    try:
        raw = zlib.decompress(packed)
        if hashlib.sha256(raw).digest() != digest:
            return None
        statements, entities, times = json.loads(raw)
        return {
            "statements": [read_statement(row) for row in statements],
            "entities": [_read_entity(row) for row in entities],
            "times": [_read_time(row) for row in times],
        }
    except (zlib.error, ValueError, TypeError, LookupError):
        return None


def read_statement(row: list[Any]) -> Statement:
    """Read a statement."""
    identity, kind, source, entity, cue, content, speaker, within, said, venue, addressee, confidence, made_by = row
    return Statement(
        id=identity,
        kind=kind,
        source=SourceSpans(_spans(source), (), entity),
        cue=RoleSpans(_spans(cue)),
        content=RoleSpans(_spans(content)),
        speaker=speaker and Speaker(speaker[0], speaker[1], speaker[2], speaker[3], tuple(speaker[4])),
        within=within,
        said=said and Said(*said),
        venue=None if venue is None else RoleSpans(_spans(venue)),
        addressee=None if addressee is None else RoleSpans(_spans(addressee)),
        confidence=confidence,
        made_by=made_by,
    )


def _read_entity(row: list[Any]) -> Entity:
    identity, kind, name, roles, forms, flat = row
    mentions = tuple(Mention(span, _FORMS[form]) for span, form in zip(_spans(flat), forms, strict=True))
    return Entity(id=identity, kind=kind, name=name, roles=tuple(roles), mentions=mentions)


def _read_time(row: list[Any]) -> TimeExpression:
    identity, start, end, *reading = row
    return TimeExpression(identity, Span(start, end), "", *reading)


def _spans(flat: list[int]) -> tuple[Span, ...]:
    return tuple(map(Span, flat[::2], flat[1::2]))
