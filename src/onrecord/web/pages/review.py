"""The review page: what is unsure, one statement at a time, decided with one key each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from onrecord.record import AnnotatedReport, Statement
from onrecord.store import Hit
from onrecord.web.pages.context import PageContext
from onrecord.web.view.highlight import Segment, split_text
from onrecord.web.view.query_form import UNSURE, QueryForm

router = APIRouter()
_MOST_NAMES = 9
_CHOICES = tuple((name, label) for name, (_, label) in UNSURE.items())


@router.get("/review")
def review_page(request: Request) -> HTMLResponse:
    """Show what is most in doubt; ``of`` is how much there was at first, ``cursor`` skips what comes later."""
    context = PageContext.from_request(request)
    form = QueryForm.from_parameters({"unsure": "any", **request.query_params})
    query = form.to_query()
    left = context.room.get_cached(("count", query), lambda: context.store.count(query))
    total = max(left, _read_total(request.query_params.get("of", "")))
    results = context.store.search(query, sort="unsure", limit=1, cursor=form.cursor or None)
    here = _address(form, total)
    values: dict[str, Any] = {"hit": None, "skip": None, "names": (), "paragraphs": ()}
    if results.hits:
        hit = results.hits[0]
        record = context.store.get(hit.report.id)
        if record is not None:
            values = {
                "hit": hit,
                "skip": _address(form, total, cursor=results.cursor) if results.cursor else None,
                "names": _list_names(record, hit),
                "paragraphs": _find_paragraphs(record, hit.statement),
            }
    latest = [one for one in context.store.corrections.latest(limit=1) if not one.undone and one.action != "undo"]
    others = [(one.name, getattr(form, one.name)) for one in fields(form) if one.name not in ("unsure", "cursor")]
    return context.render(
        "review.html",
        form=form,
        choices=_CHOICES,
        others=[(name, value) for name, value in others if value],
        left=left,
        total=total,
        here=here,
        last=latest[0] if latest else None,
        **values,
    )


def _read_total(words: str) -> int:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else 0


def _address(form: QueryForm, total: int, **changes: Any) -> str:
    address = form.url("/review", **changes)
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'of': total})}"


def _list_names(record: AnnotatedReport, hit: Hit) -> list[str]:
    """List who may speak: the candidates, then the people of the report, those mentioned nearest first."""
    statement = hit.statement
    spans = [*statement.source.spans, *statement.cue.spans, *statement.content.spans]
    place = min((span.start for span in spans), default=0)
    near = sorted(
        (min((abs(mention.span.start - place) for mention in one.mentions), default=place), one.name)
        for one in record.entities
        if one.name and one.kind in ("person", "organisation")
    )
    candidates = statement.speaker.candidates if statement.speaker else ()
    names = dict.fromkeys([*candidates, *(name for _, name in near)])
    return [name for name in names if name != hit.speaker][:_MOST_NAMES]


def _find_paragraphs(record: AnnotatedReport, statement: Statement) -> Sequence[Sequence[Segment]]:
    """Return the paragraphs of a statement in full, with one before and one after."""
    paragraphs = split_text(record)
    own = [
        number
        for number, segments in enumerate(paragraphs)
        if any(role.statement == statement.id for segment in segments for role in segment.roles)
    ]
    return paragraphs[max(0, own[0] - 1) : own[-1] + 2] if own else paragraphs[:3]
