"""Entities and speakers as the record keeps them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from onrecord.extract.speakers.choice import FoundSpeaker, SpeakerFinder, StatementSpans, display_name
from onrecord.extract.speakers.entities import Draft
from onrecord.extract.speakers.mentions import FoundMention
from onrecord.model.heads.head import WordScores
from onrecord.record import Entity, EntityKind, Mention, MentionForm, Speaker, Statement, replace
from onrecord.text.document import Document
from onrecord.text.spans import Span

_FORMS: dict[str, MentionForm] = {"name": "name", "description": "description"}
_KINDS: dict[str, EntityKind] = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "group": "group",
}


def name_speakers(
    report_id: str, document: Document, scores: WordScores, statements: Sequence[Statement], finder: SpeakerFinder
) -> tuple[tuple[Statement, ...], tuple[Entity, ...]]:
    """Find a report's entities and say who speaks in each statement.

    Args:
        report_id: Id of the report.
        document: Its text.
        scores: What the encoder says about its words.
        statements: Its statements, their speakers not yet looked for.
        finder: Finds the speakers.

    Returns:
        The statements with their speakers, and the entities: all that are named, and those that speak unnamed.
    """
    spans = [StatementSpans(s.source.spans, s.content.spans) for s in statements]
    mentions, drafts, speakers = finder.find_speakers(document, scores, spans)
    speaking = {speaker.entity for speaker in speakers if speaker.entity is not None}
    entities = {
        index: _entity(report_id, draft, mentions)
        for index, draft in enumerate(drafts)
        if index in speaking or draft.names
    }
    named = []
    extra: dict[str, Entity] = {}
    for statement, found in zip(statements, speakers, strict=True):
        entity = entities[found.entity] if found.entity is not None else None
        if entity is None and found.status == "resolved" and found.name is not None:
            made = extra.get(found.name) or _known_by_words(report_id, found.name, statement.source.spans)
            mention = Mention(statement.source.spans[0], "name")
            if mention not in made.mentions:
                made = replace(made, mentions=(*made.mentions, mention))
            entity = extra[found.name] = made
        named.append(_with_speaker(statement, found, entity.id if entity else None))
    return tuple(named), tuple(sorted((*entities.values(), *extra.values()), key=lambda e: e.mentions[0].span))


def _with_speaker(statement: Statement, found: FoundSpeaker, entity: str | None) -> Statement:
    speaker = Speaker(found.name, entity, found.status, found.how, found.candidates)
    source = replace(statement.source, entity=entity) if statement.source.spans else statement.source
    return replace(statement, speaker=speaker, source=source)


def _entity(report_id: str, draft: Draft, mentions: Sequence[FoundMention]) -> Entity:
    found = sorted({(mentions[i].span, _FORMS.get(mentions[i].form, "pronoun")) for i in draft.mentions})
    first = found[0][0]
    return Entity(
        id=_entity_id(report_id, draft.kind, first, draft.name),
        kind=_KINDS[draft.kind],
        name=display_name(draft),
        roles=tuple(draft.roles),
        mentions=tuple(Mention(span, form) for span, form in found),
    )


def _known_by_words(report_id: str, name: str, spans: Sequence[Span]) -> Entity:
    """An entity that only its source names, such as two persons together."""
    kind: EntityKind = "group" if " and " in name else "organisation"
    return Entity(id=_entity_id(report_id, kind, spans[0], name), kind=kind, name=name)


def _entity_id(report_id: str, kind: str, first: Span, name: str | None) -> str:
    key = json.dumps([report_id, kind, first, name])
    return "e_" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
