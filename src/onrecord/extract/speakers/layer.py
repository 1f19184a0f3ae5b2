"""Entities and speakers as the record keeps them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.speakers.affiliations import find_country, find_sectors
from onrecord.extract.speakers.choice import SPEAKERS
from onrecord.extract.speakers.entities import EntityDraft
from onrecord.extract.speakers.found import FoundSpeaker, FoundSpeakers, display_name
from onrecord.extract.speakers.mentions import FoundMention
from onrecord.extract.step import Step
from onrecord.record import Entity, EntityKind, Mention, MentionForm, Speaker, Statement, replace
from onrecord.text.spans import Span

_FORMS: dict[str, MentionForm] = {"name": "name", "description": "description"}
_KINDS: dict[str, EntityKind] = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "group": "group",
}


@dataclass(frozen=True, slots=True)
class NamedStatements:
    """Statements with their speakers.

    Attributes:
        statements: The statements in the order given.
        entities: Entities that are named, or speak without a name, in the order of their first mentions.
    """

    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...]


def name_speakers(report_id: str, statements: Sequence[Statement], found: FoundSpeakers) -> NamedStatements:
    """Put entities and speakers into the form of the record.

    Args:
        report_id: Id of the report.
        statements: Its statements, without speakers.
        found: The speaker of each, with mentions and entities.
    """
    mentions, drafts, speakers = found.mentions, found.entities, found.speakers
    speaking = {speaker.entity for speaker in speakers if speaker.entity is not None}
    entities = {
        index: _entity(report_id, draft, mentions)
        for index, draft in enumerate(drafts)
        if index in speaking or draft.names
    }
    named = []
    extra: dict[str, Entity] = {}
    for statement, speaker in zip(statements, speakers, strict=True):
        entity = entities[speaker.entity] if speaker.entity is not None else None
        if entity is None and speaker.status == "resolved" and speaker.name is not None:
            made = extra.get(speaker.name) or _known_by_words(report_id, speaker.name, statement.source.spans)
            mention = Mention(statement.source.spans[0], "name")
            if mention not in made.mentions:
                made = replace(made, mentions=(*made.mentions, mention))
            entity = extra[speaker.name] = made
        named.append(_with_speaker(statement, speaker, entity.id if entity else None))
    in_order = sorted((*entities.values(), *extra.values()), key=lambda e: e.mentions[0].span)
    return NamedStatements(tuple(named), tuple(in_order))


NAMED_STATEMENTS = Step(
    "named statements",
    lambda _: lambda results: name_speakers(results.report.id, results[STATEMENTS], results[SPEAKERS]),
)
"""The statements with their speakers, and the entities."""

ENTITIES = Step("entities", lambda _: lambda results: results[NAMED_STATEMENTS].entities, layer="entities")
"""The entities, in the order of their first mentions."""


def _with_speaker(statement: Statement, found: FoundSpeaker, entity: str | None) -> Statement:
    speaker = Speaker(found.name, entity, found.status, found.how, found.candidates)
    source = replace(statement.source, entity=entity) if statement.source.spans else statement.source
    return replace(statement, speaker=speaker, source=source)


def _entity(report_id: str, draft: EntityDraft, mentions: Sequence[FoundMention]) -> Entity:
    found = sorted({(mentions[i].span, _FORMS.get(mentions[i].form, "pronoun")) for i in draft.mentions})
    first = found[0][0]
    words = _words_for(draft)
    country = find_country(words)
    return Entity(
        id=_entity_id(report_id, draft.kind, first, draft.name),
        kind=_KINDS[draft.kind],
        name=display_name(draft),
        roles=tuple(draft.roles),
        country=country,
        sectors=_sectors(draft, words, country),
        mentions=tuple(Mention(span, form) for span, form in found),
    )


def _words_for(draft: EntityDraft) -> list[str]:
    """What tells the country and the sectors of an entity, the most telling first."""
    about = [*draft.roles, *sorted(draft.titles)]
    return about if draft.kind == "person" else [*draft.names, *about]


def _sectors(draft: EntityDraft, words: list[str], country: str | None) -> tuple[str, ...]:
    """The sectors; a state is its government."""
    return ("GOV",) if draft.kind == "place" and country else find_sectors(words)


def _known_by_words(report_id: str, name: str, spans: Sequence[Span]) -> Entity:
    """An entity that only its source names, such as two persons together."""
    kind: EntityKind = "group" if " and " in name else "organisation"
    return Entity(id=_entity_id(report_id, kind, spans[0], name), kind=kind, name=name)


def _entity_id(report_id: str, kind: str, first: Span, name: str | None) -> str:
    key = json.dumps([report_id, kind, first, name])
    return "e_" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
