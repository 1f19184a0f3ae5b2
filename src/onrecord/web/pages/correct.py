"""Pages and forms for corrections."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import ConfigurationError
from onrecord.store import Correction
from onrecord.text.spans import Span
from onrecord.web.pages.context import PageContext, redirect_to, set_name_cookie
from onrecord.web.pages.redirects import contents_by_id, redirect_to_successor

router = APIRouter()
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_PAGE_SIZE = 100
TextField = Annotated[str, Form(max_length=2000)]


@router.get("/corrections")
def corrections_page(request: Request, before: Annotated[int | None, Query(ge=1, le=2**62)] = None) -> HTMLResponse:
    """List corrections, newest first."""
    context = PageContext.from_request(request)
    latest = context.store.corrections.latest(limit=_PAGE_SIZE + 1, before=before)
    shown = latest[:_PAGE_SIZE]
    older = shown[-1].number if len(latest) > _PAGE_SIZE else None
    people = {entry.detail[part] for entry in shown for part in ("from", "into", "person") if part in entry.detail}
    contents: dict[str, str] = {}
    for report_id in {entry.report for entry in shown if entry.report}:
        # The uncorrected record has the statements that were rejected.
        contents |= contents_by_id(context.store.get(report_id, corrected=False), context.store.get(report_id))
    return context.render(
        "corrections.html", entries=shown, older=older, names=context.store.person_names(people), contents=contents
    )


@router.get("/statements/{statement_id}/change")
def change_page(request: Request, statement_id: str) -> Response:
    """Show the forms that change a statement, as a page or as a part of the report page."""
    context = _writable_context(request)
    hit = context.store.statement(statement_id)
    if hit is None:
        return redirect_to_successor(context.store, statement_id, "/change")
    return context.render("change.html", hit=hit)


@router.post("/statements/{statement_id}/accept")
def accept(request: Request, statement_id: str, back: TextField = "") -> Response:
    """Accept a statement."""
    context = _writable_context(request)
    context.store.corrections.accept(statement_id, context.corrector)
    return _respond(context, statement_id, back)


@router.post("/statements/{statement_id}/reject")
def reject(request: Request, statement_id: str, back: TextField = "") -> Response:
    """Reject a statement."""
    context = _writable_context(request)
    entry = context.store.corrections.reject(statement_id, context.corrector)
    if back and context.is_fragment:
        return context.render("rejected.html", entry=entry, back=back)
    return redirect_to(back or f"/reports/{entry.report}")


@router.post("/statements/{statement_id}/speaker")
def change_speaker(request: Request, statement_id: str, who: TextField, back: TextField = "") -> Response:
    """Change the speaker of a statement."""
    context = _writable_context(request)
    context.store.corrections.speaker(statement_id, context.corrector, who)
    return _respond(context, statement_id, back)


@router.post("/statements/{statement_id}/edit")
def edit(
    request: Request,
    statement_id: str,
    source: TextField = "",
    cue: TextField = "",
    content: TextField = "",
    back: TextField = "",
) -> Response:
    """Change the spans of a statement; each field holds offsets such as ``120-299 420-540``."""
    context = _writable_context(request)
    entry = context.store.corrections.edit(
        statement_id,
        context.corrector,
        source=_parse_spans(source),
        cue=_parse_spans(cue),
        content=_parse_spans(content),
    )
    return _respond(context, str(entry.detail["id"]), back)


@router.post("/people/{person_id}/merge")
def merge(request: Request, person_id: str, into: TextField) -> Response:
    """Merge a person into another."""
    context = _writable_context(request)
    entry = context.store.corrections.merge(person_id, into, context.corrector)
    return redirect_to(f"/people/{entry.detail['into']}")


@router.post("/corrections/{number}/undo")
def undo(request: Request, number: int, back: TextField = "") -> Response:
    """Undo a correction."""
    context = _writable_context(request)
    entry: Correction = context.store.corrections.undo(number, context.corrector)
    return redirect_to(back or (f"/reports/{entry.report}" if entry.report else "/corrections"))


@router.post("/name")
def set_name(request: Request, by: Annotated[str, Form(max_length=100)], back: TextField = "/") -> RedirectResponse:
    """Set the name on the visitor's corrections."""
    _writable_context(request)
    name = by.strip()
    if not name or not name.isprintable():
        raise ConfigurationError("give a name on one line; it appears beside your corrections")
    response = redirect_to(back)
    set_name_cookie(response, name)
    return response


def _writable_context(request: Request) -> PageContext:
    context = PageContext.from_request(request)
    context.check_writable()
    return context


def _respond(context: PageContext, statement_id: str, back: str) -> Response:
    """Show a corrected statement where it was corrected: in a list, or in its report."""
    if back and context.is_fragment:
        hit = context.store.statement(statement_id)
        if hit is not None:
            return context.render("statement_card.html", hit=hit, back=back)
    return redirect_to(back or f"/statements/{statement_id}")


def _parse_spans(words: str) -> list[Span]:
    spans = []
    for part in words.split():
        found = _SPAN.fullmatch(part)
        if found is None:
            raise ConfigurationError(f"{part!r} is not a span; write it like 120-299, in characters of the text")
        spans.append(Span(int(found[1]), int(found[2])))
    return spans
