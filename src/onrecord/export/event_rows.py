"""Events and their views as rows of two flat tables, for the formats that spreadsheets and data frames load.

A row of `events` is one event; a row of `views` is what one voice says of an event. The columns ``actors``,
``recipients`` and numbers of `events` hold what no voice disputes; what only one voice says is in the rows of `views`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from onrecord.record import AnnotatedReport, Entity, Event, Statement
from onrecord.record.layers.events import EventNumber, NumberKind, Side
from onrecord.record.voices import describe_number, find_voice
from onrecord.text.around import SentenceFinder
from onrecord.text.spans import Span

NUMBER_KINDS: tuple[NumberKind, ...] = get_args(NumberKind)
_REPORT_COLUMNS = ("origin", "publisher", "title", "authors", "url", "language", "published", "published_from")
_SIDE_COLUMNS = ("actors", "actors_spans", "actor_names", "actor_countries", "actor_sectors",
                 "recipients", "recipients_spans", "recipient_names", "recipient_countries",
                 "recipient_sectors")  # fmt: skip

EVENT_COLUMNS = (
    "report_id", *_REPORT_COLUMNS, "event_id", "type", "mode", "status", "actor_status", "triggers", "triggers_spans",
    *_SIDE_COLUMNS, "place", "place_spans", "place_name", "place_country", "time", "time_start", "time_end",
    "time_from", *NUMBER_KINDS, "voices", "sentence", "sentence_spans", "confidence", "made_by", "sha256",
)  # fmt: skip
"""The columns of a row of the table `events`, in order."""

VIEW_COLUMNS = (
    "report_id", *_REPORT_COLUMNS, "event_id", "type", "mode", "status", "view", "by", "voice", "source", "stance",
    "is_whole", *_SIDE_COLUMNS, *NUMBER_KINDS, "words", "words_spans", "said", "said_start", "said_end",
    "confidence", "made_by", "sha256",
)  # fmt: skip
"""The columns of a row of the table `views`, in order."""
PIECES = frozenset({"words"})
"""Columns whose values are pieces of one text, unlike the values of a list."""
LISTS = frozenset(
    {"authors", "triggers", "actors", "recipients", "actor_names", "recipient_names", "actor_countries",
     "recipient_countries", "actor_sectors", "recipient_sectors", "place", "voices", "words", *NUMBER_KINDS}
)  # fmt: skip
"""Columns with several values."""


DEEDS = frozenset({"reported", "claimed", "contested"})
"""Statuses of events that somebody asserts; formats that know only deeds hold no others."""


class EventRows:
    """Makes the rows of one record.

    Args:
        record: The record; without events it has no rows.

    Example:
        >>> list(EventRows(AnnotatedReport(Report("Nothing happened."))).events())
        []
    """

    def __init__(self, record: AnnotatedReport) -> None:
        self._record = record
        self._entities = {entity.id: entity for entity in record.entities}
        self._statements = {statement.id: statement for statement in record.statements}
        self._sentences = SentenceFinder(record.report.text)
        report = record.report
        self._of_report: dict[str, Any] = {"report_id": report.id, "sha256": report.sha256}
        self._of_report.update((name, getattr(report, name)) for name in _REPORT_COLUMNS)

    def events(self) -> Iterator[dict[str, Any]]:
        """Give one row for each event, in order: plain values, tuples of strings and tuples of spans."""
        for event in self._record.events:
            yield self.event(event)

    def event(self, event: Event) -> dict[str, Any]:
        """Give the row of one event of the record."""
        place = event.place
        where = self._entities.get(place.entity or "") if place else None
        sentence = self._sentences.find_sentence(event.triggers.spans[0].start)
        return {
            **self._of_event(event),
            "actor_status": event.actor_status,
            "triggers": event.triggers.quote,
            "triggers_spans": event.triggers.spans,
            **_side_columns("actor", event.actors, self._entities),
            **_side_columns("recipient", event.recipients, self._entities),
            "place": place.quote if place else (),
            "place_spans": place.spans if place else (),
            "place_name": where.name if where else None,
            "place_country": where.country if where else None,
            "time": event.time.value if event.time else None,
            "time_start": event.time.start if event.time else None,
            "time_end": event.time.end if event.time else None,
            "time_from": event.time.origin if event.time else None,
            **_number_columns(event.numbers),
            "voices": tuple(
                f"{find_voice(view.by, self._statements).label}: {view.stance}"
                + ("" if is_whole(view) else " (in part)")
                for view in event.views
            ),
            "sentence": self._record.report.text[slice(*sentence)],
            "sentence_spans": (sentence,),
        }

    def views(self) -> Iterator[dict[str, Any]]:
        """Give one row for each view of each event, in order."""
        for event in self._record.events:
            for number, view in enumerate(event.views, 1):
                voice = find_voice(view.by, self._statements)
                words, spans = self._words_of(voice.statement, event)
                said = voice.statement.said if voice.statement else None
                yield {
                    **self._of_event(event),
                    "view": number,
                    "by": view.by,
                    "voice": voice.label,
                    "source": voice.words or None,
                    "stance": view.stance,
                    "is_whole": is_whole(view),
                    **_side_columns("actor", view.actors, self._entities),
                    **_side_columns("recipient", view.recipients, self._entities),
                    **_number_columns(view.numbers),
                    "words": words,
                    "words_spans": spans,
                    "said": said.value if said else None,
                    "said_start": said.start if said else None,
                    "said_end": said.end if said else None,
                }

    def _of_event(self, event: Event) -> dict[str, Any]:
        own = {"event_id": event.id, "type": event.type, "mode": event.mode, "status": event.status}
        return {**self._of_report, **own, "confidence": event.confidence, "made_by": event.made_by}

    def _words_of(self, statement: Statement | None, event: Event) -> tuple[tuple[str, ...], tuple[Span, ...]]:
        """Give the words that hold the view: the content of its statement, or the sentence of the best trigger."""
        if statement is not None:
            return statement.content.quote, statement.content.spans
        sentence = self._sentences.find_sentence(event.triggers.spans[0].start)
        return (self._record.report.text[slice(*sentence)],), (sentence,)


def is_whole(view: Any) -> bool:
    """Tell whether a view is of the whole event, not of a side or number in it."""
    return not (view.actors or view.recipients or view.numbers)


def side_name(side: Side, entities: Mapping[str, Entity]) -> str:
    """Give the name of a side, or the words for it where it has none."""
    entity = entities.get(side.entity or "")
    return (entity.name if entity else None) or " … ".join(side.quote)


def _side_columns(role: str, sides: Sequence[Side], entities: Mapping[str, Entity]) -> dict[str, Any]:
    return {
        f"{role}s": tuple(" … ".join(side.quote) for side in sides),
        f"{role}s_spans": tuple(span for side in sides for span in side.spans),
        f"{role}_names": tuple(side_name(side, entities) for side in sides),
        f"{role}_countries": tuple(side.country or "" for side in sides),
        f"{role}_sectors": tuple(" ".join(side.sectors) for side in sides),
    }


def _number_columns(numbers: Sequence[EventNumber]) -> dict[str, Any]:
    found: dict[str, tuple[str, ...]] = dict.fromkeys(NUMBER_KINDS, ())
    for number in numbers:
        found[number.kind] = (*found[number.kind], describe_number(number))
    return found
