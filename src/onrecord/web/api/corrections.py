"""Endpoints of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request

from onrecord.store import Correction as Entry
from onrecord.store import Corrections, StatementParts
from onrecord.text.spans import Span
from onrecord.web.api.parameters import CorrectionsParameters, parse_offset_cursor
from onrecord.web.api.schemas import (
    Accept,
    AddStatement,
    Correction,
    CorrectionsResponse,
    Edit,
    Merge,
    NameSpeaker,
    NewCorrection,
    Note,
    Reject,
)
from onrecord.web.problems import problem_responses
from onrecord.web.state import check_writable, get_room
from onrecord.web.view.responses import JsonResponse

router = APIRouter(tags=["Corrections"])


@router.get("/corrections", response_model=CorrectionsResponse, responses=problem_responses(400, 422))
def list_corrections(request: Request, parameters: Annotated[CorrectionsParameters, Query()]) -> JsonResponse:
    """List corrections, newest first."""
    before = parse_offset_cursor(parameters.cursor, "corrections") or None
    log = get_room(request).store.corrections
    latest = log.latest(parameters.report, limit=parameters.limit + 1, before=before)
    shown = latest[: parameters.limit]
    cursor = f"corrections:{shown[-1].number}" if len(latest) > parameters.limit else None
    return JsonResponse({"corrections": [entry.to_dict() for entry in shown], "cursor": cursor})


@router.post(
    "/corrections",
    status_code=201,
    response_model=Correction,
    responses=problem_responses(400, 404, 408, 413, 422),
)
def correct(request: Request, body: Annotated[NewCorrection, Body()]) -> JsonResponse:
    """Make a correction; `action` says which kind.

    Nothing is overwritten: the response is an entry in a log, and you can undo it.
    """
    check_writable(request)
    room = get_room(request)
    by = room.options.corrector if body.by is None else body.by
    return JsonResponse(_make_entry(room.store.corrections, body, by).to_dict(), 201)


def _make_entry(log: Corrections, body: NewCorrection, by: str) -> Entry:
    if isinstance(body, Accept):
        return log.accept(body.statement, by)
    if isinstance(body, Reject):
        return log.reject(body.statement, by)
    if isinstance(body, AddStatement):
        return log.add(body.report, by, who=body.who, is_unnamed=body.unnamed, **_read_parts(body))
    if isinstance(body, Edit):
        return log.edit(body.statement, by, **_read_parts(body))
    if isinstance(body, Note):
        return log.note(body.statement, by, body.text, body.tags)
    if isinstance(body, NameSpeaker):
        return log.speaker(body.statement, by, body.who)
    if isinstance(body, Merge):
        return log.merge(body.who, body.into, by)
    return log.undo(body.number, by)


def _read_parts(body: AddStatement | Edit) -> StatementParts:
    return StatementParts(
        source=_to_spans(body.source),
        cue=_to_spans(body.cue),
        content=_to_spans(body.content),
        venue=_to_spans(body.venue),
        addressee=_to_spans(body.addressee),
        kind=body.kind,
        said=body.said,
    )


def _to_spans(pairs: Sequence[tuple[int, int]] | None) -> list[Span] | None:
    return None if pairs is None else [Span(*pair) for pair in pairs]
