"""Statements: who (source) signals (cue) what (content)."""

from __future__ import annotations

from typing import Literal

from onrecord.record.layers.parts import (
    Confidence,
    EntityId,
    EntitySpans,
    Part,
    RoleSpans,
    StatementId,
    SubjectId,
    TimeId,
)

Kind = Literal["direct", "indirect", "mixed"]
SpeakerStatus = Literal["resolved", "unresolved", "unnamed"]

ROLES = ("source", "cue", "content")
"""The roles that make a statement."""
ALL_ROLES = (*ROLES, "venue", "addressee")
"""The roles whose words a statement holds."""


class SourceSpans(EntitySpans, frozen=True):
    """A statement's source in the report's words; no span where the report gives none.

    Attributes:
        spans: Where they stand, in order.
        quote: The words at each span.
        entity: Id of the entity that they mention, or null.
    """


class Speaker(Part, frozen=True):
    """Who is behind a source.

    Attributes:
        name: The fullest name that the report gives a resolved speaker, or null.
        entity: Id of the entity, or null.
        status: `resolved`: the report names the speaker, and this is the name. `unnamed`: the report never names
            the source. `unresolved`: it names the source, but nothing decides who that is.
        how: What decided, in a few words, or null.
        candidates: Names of who else it may be, best first.
        entities: Ids of people who speak together.
    """

    name: str | None
    entity: EntityId | None
    status: SpeakerStatus
    how: str | None = None
    candidates: tuple[str, ...] = ()
    entities: tuple[EntityId, ...] = ()


class Said(Part, frozen=True, rename={"origin": "from"}):
    """When something was said or done.

    Attributes:
        value: TIMEX3 value, at the precision of the words.
        start: First day, ISO, or null.
        end: The day after the last, ISO, or null.
        origin: Id of the time expression that says so, `published` where the report's date stands in, or `human` where
            a person gave it.
    """

    value: str
    start: str | None
    end: str | None
    origin: TimeId


class Statement(Part, frozen=True, kw_only=True):
    """One attribution: who (source) signals (cue) what (content).

    Attributes:
        id: `s_` and a hash of the report's id and the spans.
        kind: Whether the content is printed as the speaker's own words.
        source: Who; may have no span.
        cue: The words that signal it.
        content: What.
        speaker: Who is behind the source, or null where the speaker is not looked for.
        gloss: True where the report points at something ("referring to …") and the speaker claims nothing.
        about: Ids of events and negotiations whose words the content holds.
        within: Id of the statement whose content contains this one, or null.
        said: When, or null.
        venue: Where or on what occasion, or null.
        addressee: To whom, or null.
        confidence: Calibrated: of statements at 0.9, nine in ten are right.
        made_by: `model@` and a version, `rule:` and a rule, or `human@` and the name of who accepted or altered it.
    """

    id: str
    kind: Kind
    source: SourceSpans
    cue: RoleSpans
    content: RoleSpans
    speaker: Speaker | None
    gloss: bool = False
    about: tuple[SubjectId, ...] = ()
    within: StatementId | None = None
    said: Said | None = None
    venue: RoleSpans | None = None
    addressee: RoleSpans | None = None
    confidence: Confidence
    made_by: str
