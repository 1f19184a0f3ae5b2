"""Talks as rows: a cell of a report's talks, or a track, a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from onrecord.identity.talks import Snapshot, Track, name_side
from onrecord.identity.talks_over_time import (
    find_changes,
    find_disagreements,
    find_state,
    find_steps,
    name_voice,
)
from onrecord.record import AnnotatedReport, Negotiation
from onrecord.record.layers.parts import RoleSpans


class Cell(NamedTuple):
    """One thing that a report says of talks, with its words.

    Attributes:
        cell: agenda, party, mediator, host, guarantor, stage, move, obstacle, want, meeting or next.
        value: The topic, name, stage, move or day.
        by: Who says so, or an empty string.
        quote: The words.
        start: Where the first of them begins.
        end: Where it ends.
    """

    cell: str
    value: str
    by: str
    quote: str
    start: int | None
    end: int | None


COLUMNS = ("report", "origin", "published", "publisher", "talks", "name", "status", *Cell._fields)
"""Columns of the cells of reports."""
TRACK_COLUMNS = (
    "id", "name", "stage", "move", "status", "since", "last", "quiet_days", "parties", "mediators", "agenda", "reports",
    "disagreements", "perhaps_same", "part_of",
)  # fmt: skip
"""Columns of tracks."""


def iter_cells(record: AnnotatedReport, negotiation: Negotiation) -> Iterator[Cell]:
    """Give every cell of a report's talks in the order in which people read them."""
    snapshot = Snapshot(record, negotiation, record.report.published or "")
    names = {entity.id: entity.name for entity in record.entities}
    for view in negotiation.stage:
        yield _cell("stage", view.value, name_voice(snapshot, view.by), view)
    for move in negotiation.move:
        yield _cell("move", move.value, name_voice(snapshot, move.by), move)
    for role in ("party", "mediator", "host", "guarantor"):
        for party in negotiation.parties:
            if party.role == role:
                yield _cell(role, names.get(party.entity or "") or party.quote[0], "", party)
    for item in negotiation.agenda:
        yield _cell("agenda", item.item, "", item)
    yield from _iter_further_cells(snapshot)


def _iter_further_cells(snapshot: Snapshot) -> Iterator[Cell]:
    record, negotiation = snapshot.record, snapshot.negotiation
    names = {entity.id: entity.name for entity in record.entities}
    for obstacle in negotiation.obstacles:
        yield _cell("obstacle", "", name_voice(snapshot, obstacle.by), obstacle)
    for want in negotiation.wants:
        yield _cell("want", names.get(want.who) or "", name_voice(snapshot, want.by), want)
    events = {event.id: event for event in record.events}
    for meeting in negotiation.meetings:
        yield _cell("meeting", events[meeting].type, "", events[meeting].triggers)
    for step in negotiation.next:
        yield _cell("next", (step.time.value if step.time else None) or "", "", step)


def _cell(cell: str, value: str, by: str, words: RoleSpans) -> Cell:
    first = words.spans[0] if words.spans else None
    quote = " … ".join(" ".join(one.split()) for one in words.quote)
    return Cell(cell, value, by, quote, first.start if first else None, first.end if first else None)


def describe_state(negotiation: Negotiation) -> str:
    """Give the state of talks in a few words: ``underway, stall``."""
    state = negotiation.state
    stage = state.stage or "contested"
    return ", ".join(part for part in (stage, state.move) if part and part != "none")


def report_rows(record: AnnotatedReport) -> Iterator[tuple[object, ...]]:
    """Give a row for every cell of a report's talks; see :data:`COLUMNS`."""
    report = record.report
    for negotiation in record.negotiations:
        head = (report.id, report.origin, report.published or "", report.publisher or "")
        own = (negotiation.id, negotiation.name, describe_state(negotiation))
        for cell in iter_cells(record, negotiation):
            yield (*head, *own, *("" if value is None else value for value in cell))


def track_summary(track: Track, day: str) -> dict[str, Any]:
    """Give a track as plain values: what a line of a list shows."""
    state = find_state(track, day)
    return {
        "id": track.id,
        "name": track.name,
        "stage": state.stage,
        "move": state.move,
        "status": state.status,
        "since": state.since or None,
        "last": state.last or None,
        "quiet_days": state.quiet_days,
        "parties": [name_side(side) for side, _ in track.sides().most_common()],
        "mediators": sorted({name_side(name) for one in track.snapshots for name in one.mediators}),
        "agenda": sorted({topic for one in track.snapshots for topic in one.agenda}),
        "reports": len({one.record.report.id for one in track.snapshots}),
        "disagreements": len(find_disagreements(track)),
        "perhaps_same": sorted(track.perhaps),
        "part_of": track.part_of,
    }


def track_page(track: Track, day: str, since: str = "") -> dict[str, Any]:
    """Give everything that a track shows as plain values.

    Args:
        track: The track.
        day: The day of its state; next steps are those not over then.
        since: Only changes on or after this day.
    """
    return track_summary(track, day) | {
        "state": find_state(track, day).to_dict(),
        "next": [step.to_dict() for step in find_steps(track, day)],
        "wants": [
            {"day": one.day or None, "report": one.record.report.id, **cell._asdict()}
            for one in reversed(track.snapshots)
            for cell in iter_cells(one.record, one.negotiation)
            if cell.cell == "want" and (not one.day or one.day <= day)
        ],
        "disagreements": [one.to_dict() for one in find_disagreements(track)],
        "changes": [one.to_dict() for one in find_changes(track, since) if one.day <= day],
        "snapshots": [
            {
                "day": one.day or None,
                "report": one.record.report.id,
                "publisher": one.record.report.publisher,
                "title": one.record.report.title,
                "talks": one.id,
                "state": describe_state(one.negotiation),
            }
            for one in track.snapshots
        ],
    }


def report_talks(record: AnnotatedReport) -> Iterator[dict[str, Any]]:
    """Give each negotiation of a report as plain values with its cells."""
    report = record.report
    for negotiation in record.negotiations:
        yield {
            "report": report.id,
            "origin": report.origin,
            "published": report.published,
            "publisher": report.publisher,
            "title": report.title,
            "talks": negotiation.id,
            "name": negotiation.name,
            "mentions": [
                {"quote": quote, "start": span.start, "end": span.end}
                for quote, span in zip(negotiation.mentions.quote, negotiation.mentions.spans, strict=True)
            ],
            "state": {
                "stage": negotiation.state.stage,
                "move": negotiation.state.move,
                "status": negotiation.state.status,
            },
            "confidence": negotiation.confidence,
            "cells": [cell._asdict() for cell in iter_cells(record, negotiation)],
        }
