"""Pages of talks: the tracks of the store, and one track with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from onrecord.errors import ConfigurationError
from onrecord.export.talks_rows import track_page, track_summary
from onrecord.identity.talks import Track
from onrecord.read.options import parse_iso_date
from onrecord.web.pages.context import PageContext, redirect_to
from onrecord.web.view.query_form import MAX_LENGTH

router = APIRouter()
_MOST_TRACKS = 200
_WIDTH, _MARGIN = 1000, 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A report in the history strip.

    Attributes:
        x: Where it stands, in units of the drawing.
        row: Which of several reports of one day it is, from 0.
        label: What it says.
        report: Id of the report.
        stage: The stage, or ``contested``.
    """

    x: int
    row: int
    label: str
    report: str
    stage: str


@router.get("/talks")
def talks_page(request: Request) -> HTMLResponse:
    """List the tracks of talks, those with the latest news first."""
    context = PageContext.from_request(request)
    words = request.query_params.get("q", "").strip()[:MAX_LENGTH]
    day = _parse_day(request.query_params.get("day", ""))
    tracks, shown = context.room.get_cached(("talks", words, day), lambda: _list_tracks(context, words, day))
    return context.render("talks.html", tracks=tracks, count=shown, words=words, day=day)


def _list_tracks(context: PageContext, words: str, day: str) -> tuple[list[dict[str, Any]], int]:
    tracks = context.store.talks(words)
    last = day or max((one.day for track in tracks for one in track.snapshots), default="")
    if day:
        tracks = [known for track in tracks if (known := track.until(day)).snapshots]
    return [track_summary(track, last) for track in tracks[:_MOST_TRACKS]], len(tracks)


@router.get("/talks/{track_id}")
def track_history_page(request: Request, track_id: str) -> HTMLResponse:
    """Show a track as of a day: state, wants, next steps, disagreements, changes and reports."""
    context = PageContext.from_request(request)
    day = _parse_day(request.query_params.get("day", ""))
    track = context.store.track(track_id)
    last = day or max((one.day for one in track.snapshots), default="")
    known = track.until(day) if day else track
    if not known.snapshots:
        raise ConfigurationError(
            f"no report until {day} tells of these talks; the first is of {track.snapshots[0].day}"
        )
    return context.render("track.html", track=track_page(known, last), ticks=place_ticks(known), day=day, last=last)


def place_ticks(track: Track) -> list[Tick]:
    """Place the reports of a track on a line by their days."""
    dated = [one for one in track.snapshots if one.day]
    if not dated:
        return []
    first, last = (date.fromisoformat(one.day) for one in (dated[0], dated[-1]))
    days = max(1, (last - first).days)
    on_day: dict[str, int] = {}
    ticks = []
    for one in dated:
        row = on_day[one.day] = on_day.get(one.day, -1) + 1
        x = _MARGIN + (_WIDTH - 2 * _MARGIN) * (date.fromisoformat(one.day) - first).days // days
        stage = one.negotiation.state.stage or "contested"
        publisher = one.record.report.publisher or ""
        ticks.append(Tick(x, row, f"{one.day}: {stage} {publisher}".strip(), one.record.report.id, stage))
    return ticks


@router.post("/talks/{track_id}/judge")
def judge_talks(
    request: Request,
    track_id: str,
    kind: Annotated[str, Form(max_length=20)],
    other: Annotated[str, Form(max_length=100)],
) -> Response:
    """Say whether two talks are the same."""
    context = PageContext.from_request(request)
    context.check_writable()
    context.store.corrections.judge_talks(kind, track_id, other, context.corrector)
    return redirect_to(f"/talks/{quote(track_id, safe='')}")


def _parse_day(words: str) -> str:
    if words and parse_iso_date(words) is None:
        raise ConfigurationError(f"day {words!r} is not a date; give it as YYYY-MM-DD, such as 2024-09-22")
    return words
