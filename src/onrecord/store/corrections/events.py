"""Apply corrections to events, and keep events in step with corrected statements.

A correction of an event keeps the event as it was before the first one. In the record of another model it applies to
the event with the same id, or else to one that shares a word for the deed. If a model no longer finds an event that a
person changed, the person's event stays in the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.record import AnnotatedReport, Event, RoleSpans, event_id, replace
from onrecord.record.layers.events import Side, View
from onrecord.record.packing import unpack_item
from onrecord.record.statuses import derive_actor_status, derive_status
from onrecord.record.voices import REPORT, UNNAMED
from onrecord.store.corrections.histories import find_histories
from onrecord.store.values.corrections import EVENT_ACTIONS, Correction
from onrecord.text.spans import Span

HUMAN = "human@"


def follow_statements(record: AnnotatedReport, became: Mapping[str, str | None]) -> AnnotatedReport:
    """Let voices follow statements that corrections changed.

    What a rejected statement said is held by unnamed people: someone says so, but no one of the record.

    Args:
        record: The record, its statements corrected and what refers to them not.
        became: The present id of each corrected statement by its earlier ids; None where it was rejected.
    """
    ids = {REPORT, UNNAMED, *(statement.id for statement in record.statements)}

    def follow(by: str) -> str:
        now = became.get(by, by)
        return now if now in ids else UNNAMED

    def follow_all(parts: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(part if part.by in ids else replace(part, by=follow(part.by)) for part in parts)

    events = tuple(
        event if all(view.by in ids for view in event.views) else derive(replace(event, views=follow_all(event.views)))
        for event in record.events
    )
    negotiations = tuple(
        replace(
            one,
            stage=follow_all(one.stage),
            move=follow_all(one.move),
            obstacles=follow_all(one.obstacles),
            wants=follow_all(one.wants),
        )
        for one in record.negotiations
    )
    return replace(record, events=events, negotiations=negotiations)


def derive(event: Event) -> Event:
    """Give an event with what follows from its views."""
    return replace(
        event,
        status=derive_status(event.views, event.numbers),
        actor_status=derive_actor_status(event.actors, event.views),
    )


def correct_events(record: AnnotatedReport, corrections: Sequence[Correction]) -> AnnotatedReport:
    """Apply the corrections of events to a record whose statements are corrected.

    Args:
        record: The record.
        corrections: The corrections of this report, oldest first. Undone ones have no effect.
    """
    own = [entry for entry in corrections if entry.action in EVENT_ACTIONS]
    if not own:
        return record
    left = {event.id: event for event in record.events}
    became: dict[str, str | None] = {}
    for history in find_histories(own):
        if not history.standing:
            continue
        root = unpack_item("events", history.entries[0].detail["target"], record.report.text)
        found = left.get(root.id) or next((one for one in left.values() if _shares_trigger(one, root)), None)
        start = _drop_unknown_ids(record, root) if found is None else found
        event: Event | None = start
        for entry in history.standing:
            event = None if event is None else change_event(record, event, entry)
        left.pop(start.id, None)
        if event is not None:
            left[event.id] = event
        became.update(dict.fromkeys((root.id, start.id), None if event is None else event.id))
    events = tuple(sorted(left.values(), key=lambda event: min(span.start for span in event.triggers.spans)))
    return _follow_events(replace(record, events=events), became)


def change_event(record: AnnotatedReport, event: Event, entry: Correction) -> Event | None:
    """Apply one correction to an event; None where it rejects it."""
    detail, by = entry.detail, HUMAN + entry.by
    changed = replace(event, confidence=1.0, made_by=by)
    if entry.action == "event-reject":
        return None
    if entry.action == "event-type":
        identity = event_id(record.report.id, detail["type"], event.triggers)
        return replace(changed, id=identity, type=detail["type"], mode=detail["mode"])
    if entry.action == "event-side":
        sides = tuple(find_side(record, [Span(*span) for span in spans]) for spans in detail["sides"])
        return derive(replace(changed, **{detail["role"]: sides}))
    views = list(event.views)
    number = detail["view"] - 1
    if detail["stance"] is None:
        views.pop(number)
    else:
        views[number] = replace(views[number], stance=detail["stance"])
    return derive(replace(changed, views=tuple(views)))


def find_side(record: AnnotatedReport, spans: Sequence[Span]) -> Side:
    """Make a side of words of the report; its entity is the one that is mentioned there."""
    words = RoleSpans.of(record.report.text, spans)
    entity = next(
        (one for one in record.entities if any(m.span.overlaps(span) for m in one.mentions for span in spans)), None
    )
    country, sectors = (entity.country, entity.sectors) if entity else (None, ())
    return Side(words.spans, words.quote, entity.id if entity else None, country, sectors)


def _shares_trigger(one: Event, other: Event) -> bool:
    return any(a.overlaps(b) for a in one.triggers.spans for b in other.triggers.spans)


def _drop_unknown_ids(record: AnnotatedReport, event: Event) -> Event:
    """Drop references to entities, statements and times that this record does not have."""
    entities = {entity.id for entity in record.entities}
    times = {time.id for time in record.times}
    voices = {REPORT, UNNAMED, *(statement.id for statement in record.statements)}

    def known(sides: Sequence[Side]) -> tuple[Side, ...]:
        return tuple(side if side.entity in entities else replace(side, entity=None) for side in sides)

    def heard(view: View) -> View:
        by = view.by if view.by in voices else UNNAMED
        return replace(view, by=by, actors=known(view.actors), recipients=known(view.recipients))

    place = event.place
    if place is not None and place.entity not in entities:
        place = replace(place, entity=None)
    return derive(
        replace(
            event,
            actors=known(event.actors),
            recipients=known(event.recipients),
            place=place,
            time=event.time if event.time and event.time.origin in times else None,
            views=tuple(map(heard, event.views)),
        )
    )


def _follow_events(record: AnnotatedReport, became: Mapping[str, str | None]) -> AnnotatedReport:
    """Let statements and negotiations follow events that corrections changed."""
    ids = {event.id for event in record.events} | {one.id for one in record.negotiations}

    def follow(subjects: Sequence[str]) -> tuple[str, ...]:
        now = (became.get(subject, subject) for subject in subjects)
        return tuple(dict.fromkeys(subject for subject in now if subject in ids and subject is not None))

    statements = tuple(replace(one, about=follow(one.about)) if one.about else one for one in record.statements)
    negotiations = tuple(
        replace(one, meetings=follow(one.meetings)) if one.meetings else one for one in record.negotiations
    )
    return replace(record, statements=statements, negotiations=negotiations)
