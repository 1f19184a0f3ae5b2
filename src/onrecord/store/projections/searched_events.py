"""Events in the form in which they are searched, in a store or among the records of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from onrecord.export.event_rows import side_name
from onrecord.record import AnnotatedReport, Entity, Event
from onrecord.record.layers.events import Side
from onrecord.record.voices import find_voice, iter_sides
from onrecord.store.base.days import iso_day
from onrecord.store.base.dialects import BREAK
from onrecord.store.base.event_query import LARGEST
from onrecord.store.base.schema import UNKNOWN
from onrecord.store.base.words import split_words
from onrecord.store.corrections.overlay import HUMAN
from onrecord.text.around import SentenceFinder

_MOST_NAME_WORDS = 60
_MOST_WORDS = 1000
"""Words of an event's sentences that are searched."""
_LONGEST_NAME = 300


class SearchedSide(NamedTuple):
    """A side or the place of an event.

    Attributes:
        role: What it is in the event.
        name: The entity's name, or the words.
        words: Folded words of the name and of the report's words, and the code of the country; between spaces.
        country: Code of the country, or None.
        sectors: Codes of the sectors between spaces.
        disputed: Whether only a view names it.
    """

    role: Literal["actor", "recipient", "place"]
    name: str
    words: str
    country: str | None
    sectors: str
    disputed: bool


class SearchedView(NamedTuple):
    """A view of an event.

    Attributes:
        kind: The report, unnamed people, or a statement.
        by: Id of the statement, or the kind.
        name: The voice as people read it.
        words: Folded words of the speaker's name and the source, between spaces.
        stance: How the voice holds it.
    """

    kind: str
    by: str
    name: str
    words: str
    stance: str


class SearchedNumber(NamedTuple):
    """A number of an event, within bounds.

    Attributes:
        kind: What is counted.
        least: The lower bound; 1 where the words are vague.
        most: The upper bound.
    """

    kind: str
    least: int
    most: int


class SearchedEvent(NamedTuple):
    """An event as it is searched; plain values."""

    id: str
    type: str
    mode: str | None
    status: str
    actor_status: str
    start: str
    end: str
    published: str
    confidence: float
    human: bool
    words: str
    sides: tuple[SearchedSide, ...]
    views: tuple[SearchedView, ...]
    numbers: tuple[SearchedNumber, ...]


def search_forms(record: AnnotatedReport) -> Iterator[SearchedEvent]:
    """Give the events of a record in the form in which they are searched, in order."""
    if not record.events:
        return
    entities = {entity.id: entity for entity in record.entities}
    statements = {statement.id: statement for statement in record.statements}
    sentences = SentenceFinder(record.report.text)
    for event in record.events:
        time = event.time
        start = iso_day(time.start) if time and time.start else UNKNOWN
        yield SearchedEvent(
            event.id,
            event.type,
            event.mode,
            event.status,
            event.actor_status,
            start,
            iso_day(time.end) if time and time.end and start != UNKNOWN else UNKNOWN,
            iso_day(record.report.published or UNKNOWN),
            event.confidence,
            event.made_by.startswith(HUMAN),
            _words_of(record.report.text, event, sentences),
            tuple(_find_sides(event, entities)),
            tuple(_find_view(view.by, view.stance, statements) for view in event.views),
            tuple(_find_numbers(event)),
        )


def _words_of(text: str, event: Event, sentences: SentenceFinder) -> str:
    spans = sorted({sentences.find_sentence(span.start) for span in event.triggers.spans})
    parts = [split_words(text[start:end]) for start, end in spans]
    words = [word for part in parts for word in [*part, BREAK]][:_MOST_WORDS]
    return " ".join(words[:-1] if words and words[-1] == BREAK else words)


def _padded(*texts: str) -> str:
    words = split_words(" ".join(texts))[:_MOST_NAME_WORDS]
    return f" {' '.join(words)} " if words else ""


def _find_sides(event: Event, entities: Mapping[str, Entity]) -> Iterator[SearchedSide]:
    for role, side, is_disputed in iter_sides(event):
        yield _make_side(role, side, entities, is_disputed)
    if event.place is not None:
        place = event.place
        entity = entities.get(place.entity or "")
        found = Side(place.spans, place.quote, place.entity, entity.country if entity else None)
        yield _make_side("place", found, entities, is_disputed=False)


def _make_side(
    role: Literal["actor", "recipient", "place"], side: Side, entities: Mapping[str, Entity], is_disputed: bool
) -> SearchedSide:
    name = side_name(side, entities)
    words = _padded(name, *side.quote) + (f"{side.country.lower()} " if side.country else "")
    sectors = f" {' '.join(side.sectors)} " if side.sectors else ""
    return SearchedSide(role, name[:_LONGEST_NAME], words, side.country, sectors, is_disputed)


def _find_view(by: str, stance: str, statements: Mapping[str, object]) -> SearchedView:
    voice = find_voice(by, statements)  # type: ignore[arg-type]
    words = _padded(voice.name or "", voice.words)
    return SearchedView(voice.kind, by, voice.label[:_LONGEST_NAME], words, stance)


def _find_numbers(event: Event) -> Iterator[SearchedNumber]:
    held = [*event.numbers, *(one for view in event.views if view.stance != "denied" for one in view.numbers)]
    seen = set()
    for number in held:
        is_vague = number.at_least is None and number.at_most is None
        least = 1 if is_vague else number.at_least or 0
        most = LARGEST if number.at_most is None else min(number.at_most, LARGEST)
        found = SearchedNumber(number.kind, min(least, LARGEST), most)
        if found not in seen:
            seen.add(found)
            yield found
