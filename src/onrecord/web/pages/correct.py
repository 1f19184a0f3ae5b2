"""Pages and forms for corrections."""

from __future__ import annotations

import re
from typing import Annotated, Any, cast, get_args

from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.record import AnnotatedReport, Kind
from onrecord.record.layers.statements import ALL_ROLES
from onrecord.store import Correction, StatementParts
from onrecord.text.locate import locate_words
from onrecord.text.spans import Span
from onrecord.web.pages.context import PageContext, redirect_to, set_name_cookie
from onrecord.web.pages.redirects import contents_by_id, redirect_to_successor
from onrecord.web.view.highlight import split_text

router = APIRouter()
_SPANS = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(?:\s+[0-9]{1,9}-[0-9]{1,9})*")
_NOTHING = "none"
"""Stands in a field for words that are taken away; an empty field changes nothing."""
_PAGE_SIZE = 100
TextField = Annotated[str, Form(max_length=2000)]
_EditorField = Annotated[str, Field(max_length=20_000)]


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
    if back and not back.startswith("/review") and context.is_fragment:
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


class EditorForm(BaseModel):
    """What the editor sends. An empty field changes nothing, ``none`` takes something away.

    Attributes:
        source: Offsets such as ``120-299 420-540``, or words exactly as the report prints them.
        cue: As for the source.
        content: As for the source.
        venue: As for the source.
        addressee: As for the source.
        who: Name or id of the speaker.
        unnamed: ``1`` if the report never names the source.
        kind: direct, indirect or mixed.
        said: Day, month or year.
        back: The page to show afterwards.
    """

    source: _EditorField = ""
    cue: _EditorField = ""
    content: _EditorField = ""
    venue: _EditorField = ""
    addressee: _EditorField = ""
    who: _EditorField = ""
    unnamed: _EditorField = ""
    kind: _EditorField = ""
    said: _EditorField = ""
    back: _EditorField = ""

    def read_parts(self, text: str) -> StatementParts:
        """Read the parts that were given, in the text of the report."""
        roles: dict[str, Any] = {}
        for role in ALL_ROLES:
            words = getattr(self, role).strip()
            if words:
                roles[role] = [] if words == _NOTHING else _read_spans(text, words)
        if self.kind:
            if self.kind not in get_args(Kind):
                raise ConfigurationError(f"kind {self.kind!r} is unknown; use direct, indirect or mixed")
            roles["kind"] = self.kind
        if self.said.strip():
            roles["said"] = "" if self.said.strip() == _NOTHING else self.said
        return cast(StatementParts, roles)


@router.get("/reports/{report_id}/missed")
def missed_page(request: Request, report_id: str) -> Response:
    """Show the form that adds a statement without scripts."""
    context = _writable_context(request)
    record = _get_record(context, report_id)
    return context.render("missed.html", report=record.report, paragraphs=split_text(record))


@router.post("/reports/{report_id}/statements")
def add_statement(request: Request, report_id: str, form: Annotated[EditorForm, Form()]) -> Response:
    """Add a statement that the model missed."""
    context = _writable_context(request)
    text = _get_record(context, report_id).report.text
    entry = context.store.corrections.add(
        report_id,
        context.corrector,
        who=form.who.strip() or None,
        is_unnamed=bool(form.unnamed),
        **form.read_parts(text),
    )
    return redirect_to(form.back or f"/statements/{entry.statement}")


@router.post("/statements/{statement_id}/change")
def change(request: Request, statement_id: str, form: Annotated[EditorForm, Form()]) -> Response:
    """Change any part of a statement, and its speaker."""
    context = _writable_context(request)
    hit = context.store.statement(statement_id)
    if hit is None:
        return redirect_to_successor(context.store, statement_id)
    parts = form.read_parts(hit.report.text)
    log, now = context.store.corrections, statement_id
    if parts:
        now = str(log.edit(statement_id, context.corrector, **parts).detail["id"])
    if form.unnamed or form.who.strip():
        log.speaker(now, context.corrector, None if form.unnamed else form.who)
    elif not parts:
        raise ConfigurationError("nothing is changed; select words in the text, or say who speaks")
    return redirect_to(form.back or f"/statements/{now}")


@router.post("/statements/{statement_id}/note")
def note(
    request: Request,
    statement_id: str,
    text: Annotated[str, Form(max_length=4000)] = "",
    tags: TextField = "",
    back: TextField = "",
) -> Response:
    """Attach a note, and tags with commas between them."""
    context = _writable_context(request)
    context.store.corrections.note(statement_id, context.corrector, text, tags.split(","))
    return redirect_to(back or f"/statements/{statement_id}")


def _get_record(context: PageContext, report_id: str) -> AnnotatedReport:
    record = context.store.get(report_id)
    if record is None:
        raise NotInStoreError(f"the store has no report {report_id!r}; find it with the search")
    return record


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
    """Show a corrected statement where it was corrected: in a list, or in its report; a review goes on."""
    if back and not back.startswith("/review") and context.is_fragment:
        hit = context.store.statement(statement_id)
        if hit is not None:
            return context.render("statement_card.html", hit=hit, back=back)
    return redirect_to(back or f"/statements/{statement_id}")


def _parse_spans(words: str) -> list[Span]:
    if words.strip() and not _SPANS.fullmatch(words.strip()):
        raise ConfigurationError(f"{words!r} is not a span; write it like 120-299, in characters of the text")
    return [locate_words("", part) for part in words.split()]


def _read_spans(text: str, words: str) -> list[Span]:
    """Read offsets, or words of a text."""
    return _parse_spans(words) if _SPANS.fullmatch(words) else [locate_words(text, words)]
