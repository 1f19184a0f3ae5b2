"""Corrections by people: made, taken back, listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request

from onrecord.store import Correction as Entry
from onrecord.store import Corrections
from onrecord.text.spans import Span
from onrecord.web.api.parameters import CorrectionsListing, read_offset
from onrecord.web.api.problem_responses import failures
from onrecord.web.api.schemas import (
    Accept,
    Correction,
    CorrectionsAnswer,
    Edit,
    Merge,
    NameSpeaker,
    NewCorrection,
    Reject,
)
from onrecord.web.state import check_may_write, room_of
from onrecord.web.view.json import Json

router = APIRouter(tags=["Corrections"])


@router.get("/corrections", response_model=CorrectionsAnswer, responses=failures(400, 422))
def list_corrections(request: Request, asked: Annotated[CorrectionsListing, Query()]) -> Json:
    """List what people put right, newest first."""
    before = read_offset(asked.cursor, "corrections") or None
    log = room_of(request).store.corrections
    found = log.latest(asked.report, limit=asked.limit + 1, before=before)
    shown = found[: asked.limit]
    following = f"corrections:{shown[-1].number}" if len(found) > asked.limit else None
    return Json({"corrections": [entry.to_dict() for entry in shown], "cursor": following})


@router.post("/corrections", status_code=201, response_model=Correction, responses=failures(400, 404, 408, 413, 422))
def correct(request: Request, body: Annotated[NewCorrection, Body()]) -> Json:
    """Put something right: `action` says what.

    Nothing is overwritten: the answer is an entry of a log, which can be undone.
    """
    check_may_write(request)
    room = room_of(request)
    by = room.options.corrector if body.by is None else body.by
    return Json(_make_entry(room.store.corrections, body, by).to_dict(), 201)


def _make_entry(log: Corrections, body: NewCorrection, by: str) -> Entry:
    if isinstance(body, Accept):
        return log.accept(body.statement, by)
    if isinstance(body, Reject):
        return log.reject(body.statement, by)
    if isinstance(body, Edit):
        source, cue, content = (_spans(given) for given in (body.source, body.cue, body.content))
        return log.edit(body.statement, by, source=source, cue=cue, content=content)
    if isinstance(body, NameSpeaker):
        return log.speaker(body.statement, by, body.who)
    if isinstance(body, Merge):
        return log.merge(body.who, body.into, by)
    return log.undo(body.number, by)


def _spans(given: Sequence[tuple[int, int]] | None) -> list[Span] | None:
    return None if given is None else [Span(*span) for span in given]
