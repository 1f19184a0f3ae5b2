"""Entities: the people, organisations, places and groups of a report, with their mentions."""

from __future__ import annotations

from typing import Literal

from onrecord.record.layers.parts import Part
from onrecord.text.spans import Span

EntityKind = Literal["person", "organisation", "place", "group"]
MentionForm = Literal["name", "description", "pronoun"]


class Mention(Part, frozen=True):
    """Words that refer to an entity.

    Attributes:
        span: Where they stand.
        form: What kind of words they are.
    """

    span: Span
    form: MentionForm


class Entity(Part, frozen=True, kw_only=True):
    """A person, organisation, place or group of the report, with every mention.

    Attributes:
        id: `e_` and a hash.
        kind: What it is.
        name: The fullest name, or null for one who speaks and is never named.
        roles: A person's roles as printed, each once.
        country: ISO 3166 alpha-3 code, also `PSE`, `XKX` and `UNO`, `EUR`, `IGO`, `NGO`, `IMG`, `MNC`; null where it
            is unknown.
        sectors: PLOVER sectors; empty where they are unknown.
        mentions: Every mention, in order.
    """

    id: str
    kind: EntityKind
    name: str | None
    roles: tuple[str, ...] = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
