"""Endpoints of people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from onrecord.web.api import schemas
from onrecord.web.api.derive import to_payload
from onrecord.web.api.parameters import PeopleParameters, PersonId, SubjectsParameters, parse_offset_cursor
from onrecord.web.problems import problem_responses
from onrecord.web.state import get_room
from onrecord.web.view.responses import JsonResponse

router = APIRouter(tags=["People"])


@router.get("/people", response_model=schemas.PeopleResponse, responses=problem_responses(400, 422))
def list_people(request: Request, parameters: Annotated[PeopleParameters, Query()]) -> JsonResponse:
    """List people, those with most statements first."""
    offset, limit = parse_offset_cursor(parameters.cursor, "people"), parameters.limit
    room = get_room(request)
    people = room.get_cached(
        ("people", parameters.q, limit, offset),
        lambda: room.store.people(parameters.q, limit=limit + 1, offset=offset),
    )
    cursor = f"people:{offset + limit}" if len(people) > limit else None
    return JsonResponse({"people": [to_payload(one, schemas.PersonName) for one in people[:limit]], "cursor": cursor})


@router.get("/people/{person}", response_model=schemas.Person, responses=problem_responses(404, 422))
def get_person(request: Request, person: PersonId) -> JsonResponse:
    """Return a person by id (`p_…`); the id of a merged person returns the person they were merged into.

    Their statements are at `/statements?speaker=p_…`, their counts over time at `/counts?by=month&speaker=p_…`.
    """
    return JsonResponse(to_payload(get_room(request).store.person(person), schemas.Person))


@router.get("/people/{person}/subjects", response_model=schemas.SubjectsResponse, responses=problem_responses(404, 422))
def list_subjects(
    request: Request, person: PersonId, parameters: Annotated[SubjectsParameters, Query()]
) -> JsonResponse:
    """List what a person speaks about more than others do, from their latest statements."""
    room, limit = get_room(request), parameters.limit
    subjects = room.get_cached(("subjects", person, limit), lambda: room.store.subjects(person, limit=limit))
    return JsonResponse({"subjects": [to_payload(one, schemas.Subject) for one in subjects]})


@router.get("/people/{person}/company", response_model=schemas.CompanyResponse, responses=problem_responses(404, 422))
def list_company(
    request: Request, person: PersonId, parameters: Annotated[SubjectsParameters, Query()]
) -> JsonResponse:
    """List people who are quoted in the same reports as a person, those with most reports in common first."""
    room, limit = get_room(request), parameters.limit
    people = room.get_cached(("company", person, limit), lambda: room.store.quoted_together(person, limit=limit))
    return JsonResponse({"company": [to_payload(one, schemas.CoQuoted) for one in people]})
