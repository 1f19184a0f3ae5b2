"""How the facts of a record are kept: what was found in a report, without the words it was found in.

Facts are offsets, ids and readings; the words are those of the report's text at the offsets, and are kept once. They
are written as JSON lists whose order is fixed here, packed with zlib: a fifth of the text's size.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import Any

from onrecord.errors import StoreError
from onrecord.record import (
    AnnotatedReport,
    Entity,
    Mention,
    MentionForm,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    TimeExpression,
)
from onrecord.text.spans import Span

_FORMS: dict[MentionForm, str] = {"name": "n", "description": "d", "pronoun": "p"}
_LETTERS = {letter: form for form, letter in _FORMS.items()}
# Speed before size: a higher level saves a tenth of the bytes and doubles the time.
_LEVEL = 1
_ENCODER = json.JSONEncoder(separators=(",", ":"))

Facts = list[Any]
"""A statement's facts; the places of its parts are named below."""
ID, KIND, SOURCE, ENTITY, CUE, CONTENT, SPEAKER, WITHIN, SAID, VENUE, ADDRESSEE, CONFIDENCE, MADE_BY = range(13)


def pack_facts(record: AnnotatedReport) -> tuple[bytes, bytes]:
    """Pack what was found in a report, and give the hash of it that no packing changes."""
    facts = [
        [statement_facts(statement) for statement in record.statements],
        [_entity_facts(entity) for entity in record.entities],
        [_time_facts(time) for time in record.times],
    ]
    raw = _ENCODER.encode(facts).encode()
    return zlib.compress(raw, _LEVEL), hashlib.sha256(raw).digest()


def unpack_facts(packed: bytes) -> tuple[list[Facts], list[Facts], list[Facts]]:
    """Unpack the facts of statements, entities and times.

    Raises:
        StoreError: The bytes are damaged.
    """
    return read_facts(inflate_facts(packed))


def inflate_facts(packed: bytes) -> bytes:
    """Unpack facts as far as their hash is of.

    Raises:
        StoreError: The bytes are damaged.
    """
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise StoreError(f"the facts of a report are damaged ({error}); find which with: onrecord verify") from error


def read_facts(raw: bytes) -> tuple[list[Facts], list[Facts], list[Facts]]:
    """Read unpacked facts.

    Raises:
        StoreError: They are damaged.
    """
    try:
        statements, entities, times = json.loads(raw)
    except ValueError as error:
        raise StoreError(f"the facts of a report are damaged ({error}); find which with: onrecord verify") from error
    return statements, entities, times


def build_record(report: Report, packed: bytes) -> AnnotatedReport:
    """Give a record as it was: the facts, with the words of the report."""
    statements, entities, times = unpack_facts(packed)
    return AnnotatedReport(
        report,
        tuple(build_statement(report.text, facts) for facts in statements),
        tuple(_build_entity(facts) for facts in entities),
        tuple(_build_time(report.text, facts) for facts in times),
    )


def statement_facts(statement: Statement) -> Facts:
    """Give the facts of a statement, in the order of the places above."""
    speaker, said = statement.speaker, statement.said
    return [
        statement.id,
        statement.kind,
        _flat(statement.source.spans),
        statement.source.entity,
        _flat(statement.cue.spans),
        _flat(statement.content.spans),
        speaker and [speaker.name, speaker.entity, speaker.status, speaker.how, list(speaker.candidates)],
        statement.within,
        said and [said.value, said.start, said.end, said.origin],
        statement.venue and _flat(statement.venue.spans),
        statement.addressee and _flat(statement.addressee.spans),
        statement.confidence,
        statement.made_by,
    ]


def build_statement(text: str, facts: Facts) -> Statement:
    """Give a statement as it was."""
    speaker, said = facts[SPEAKER], facts[SAID]
    source = build_role(text, facts[SOURCE])
    return Statement(
        id=facts[ID],
        kind=facts[KIND],
        source=SourceSpans(source.spans, source.quote, facts[ENTITY]),
        cue=build_role(text, facts[CUE]),
        content=build_role(text, facts[CONTENT]),
        speaker=speaker and Speaker(speaker[0], speaker[1], speaker[2], speaker[3], tuple(speaker[4])),
        within=facts[WITHIN],
        said=said and Said(*said),
        venue=None if facts[VENUE] is None else build_role(text, facts[VENUE]),
        addressee=None if facts[ADDRESSEE] is None else build_role(text, facts[ADDRESSEE]),
        confidence=facts[CONFIDENCE],
        made_by=facts[MADE_BY],
    )


def build_role(text: str, flat: Sequence[int]) -> RoleSpans:
    """Give the spans of a role with the words at them."""
    spans = tuple(map(Span, flat[::2], flat[1::2]))
    return RoleSpans(spans, tuple(text[start:end] for start, end in spans))


def _flat(spans: Sequence[Span]) -> list[int]:
    if len(spans) == 1:
        return list(spans[0])
    return [offset for span in spans for offset in span]


def _entity_facts(entity: Entity) -> Facts:
    forms = "".join(_FORMS[mention.form] for mention in entity.mentions)
    return [entity.id, entity.kind, entity.name, list(entity.roles), forms, _flat([m.span for m in entity.mentions])]


def _build_entity(facts: Facts) -> Entity:
    identity, kind, name, roles, forms, flat = facts
    spans = map(Span, flat[::2], flat[1::2])
    mentions = tuple(Mention(span, _LETTERS[letter]) for span, letter in zip(spans, forms, strict=True))
    return Entity(id=identity, kind=kind, name=name, roles=tuple(roles), mentions=mentions)


def _time_facts(time: TimeExpression) -> Facts:
    return [time.id, *time.span, time.type, time.value, time.start, time.end, time.anchor, time.rule]


def _build_time(text: str, facts: Facts) -> TimeExpression:
    identity, start, end, *reading = facts
    return TimeExpression(identity, Span(start, end), text[start:end], *reading)
