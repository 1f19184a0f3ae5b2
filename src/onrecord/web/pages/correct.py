"""Corrections, made where the mistake is seen."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import ConfigurationError
from onrecord.store import Correction
from onrecord.text.spans import Span
from onrecord.web.pages.redirects import contents_of, follow
from onrecord.web.pages.requests import Visit, go_to, keep_name

router = APIRouter()
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_SHOWN = 100
Words = Annotated[str, Form(max_length=2000)]


@router.get("/corrections")
def corrections_page(request: Request, before: Annotated[int | None, Query(ge=1, le=2**62)] = None) -> HTMLResponse:
    """Show what people put right, latest first."""
    visit = Visit.of(request)
    latest = visit.store.corrections.latest(limit=_SHOWN + 1, before=before)
    shown = latest[:_SHOWN]
    older = shown[-1].number if len(latest) > _SHOWN else None
    people = {entry.detail[part] for entry in shown for part in ("from", "into", "person") if part in entry.detail}
    contents: dict[str, str] = {}
    for report_id in {entry.report for entry in shown if entry.report}:
        # As the model found them, for those that were rejected, and as they are now.
        contents |= contents_of(visit.store.get(report_id, corrected=False), visit.store.get(report_id))
    return visit.show(
        "corrections.html", entries=shown, older=older, names=visit.store.person_names(people), contents=contents
    )


@router.get("/statements/{statement_id}/change")
def change_page(request: Request, statement_id: str) -> Response:
    """Show the forms that change a statement: by themselves, or for its place beside the text."""
    visit = _writer(request)
    hit = visit.store.statement(statement_id)
    if hit is None:
        return follow(visit.store, statement_id, "/change")
    return visit.show("change.html", hit=hit)


@router.post("/statements/{statement_id}/accept")
def accept(request: Request, statement_id: str, back: Words = "") -> Response:
    """Say that a statement is right."""
    visit = _writer(request)
    visit.store.corrections.accept(statement_id, visit.by)
    return _answer(visit, statement_id, back)


@router.post("/statements/{statement_id}/reject")
def reject(request: Request, statement_id: str, back: Words = "") -> Response:
    """Say that a statement is none."""
    visit = _writer(request)
    entry = visit.store.corrections.reject(statement_id, visit.by)
    if back and visit.is_partial:
        return visit.show("rejected.html", entry=entry, back=back)
    return go_to(back or f"/reports/{entry.report}")


@router.post("/statements/{statement_id}/speaker")
def reassign(request: Request, statement_id: str, who: Words, back: Words = "") -> Response:
    """Say who speaks."""
    visit = _writer(request)
    visit.store.corrections.speaker(statement_id, visit.by, who)
    return _answer(visit, statement_id, back)


@router.post("/statements/{statement_id}/edit")
def edit(
    request: Request, statement_id: str, source: Words = "", cue: Words = "", content: Words = "", back: Words = ""
) -> Response:
    """Give a statement other spans: all three roles, each as offsets such as ``120-299 420-540``."""
    visit = _writer(request)
    entry = visit.store.corrections.edit(
        statement_id, visit.by, source=_spans(source), cue=_spans(cue), content=_spans(content)
    )
    return _answer(visit, str(entry.detail["id"]), back)


@router.post("/people/{person_id}/merge")
def merge(request: Request, person_id: str, into: Words) -> Response:
    """Say that two persons are one."""
    visit = _writer(request)
    entry = visit.store.corrections.merge(person_id, into, visit.by)
    return go_to(f"/people/{entry.detail['into']}")


@router.post("/corrections/{number}/undo")
def undo(request: Request, number: int, back: Words = "") -> Response:
    """Take a correction back."""
    visit = _writer(request)
    entry: Correction = visit.store.corrections.undo(number, visit.by)
    return go_to(back or (f"/reports/{entry.report}" if entry.report else "/corrections"))


@router.post("/name")
def name(request: Request, by: Annotated[str, Form(max_length=100)], back: Words = "/") -> RedirectResponse:
    """Take the name under which somebody corrects."""
    _writer(request)
    given = by.strip()
    if not given or not given.isprintable():
        raise ConfigurationError("give a name on one line: it stands beside what you correct")
    answer = go_to(back)
    keep_name(answer, given)
    return answer


def _writer(request: Request) -> Visit:
    visit = Visit.of(request)
    visit.check_writing()
    return visit


def _answer(visit: Visit, statement_id: str, back: str) -> Response:
    """Show a corrected statement where it was corrected: in a list, or in its report."""
    if back and visit.is_partial:
        hit = visit.store.statement(statement_id)
        if hit is not None:
            return visit.show("card.html", hit=hit, back=back)
    return go_to(back or f"/statements/{statement_id}")


def _spans(words: str) -> list[Span]:
    spans = []
    for part in words.split():
        found = _SPAN.fullmatch(part)
        if found is None:
            raise ConfigurationError(f"{part!r} is no span; write it like 120-299, counted in characters of the text")
        spans.append(Span(int(found[1]), int(found[2])))
    return spans
