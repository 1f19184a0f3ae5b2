"""News reports marked by reading: who is in them, with every mention, and who says what.

The corpus lies in ``marked/train.jsonl.gz`` and ``marked/dev.jsonl.gz``. Its marks hold all mentions of speakers and of
participants; a name that no mark covers may still be a name.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.text.spans import Span


@dataclass(frozen=True)
class MarkedEntity:
    """A person, organisation, place or group.

    Attributes:
        id: Its id in the report.
        kind: person, organisation, place or group.
        name: The fullest name as printed, or the best description.
        country: ISO 3166 alpha-3 code or one of the codes of international bodies; None if the marks give none.
        sectors: PLOVER sectors.
        mentions: The spans of its mentions.
    """

    id: str
    kind: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True)
class MarkedStatement:
    """A statement with its speakers.

    Attributes:
        source: Spans of the source.
        cue: Spans of the cue.
        content: Spans of the content.
        speakers: Ids of the entities that speak; none where the report never names the source.
        id: Its id in the report.
        within: Id of the statement whose content contains this one.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speakers: tuple[str, ...]
    id: str = ""
    within: str | None = None


@dataclass(frozen=True)
class MarkedSide:
    """Who did something or suffered it: an entity, and the mention by which the event's words name it."""

    entity: str
    span: Span | None


@dataclass(frozen=True)
class MarkedNumber:
    """How many: what is counted, the value as marked (digits, ``a-b``, ``>n``, ``<n``, ``several``), and its words."""

    kind: str
    value: str
    span: Span | None


@dataclass(frozen=True)
class MarkedView:
    """What one voice says of an event.

    Attributes:
        by: ``R`` (the report), ``?`` (unnamed people) or the id of a statement.
        stance: How the voice holds it.
        actors: The actors that only this voice names; empty where it speaks of the whole event.
        recipients: The same for recipients.
        numbers: The same for numbers.
    """

    by: str
    stance: str
    actors: tuple[MarkedSide, ...] = ()
    recipients: tuple[MarkedSide, ...] = ()
    numbers: tuple[MarkedNumber, ...] = ()


@dataclass(frozen=True)
class MarkedEvent:
    """A deed.

    Attributes:
        id: Its id in the report.
        type: PLOVER type.
        mode: PLOVER mode, or None.
        triggers: Every word for the deed, the best first.
        actors: Who did it.
        recipients: Who suffered or received it.
        place: The words that say where, or None.
        when: The words that say when, or None.
        numbers: How many.
        views: Who says so, and how.
    """

    id: str
    type: str
    mode: str | None
    triggers: tuple[Span, ...]
    actors: tuple[MarkedSide, ...]
    recipients: tuple[MarkedSide, ...]
    place: Span | None
    when: Span | None
    numbers: tuple[MarkedNumber, ...]
    views: tuple[MarkedView, ...]


@dataclass(frozen=True)
class MarkedFact:
    """A fact of a negotiation.

    Attributes:
        what: agenda, party, mediator, host, guarantor, stage, move, obstacle, want, meeting or next.
        value: The topic, stage or move; the id of the entity or event; empty where there is none.
        by: ``R``, ``?`` or the id of a statement; None where the fact needs no voice.
        span: Its words, or None.
    """

    what: str
    value: str
    by: str | None
    span: Span | None


@dataclass(frozen=True)
class MarkedNegotiation:
    """A negotiation.

    Attributes:
        id: Its id in the report.
        mentions: Every word for it.
        facts: What is marked of it.
    """

    id: str
    mentions: tuple[Span, ...]
    facts: tuple[MarkedFact, ...]

    def facts_of(self, *kinds: str) -> list[MarkedFact]:
        """Give the facts of some kinds, in their order."""
        return [fact for fact in self.facts if fact.what in kinds]


@dataclass(frozen=True)
class MarkedReport:
    """A report with its marks."""

    name: str
    text: str
    title: str | None
    date: str | None
    entities: tuple[MarkedEntity, ...]
    statements: tuple[MarkedStatement, ...]
    events: tuple[MarkedEvent, ...] = ()
    negotiations: tuple[MarkedNegotiation, ...] = ()


def iter_marked_reports(path: Path) -> Iterator[MarkedReport]:
    """Read the reports of a part.

    Args:
        path: ``train.jsonl.gz`` or ``dev.jsonl.gz``.

    Example:
        >>> next(iter_marked_reports(Path("marked/dev.jsonl.gz"))).statements[0].speakers
        ('P2',)
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield parse_marked_report(json.loads(line))


def parse_marked_report(row: dict[str, Any]) -> MarkedReport:
    """Read a row of the corpus. Statements that a reader found to be none are left out."""
    return MarkedReport(
        name=row["name"],
        text=row["text"],
        title=row["title"],
        date=row["date"],
        entities=tuple(_entity(entity) for entity in row["entities"]),
        statements=tuple(_statement(found) for found in row["statements"] if found["verdict"] != "no"),
        events=tuple(_event(event) for event in row["events"]),
        negotiations=tuple(_negotiation(one) for one in row.get("negotiations", ())),
    )


def _entity(row: dict[str, Any]) -> MarkedEntity:
    return MarkedEntity(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        country=row["country"],
        sectors=tuple(row["sectors"] or ()),
        mentions=_spans(row["mentions"]),
    )


def _statement(row: dict[str, Any]) -> MarkedStatement:
    return MarkedStatement(
        _spans(row["source"]),
        _spans(row["cue"]),
        _spans(row["content"]),
        tuple(row["speakers"]),
        id=row["id"],
        within=row["within"],
    )


def _event(row: dict[str, Any]) -> MarkedEvent:
    return MarkedEvent(
        id=row["id"],
        type=row["type"],
        mode=row["mode"],
        triggers=_spans([row["trigger"], *row["also"]]),
        actors=_sides(row["actors"]),
        recipients=_sides(row["recipients"]),
        place=_span(row["place"]),
        when=_span(row["when"]),
        numbers=_numbers(row["numbers"]),
        views=tuple(
            MarkedView(
                view["by"],
                view["stance"],
                _sides(view.get("actor", ())),
                _sides(view.get("recip", ())),
                _numbers(view.get("numbers", ())),
            )
            for view in row["views"]
        ),
    )


_FACTS = (
    "agenda", "party", "mediator", "host", "guarantor", "stage", "move", "obstacle", "want", "meeting", "next",
)  # fmt: skip


def _negotiation(row: dict[str, Any]) -> MarkedNegotiation:
    facts = tuple(_fact(what, one) for what in _FACTS for one in row[what])
    return MarkedNegotiation(row["id"], _spans([row["name"], *row["also"]]), facts)


def _fact(what: str, row: Any) -> MarkedFact:
    if isinstance(row, str):
        return MarkedFact(what, row, None, None)
    value = row.get("item") or row.get("value") or row.get("entity") or ""
    if what == "want":
        value = row["who"]["entity"]
    return MarkedFact(what, value, row.get("by"), _span(row.get("span")))


def _sides(rows: Sequence[dict[str, Any]]) -> tuple[MarkedSide, ...]:
    return tuple(MarkedSide(row["entity"], _span(row["span"])) for row in rows)


def _numbers(rows: Sequence[dict[str, Any]]) -> tuple[MarkedNumber, ...]:
    return tuple(MarkedNumber(row["what"], str(row["value"]), _span(row["span"])) for row in rows)


def _span(row: list[int] | None) -> Span | None:
    return None if row is None else Span(*row)


def _spans(rows: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*row) for row in rows)
