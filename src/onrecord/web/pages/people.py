"""Pages of people: names, roles, subjects, and who is quoted with them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from onrecord.errors import ConfigurationError
from onrecord.store import Query
from onrecord.web.pages.context import PageContext
from onrecord.web.view.query_form import MAX_LENGTH, QueryForm

router = APIRouter()
_PAGE_SIZE = 60
_LATEST_STATEMENTS = 5
_SUGGESTIONS = 12
_MAX_OFFSET = 1_000_000


@router.get("/people")
def people_page(request: Request) -> HTMLResponse:
    """List people, those with most statements first."""
    context = PageContext.from_request(request)
    name = request.query_params.get("name", "").strip()[:MAX_LENGTH]
    offset = _parse_offset(request.query_params.get("after", "0"))
    people = context.room.get_cached(
        ("people", name, offset), lambda: context.store.people(name, limit=_PAGE_SIZE + 1, offset=offset)
    )
    next_offset = offset + _PAGE_SIZE if len(people) > _PAGE_SIZE else None
    return context.render("people.html", people=people[:_PAGE_SIZE], name=name, next_offset=next_offset)


def _parse_offset(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) <= 7):
        raise ConfigurationError(f"after={words!r} is not a number of people to skip")
    return min(int(words), _MAX_OFFSET)


@router.get("/people/names")
def name_suggestions(request: Request) -> HTMLResponse:
    """Suggest names while the visitor types."""
    context = PageContext.from_request(request)
    typed = next((value.strip()[:MAX_LENGTH] for value in request.query_params.values() if value.strip()), "")
    people = context.store.people(typed, limit=_SUGGESTIONS) if len(typed) > 1 else []
    return context.render("names.html", people=people)


@router.get("/people/{person_id}")
def person_page(request: Request, person_id: str) -> HTMLResponse:
    """Show a person."""
    context = PageContext.from_request(request)
    person = context.store.person(person_id)
    latest = context.store.search(Query(speaker=person.id), sort="newest", limit=_LATEST_STATEMENTS)
    return context.render("person.html", person=person, latest=latest, form=QueryForm(speaker=person.id))


@router.get("/people/{person_id}/subjects")
def subjects_fragment(request: Request, person_id: str) -> HTMLResponse:
    """Show what a person speaks about."""
    context = PageContext.from_request(request)
    subjects = context.room.get_cached(("subjects", person_id), lambda: context.store.subjects(person_id))
    return context.render("subjects.html", subjects=subjects, person_id=person_id)


@router.get("/people/{person_id}/company")
def quoted_with_fragment(request: Request, person_id: str) -> HTMLResponse:
    """Show who is quoted in the same reports as a person."""
    context = PageContext.from_request(request)
    people = context.room.get_cached(("company", person_id), lambda: context.store.quoted_together(person_id))
    return context.render("quoted_with.html", people=people)
