"""The builder of events for all tests: you write the words of sides and voices, it finds their spans and gives ids."""

from __future__ import annotations

from onrecord.record import (
    AnnotatedReport,
    Entity,
    EntityKind,
    EntitySpans,
    Event,
    Mention,
    RoleSpans,
    Said,
    event_id,
    replace,
)
from onrecord.record.layers.events import EventNumber, EventType, NumberKind, Side, Stance, View
from onrecord.record.statuses import derive_actor_status, derive_status
from onrecord.text.spans import Span
from tests.making import MODEL, find_words

Sides = tuple[str, ...]


def find_place(text: str, words: str) -> RoleSpans:
    """The first place of words; of ``Ada Lund urged>Ada Lund`` those behind the sign, where those before it stand."""
    around, _, own = words.rpartition(">")
    start = text.index(own, text.index(around) if around else 0)
    return RoleSpans.of(text, [Span(start, start + len(own))])


def side(record: AnnotatedReport, words: str) -> Side:
    """A side by its words, as of :func:`find_place`; its entity is the one that has a mention there."""
    spans = find_place(record.report.text, words)
    entity = _entity_at(record, spans)
    country, sectors = (entity.country, entity.sectors) if entity else (None, ())
    return Side(spans.spans, spans.quote, entity.id if entity else None, country, sectors)


def _entity_at(record: AnnotatedReport, words: RoleSpans) -> Entity | None:
    def touches(span: Span) -> bool:
        return any(span.start < end and start < span.end for start, end in words.spans)

    return next((one for one in record.entities if any(touches(m.span) for m in one.mentions)), None)


def number(record: AnnotatedReport, kind: NumberKind, words: str, least: int | None, most: int | None) -> EventNumber:
    """A number by its words and bounds."""
    spans = find_words(record.report.text, words)
    return EventNumber(kind, least if least == most else None, least, most, spans.spans, spans.quote)


def view(
    record: AnnotatedReport,
    by: str | int,
    stance: Stance,
    *,
    actors: Sides = (),
    recipients: Sides = (),
    numbers: tuple[EventNumber, ...] = (),
) -> View:
    """A view; ``by`` is ``report``, ``unnamed`` or the place of a statement in the record."""
    voice = by if isinstance(by, str) else record.statements[by].id
    return View(
        voice,
        stance,
        tuple(side(record, words) for words in actors),
        tuple(side(record, words) for words in recipients),
        numbers,
    )


def make_event(
    record: AnnotatedReport,
    kind: EventType,
    triggers: Sides,
    views: tuple[View, ...],
    *,
    mode: str | None = None,
    actors: Sides = (),
    recipients: Sides = (),
    place: str | None = None,
    time: tuple[str, str, str] | None = None,
    numbers: tuple[EventNumber, ...] = (),
    confidence: float = 0.9,
) -> Event:
    """An event with what follows from its views; ``time`` is a value and its days, of the record's ``t_0``."""
    found = find_words(record.report.text, *triggers)
    sides = tuple(side(record, words) for words in actors)
    spans = find_words(record.report.text, place) if place else None
    entity = _entity_at(record, spans) if spans else None
    return Event(
        id=event_id(record.report.id, kind, found),
        type=kind,
        mode=mode,
        triggers=found,
        actors=sides,
        recipients=tuple(side(record, words) for words in recipients),
        place=EntitySpans(spans.spans, spans.quote, entity.id if entity else None) if spans else None,
        time=Said(*time, "t_0") if time else None,
        numbers=numbers,
        views=views,
        status=derive_status(views, numbers),
        actor_status=derive_actor_status(sides, views),
        confidence=confidence,
        made_by=MODEL,
    )


def with_events(record: AnnotatedReport, *events: Event) -> AnnotatedReport:
    """The record with these events, and the statements saying which of them they are about."""
    statements = []
    for statement in record.statements:
        inside = [
            event.id
            for event in events
            if any(
                start <= span.start and span.end <= end
                for span in event.triggers.spans
                for start, end in statement.content.spans
            )
        ]
        statements.append(replace(statement, about=tuple(inside)))
    return replace(record, events=events, statements=tuple(statements))


def with_entities(record: AnnotatedReport, *entities: tuple[str, EntityKind, str | None, str, str]) -> AnnotatedReport:
    """The record with more entities: for each its name, kind, country, sectors and the words that mention it."""
    text = record.report.text
    made = tuple(
        Entity(
            id=f"e_{name}",
            kind=kind,
            name=name,
            country=country,
            sectors=tuple(sectors.split()),
            mentions=tuple(Mention(find_place(text, one).spans[0], "name") for one in words.split("|")),
        )
        for name, kind, country, sectors, words in entities
    )
    return replace(record, entities=(*record.entities, *made))
