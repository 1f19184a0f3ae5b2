"""Negotiations: where talks stand in one report."""

from __future__ import annotations

from typing import Literal

from onrecord.record.layers.parts import Confidence, EntityId, EventId, Part, RoleSpans, Voice
from onrecord.record.layers.statements import Said

AgendaTopic = Literal[
    "ceasefire", "hostages", "withdrawal", "aid", "security", "borders", "power", "sanctions", "justice", "returns",
    "nuclear", "trade", "relations", "status", "other",
]  # fmt: skip
PartyRole = Literal["party", "mediator", "host", "guarantor"]
Stage = Literal[
    "mooted", "scheduled", "underway", "suspended", "agreed", "signed", "in-effect", "breached", "collapsed", "done",
    "unclear",
]  # fmt: skip
Move = Literal["breakthrough", "progress", "resumed", "stall", "setback", "none"]
StateStatus = Literal["stated", "contested", "unclear"]


class AgendaItem(RoleSpans, frozen=True, kw_only=True):
    """Something that is negotiated about.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        item: What.
    """

    item: AgendaTopic


class Party(RoleSpans, frozen=True, kw_only=True):
    """One who takes part.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        role: As what.
        entity: Id of the entity, or null.
        country: As the entity's, or null.
        sectors: As the entity's.
    """

    role: PartyRole
    entity: EntityId | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()


class VoicedSpans(RoleSpans, frozen=True, kw_only=True):
    """Words that one voice vouches for; base of what is said of the talks.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        by: Id of the statement that says so, `report` or `unnamed`.
    """

    by: Voice


class StageView(VoicedSpans, frozen=True, kw_only=True):
    """Where the talks stand, as one voice has it.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        by: Id of the statement that says so, `report` or `unnamed`.
        value: The stage.
        confidence: How sure the program is.
    """

    value: Stage
    confidence: Confidence


class MoveView(VoicedSpans, frozen=True, kw_only=True):
    """How the talks moved lately, as one voice has it.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        by: Id of the statement that says so, `report` or `unnamed`.
        value: The move.
        confidence: How sure the program is.
    """

    value: Move
    confidence: Confidence


class Obstacle(VoicedSpans, frozen=True, kw_only=True):
    """Something that is said to be in the way.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        by: Id of the statement that says so, `report` or `unnamed`.
    """


class Want(VoicedSpans, frozen=True, kw_only=True):
    """What a side wants, offers or refuses.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        by: Id of the statement that says so, `report` or `unnamed`.
        who: Id of the entity that wants it.
    """

    who: EntityId


class NextStep(RoleSpans, frozen=True):
    """A date or step to come.

    Attributes:
        spans: Where the words stand, in order.
        quote: The words at each span.
        time: When, or null.
    """

    time: Said | None = None


class NegotiationState(Part, frozen=True):
    """Where the talks stand, as follows from what the voices say.

    Attributes:
        stage: The stage, or null where voices contradict each other.
        move: The move, or null where voices contradict each other.
        status: Whether it is stated, contested or unclear.
    """

    stage: Stage | None
    move: Move | None
    status: StateStatus


class Negotiation(Part, frozen=True, kw_only=True):
    """Where talks stand in one report.

    Attributes:
        id: `n_` and a hash of the report's id and the spans of the mentions.
        name: What the report calls it.
        mentions: Every word for it.
        agenda: What it is about.
        parties: Who takes part, and as what.
        stage: Where it stands, one value a voice.
        move: How it moved lately, one value a voice.
        obstacles: What is said to be in the way.
        wants: What the sides want.
        meetings: Ids of the events that are rounds of it.
        next: Dates and steps to come.
        state: What follows from stage and move.
        confidence: Calibrated: of negotiations at 0.9, nine in ten are right.
        made_by: `model@` and a version, `rule:` and a rule, or `human@` and a name.
    """

    id: str
    name: str
    mentions: RoleSpans
    agenda: tuple[AgendaItem, ...] = ()
    parties: tuple[Party, ...] = ()
    stage: tuple[StageView, ...] = ()
    move: tuple[MoveView, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    wants: tuple[Want, ...] = ()
    meetings: tuple[EventId, ...] = ()
    next: tuple[NextStep, ...] = ()
    state: NegotiationState
    confidence: Confidence
    made_by: str
