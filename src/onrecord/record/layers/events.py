"""Events: who did what to whom, in the classes of PLOVER, with every voice that says so.

Source of the types and modes: the PLOVER coding manual (Open Event Data Alliance).
"""

from __future__ import annotations

from typing import Literal

from onrecord.record.layers.parts import Confidence, EntitySpans, Part, RoleSpans, Voice
from onrecord.record.layers.statements import Said
from onrecord.text.spans import Span

EventType = Literal[
    "ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "RETREAT", "AID", "COOPERATE", "THREATEN", "ACCUSE",
    "REJECT", "REQUEST", "CONCEDE", "AGREE", "SUPPORT", "CONSULT",
]  # fmt: skip
NumberKind = Literal["killed", "injured", "captured", "released", "displaced", "size", "amount"]
Stance = Literal["asserted", "denied", "alleged", "wanted", "planned", "possible"]
EventStatus = Literal["reported", "claimed", "contested", "alleged", "denied", "planned", "wanted", "possible"]
ActorStatus = Literal["undisputed", "claimed", "contested", "alleged", "unnamed"]


class Side(EntitySpans, frozen=True):
    """One who did something or to whom it was done.

    Attributes:
        spans: Where the words for them stand, in order.
        quote: The words at each span.
        entity: Id of the entity, or null.
        country: As the entity's, or null.
        sectors: As the entity's.
    """

    country: str | None = None
    sectors: tuple[str, ...] = ()


class EventNumber(Part, frozen=True):
    """How many were killed, injured and so on.

    Attributes:
        kind: What is counted.
        value: The number, or null where the words give only bounds.
        at_least: The lower bound, or null.
        at_most: The upper bound, or null.
        spans: Where the words stand, in order.
        quote: The words at each span.
    """

    kind: NumberKind
    value: int | None
    at_least: int | None
    at_most: int | None
    spans: tuple[Span, ...] = ()
    quote: tuple[str, ...] = ()


class View(Part, frozen=True):
    """What one voice says of an event.

    Attributes:
        by: Id of the statement that says so, `report` for the report's own voice, or `unnamed`.
        stance: How the voice holds it.
        actors: The actors that this voice names; empty where it speaks of the whole event.
        recipients: The recipients that this voice names.
        numbers: The numbers that this voice gives.
    """

    by: Voice
    stance: Stance
    actors: tuple[Side, ...] = ()
    recipients: tuple[Side, ...] = ()
    numbers: tuple[EventNumber, ...] = ()


class Event(Part, frozen=True, kw_only=True):
    """One deed, with every word for it and every voice that speaks of it.

    Attributes:
        id: `v_` and a hash of the report's id, the type and the trigger spans.
        type: PLOVER type.
        mode: PLOVER mode, or null where the words do not show it.
        triggers: Every word for this deed in the report, the best first.
        actors: Who did it, as far as it is undisputed.
        recipients: To whom it was done, as far as it is undisputed.
        place: Where, or null.
        time: When, or null where no words fix it; never the date of publication.
        numbers: Numbers that are undisputed.
        views: Who says so and how; at least one.
        status: What follows from the views for the event.
        actor_status: What follows from the views for its actors.
        confidence: Calibrated: of events at 0.9, nine in ten are right.
        made_by: `model@` and a version, `rule:` and a rule, or `human@` and a name.
    """

    id: str
    type: EventType
    mode: str | None = None
    triggers: RoleSpans
    actors: tuple[Side, ...] = ()
    recipients: tuple[Side, ...] = ()
    place: EntitySpans | None = None
    time: Said | None = None
    numbers: tuple[EventNumber, ...] = ()
    views: tuple[View, ...]
    status: EventStatus
    actor_status: ActorStatus
    confidence: Confidence
    made_by: str
