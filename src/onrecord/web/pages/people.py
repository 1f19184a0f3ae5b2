"""Pages of people: who speaks, under which names, in which roles, about what, beside whom."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from onrecord.errors import ConfigurationError
from onrecord.store import Query
from onrecord.web.pages.requests import Visit
from onrecord.web.view.queries import LONGEST, Asked

router = APIRouter()
_PAGE = 60
_LATEST = 5
_SUGGESTED = 12
_FARTHEST = 1_000_000


@router.get("/people")
def people_page(request: Request) -> HTMLResponse:
    """List who speaks, those with most statements first."""
    visit = Visit.of(request)
    words = request.query_params.get("name", "").strip()[:LONGEST]
    offset = _number(request.query_params.get("after", "0"))
    people = visit.room.remember(
        ("people", words, offset), lambda: visit.store.people(words, limit=_PAGE + 1, offset=offset)
    )
    following = offset + _PAGE if len(people) > _PAGE else None
    return visit.show("people.html", people=people[:_PAGE], words=words, following=following)


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) <= 7):
        raise ConfigurationError(f"after={words!r} is no number of people to pass over")
    return min(int(words), _FARTHEST)


@router.get("/people/names")
def names(request: Request) -> HTMLResponse:
    """Suggest names for what is being typed."""
    visit = Visit.of(request)
    words = next((value.strip()[:LONGEST] for value in request.query_params.values() if value.strip()), "")
    found = visit.store.people(words, limit=_SUGGESTED) if len(words) > 1 else []
    return visit.show("names.html", people=found)


@router.get("/people/{person_id}")
def person_page(request: Request, person_id: str) -> HTMLResponse:
    """Show somebody."""
    visit = Visit.of(request)
    person = visit.store.person(person_id)
    latest = visit.store.search(Query(speaker=person.id), sort="newest", limit=_LATEST)
    return visit.show("person.html", person=person, latest=latest, asked=Asked(speaker=person.id))


@router.get("/people/{person_id}/subjects")
def subjects_part(request: Request, person_id: str) -> HTMLResponse:
    """Show what somebody speaks about."""
    visit = Visit.of(request)
    subjects = visit.room.remember(("subjects", person_id), lambda: visit.store.subjects(person_id))
    return visit.show("subjects.html", subjects=subjects, person_id=person_id)


@router.get("/people/{person_id}/company")
def company_part(request: Request, person_id: str) -> HTMLResponse:
    """Show whom somebody is quoted with."""
    visit = Visit.of(request)
    company = visit.room.remember(("company", person_id), lambda: visit.store.quoted_together(person_id))
    return visit.show("company.html", company=company, person_id=person_id)
