"""Events as pages show them: the words, the sides, and each voice with its stance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.export.event_rows import is_whole, side_name
from onrecord.record import AnnotatedReport, Entity, Event
from onrecord.record.layers.events import EventNumber, Side, Stance
from onrecord.record.voices import describe_number, find_voice
from onrecord.text.around import SentenceFinder
from onrecord.text.display import visible
from onrecord.text.timex_words import drop_unknown_hour

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What one voice says of an event.

    Attributes:
        label: The voice.
        statement: Id of its statement, or None.
        stance: How it holds the deed.
        detail: The sides and numbers that it speaks of; empty where it speaks of the whole event.
    """

    label: str
    statement: str | None
    stance: Stance
    detail: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event beside the text, or in a list.

    Attributes:
        event: The event.
        report: Id of its report.
        before: The sentence before the best trigger, on one line and safe to show.
        trigger: The best trigger.
        after: The sentence after it.
        facts: Labels and values: who, to whom, where, when, how many.
        voices: Who says so.
    """

    event: Event
    report: str
    before: str
    trigger: str
    after: str
    facts: Sequence[tuple[str, str]]
    voices: Sequence[VoiceView]

    @property
    def is_contested(self) -> bool:
        """Whether voices contest the event, or who did it."""
        return "contested" in (self.event.status, self.event.actor_status)


def view_events(record: AnnotatedReport, events: Sequence[Event] | None = None) -> list[EventView]:
    """Prepare events of a record for a page.

    Args:
        record: The record.
        events: Those of its events to show; all by default.
    """
    shown = record.events if events is None else events
    if not shown:
        return []
    entities = {entity.id: entity for entity in record.entities}
    statements = {statement.id: statement for statement in record.statements}
    sentences, text = SentenceFinder(record.report.text), record.report.text
    made = []
    for event in shown:
        trigger = event.triggers.spans[0]
        start, end = sentences.find_sentence(trigger.start)
        voices = [
            VoiceView(
                find_voice(view.by, statements).label,
                view.by if view.by in statements else None,
                view.stance,
                "" if is_whole(view) else _describe(view.actors, view.recipients, view.numbers, entities),
            )
            for view in event.views
        ]
        pieces = text[start : trigger.start], text[slice(*trigger)], text[trigger.end : max(end, trigger.end)]
        before, matched, after = (_SPACES.sub(" ", visible(piece)) for piece in pieces)
        made.append(EventView(event, record.report.id, before, matched, after, _list_facts(event, entities), voices))
    return made


def _list_facts(event: Event, entities: Mapping[str, Entity]) -> list[tuple[str, str]]:
    facts = [
        ("who", _name(event.actors, entities)),
        ("to whom", _name(event.recipients, entities)),
        ("where", " … ".join(event.place.quote) if event.place else ""),
        ("when", drop_unknown_hour(event.time.value) if event.time else ""),
        ("how many", _list_numbers(event.numbers)),
    ]
    return [(label, value) for label, value in facts if value]


def _describe(
    actors: Sequence[Side], recipients: Sequence[Side], numbers: Sequence[EventNumber], entities: Mapping[str, Entity]
) -> str:
    parts = [("by ", _name(actors, entities)), ("to ", _name(recipients, entities)), ("", _list_numbers(numbers))]
    return ", ".join(word + value for word, value in parts if value)


def _name(sides: Sequence[Side], entities: Mapping[str, Entity]) -> str:
    return ", ".join(dict.fromkeys(side_name(side, entities) for side in sides))


def _list_numbers(numbers: Sequence[EventNumber]) -> str:
    return ", ".join(f"{number.kind} {describe_number(number)}" for number in numbers)
