"""Talks as text for people: those of a report, a list of tracks, and the page of a track."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from onrecord.export.talks_rows import Cell, describe_state, iter_cells, track_summary
from onrecord.identity.talks import Track
from onrecord.identity.talks_over_time import Word, find_changes, find_disagreements, find_state, find_steps
from onrecord.record import AnnotatedReport
from onrecord.text.display import visible

_LABELS = {
    "party": "parties", "mediator": "mediators", "host": "hosts", "guarantor": "guarantors", "obstacle": "in the way",
    "want": "wants", "meeting": "meetings",
}  # fmt: skip
_WIDTH = 13
_MOST_SHOWN, _MOST_PARTIES = 20, 3


def render_report(record: AnnotatedReport) -> Iterator[str]:
    """Lay out the talks of a report: a heading, and for each its state and every cell with its words."""
    report = record.report
    facts = (report.origin, report.published or "no date", report.publisher, report.title)
    yield _line(" · ".join(fact for fact in facts if fact))
    if not record.negotiations:
        yield "  no talks"
    for negotiation in record.negotiations:
        yield ""
        yield _line(f"{negotiation.name}  ({describe_state(negotiation)}; {negotiation.state.status})")
        names = ", ".join(f"“{quote}”" for quote in dict.fromkeys(negotiation.mentions.quote))
        yield _row("words", names)
        for kind, cells in groupby(iter_cells(record, negotiation), lambda cell: cell.cell):
            for number, cell in enumerate(cells):
                yield _row("" if number else _LABELS.get(kind, kind), _describe_cell(cell))


def _describe_cell(cell: Cell) -> str:
    value = "" if cell.value == cell.quote else cell.value
    parts = [value, f"“{cell.quote}”", f"({cell.by})" if cell.by else ""]
    return " ".join(part for part in parts if part)


def _row(label: str, words: str) -> str:
    return _line(f"  {label:{_WIDTH}}{words}")


def _line(words: str) -> str:
    return visible(words.replace("\n", " "))


def render_tracks(tracks: Sequence[Track], day: str) -> Iterator[str]:
    """Lay out tracks, one a line: name, sides, state, since when, last word, disagreements, id."""
    rows = [("talks", "parties", "state", "since", "last word", "differ", "id")]
    for track in tracks:
        one = track_summary(track, day)
        rows.append(
            (
                one["name"],
                ", ".join(one["parties"][:_MOST_PARTIES]),
                _describe_state(one),
                one["since"] or "–",
                _describe_silence(one),
                str(one["disagreements"] or "–"),
                one["id"],
            )
        )
    widths = [max(len(visible(cell)) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(f"{visible(cell):{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _describe_state(one: dict[str, Any]) -> str:
    stage = "contested" if one["status"] == "contested" else one["stage"] or "unclear"
    return f"{stage}, {one['move']}" if one["move"] not in (None, "none") else stage


def _describe_silence(one: dict[str, Any]) -> str:
    if one["last"] is None:
        return "–"
    return f"{one['last']} ({one['quiet_days']} d)" if one["quiet_days"] else one["last"]


def render_track(track: Track, day: str, since: str = "") -> Iterator[str]:
    """Lay out a track: its state on a day with the words, what comes next, wants, disagreements, changes, reports."""
    one, state = track_summary(track, day), find_state(track, day)
    yield _line(f"{one['name']}  {one['id']}")
    shown = _describe_state(one)
    if state.is_old:
        shown = f"last known: {shown}; nothing since {state.last}"
    yield _row("state", f"{shown}, on {day}" + (f", since {state.since}" if state.since else ""))
    for word in state.words:
        yield _row("", _describe_word(word))
    if state.quiet_days:
        yield _row("last word", f"{state.last}, {state.quiet_days} days before")
    for label, values in (("parties", one["parties"]), ("mediators", one["mediators"]), ("agenda", one["agenda"])):
        if values:
            yield _row(label, ", ".join(values))
    yield from _list("next", [_describe_step(step) for step in find_steps(track, day)])
    wants = [
        f"{cell.value or '?'}: “{cell.quote}” ({snapshot.day or 'no date'})"
        for snapshot in reversed(track.snapshots)
        if snapshot.day <= day
        for cell in iter_cells(snapshot.record, snapshot.negotiation)
        if cell.cell == "want"
    ]
    yield from _list("wants", wants)
    yield from _list(
        "differ",
        [f"{_describe_word(d.one)} / {_describe_word(d.other)}" for d in find_disagreements(track) if d.one.day <= day],
    )
    changes = [c for c in find_changes(track, since) if c.day <= day]
    yield from _list(
        "changes",
        [
            f"{c.day} {c.kind}: {c.before or '–'} → {c.after or '–'}"
            + (f" “{c.word.quote}”" if c.word and c.word.quote else "")
            + ("  (not possible; check the words)" if c.is_impossible else "")
            for c in changes
        ],
    )
    yield from _list("perhaps same", one["perhaps_same"])
    yield from _list("part of", [one["part_of"]] if one["part_of"] else [])
    reports = [
        f"{s.day or 'no date'} {describe_state(s.negotiation)}  {s.record.report.publisher or ''} {s.record.report.id}"
        for s in track.snapshots
    ]
    yield from _list("reports", reports)


def _list(label: str, lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines[:_MOST_SHOWN]):
        yield _row("" if number else label, line)
    if len(lines) > _MOST_SHOWN:
        yield _row("", f"and {len(lines) - _MOST_SHOWN} more; --output json lists all")


def _describe_word(word: Word) -> str:
    source = ", ".join(part for part in (word.by, word.publisher, word.day) if part)
    return f"{word.value} “{word.quote}” ({source})" if word.quote else f"{word.value} ({source})"


def _describe_step(step: Any) -> str:
    sure = "" if step.is_confirmed else " (one outlet)"
    return f"{step.start}{sure} " + "; ".join(_describe_word(word) for word in step.words[:3])
