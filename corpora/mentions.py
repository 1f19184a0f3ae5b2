"""Mentions of persons, organisations, places and groups, as every corpus of mentions gives them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.text.spans import Span


@dataclass(frozen=True)
class GoldMention:
    """A mention.

    Attributes:
        span: The name, the description up to its noun, or the pronoun.
        form: name, description or pronoun.
        kind: person, organisation, place or group.
        entity: Number of its entity in the document; mentions of one entity share it.
    """

    span: Span
    form: str
    kind: str
    entity: int


@dataclass(frozen=True)
class GoldDocument:
    """A document with its mentions.

    Attributes:
        name: Its name in the corpus.
        text: The text.
        mentions: What the corpus marks, which may be less than every mention.
    """

    name: str
    text: str
    mentions: list[GoldMention]
