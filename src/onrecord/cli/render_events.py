"""Events as text for people: what happened, who did it to whom, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from onrecord.export.event_rows import is_whole, side_name
from onrecord.record import AnnotatedReport, Entity, Event
from onrecord.record.layers.events import EventNumber, Side, View
from onrecord.record.voices import describe_number, find_voice
from onrecord.text.around import SentenceFinder
from onrecord.text.display import visible
from onrecord.text.spans import Span
from onrecord.text.timex_words import drop_unknown_hour

TRIGGER_STYLE = "bold red"
_LONGEST_SENTENCE = 300


def render_events(record: AnnotatedReport, events: Sequence[Event]) -> Text:
    """Lay events of a report out: a heading, then the events one by one.

    Args:
        record: The record.
        events: Those of its events to show.
    """
    report = record.report
    facts = [report.origin, report.published or "no date", report.publisher, report.title]
    facts.append(f"{len(events)} event" + ("" if len(events) == 1 else "s"))
    page = Text(visible(" · ".join(" ".join(fact.split()) for fact in facts if fact)), style="")
    page.stylize("bold", 0, len(page))
    entities = {entity.id: entity for entity in record.entities}
    statements = {statement.id: statement for statement in record.statements}
    quotes = {time.id: time.quote for time in record.times}
    sentences = SentenceFinder(report.text)
    for number, event in enumerate(events, 1):
        page.append(f"\n\n{number}  ")
        page.append(_render_heading(event))
        _add_line(page, "words", _quote_sentence(report.text, event, sentences))
        for label, value in _list_facts(event, entities, quotes):
            _add_line(page, label, Text(visible(value)))
        for place, view in enumerate(event.views):
            voice = visible(find_voice(view.by, statements).label)
            _add_line(page, "" if place else "says so", Text(f"{voice}: {describe_view(view, entities)}"))
        page.append(f"\n   {event.id} · confidence {event.confidence:.2f} · {visible(event.made_by)}", style="dim")
    return page


def _render_heading(event: Event) -> Text:
    kind = event.type + (f"/{event.mode}" if event.mode else "")
    heading = Text(f"{kind}  {event.status}", style="bold")
    if event.actor_status not in ("undisputed", "unnamed"):
        heading.append(f", who did it {event.actor_status}", style="bold")
    return heading


def _add_line(page: Text, label: str, value: Text) -> None:
    page.append(f"\n   {label:<8} ", style="dim")
    page.append(value)


def _quote_sentence(text: str, event: Event, sentences: SentenceFinder) -> Text:
    """Quote the sentence of the best trigger on one line, the trigger lit; a long sentence around the trigger."""
    trigger = event.triggers.spans[0]
    start, end = sentences.find_sentence(trigger.start)
    if end - start > _LONGEST_SENTENCE:
        start, end = max(start, trigger.start - 140), min(end, trigger.end + 140)
    span = Span(start, max(end, trigger.end))
    quoted = Text("“")
    for piece, style in (
        (text[span.start : trigger.start], ""),
        (text[slice(*trigger)], TRIGGER_STYLE),
        (text[trigger.end : span.end], ""),
    ):
        # One line, with as many characters as before.
        quoted.append(visible(piece).replace("\n", " ").replace("\t", " "), style=style)
    quoted.append("”")
    others = [words for words in event.triggers.quote[1:] if words != event.triggers.quote[0]]
    if others:
        quoted.append(" also: " + visible(", ".join(" ".join(words.split()) for words in others)), style="dim")
    return quoted


def _list_facts(event: Event, entities: Mapping[str, Entity], quotes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if event.actors:
        yield "who", name_sides(event.actors, entities)
    if event.recipients:
        yield "to whom", name_sides(event.recipients, entities)
    if event.place is not None:
        yield "where", _words(" … ".join(event.place.quote))
    if event.time is not None:
        quote = quotes.get(event.time.origin)
        yield "when", drop_unknown_hour(event.time.value) + (f" (“{_words(quote)}”)" if quote else "")
    if event.numbers:
        yield "how many", list_numbers(event.numbers)


def describe_view(view: View, entities: Mapping[str, Entity]) -> str:
    """Say what a voice holds, in a few words: ``denied (by the US)``."""
    parts = []
    if view.actors:
        parts.append("by " + name_sides(view.actors, entities))
    if view.recipients:
        parts.append("to " + name_sides(view.recipients, entities))
    if view.numbers:
        parts.append(list_numbers(view.numbers))
    return view.stance if is_whole(view) else visible(f"{view.stance} ({', '.join(parts)})")


def name_sides(sides: Sequence[Side], entities: Mapping[str, Entity]) -> str:
    """Name sides in one line, each with the report's words where they differ from the name."""
    shown = []
    for side in sides:
        name, words = side_name(side, entities), " … ".join(side.quote)
        shown.append(_words(name if name == words else f"{name} (“{words}”)"))
    return "; ".join(shown)


def list_numbers(numbers: Sequence[EventNumber]) -> str:
    """List numbers in one line: ``killed 6, injured at least 20``."""
    return ", ".join(f"{number.kind} {_words(describe_number(number))}" for number in numbers)


def _words(words: str) -> str:
    return " ".join(words.split())
