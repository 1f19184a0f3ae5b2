"""People: who speaks, in which roles, about what, beside whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from onrecord.web.api.parameters import PeopleListing, PersonId, SubjectsReading, read_offset
from onrecord.web.api.problem_responses import failures
from onrecord.web.api.schemas import CompanyAnswer, PeopleAnswer, Person, SubjectsAnswer
from onrecord.web.state import room_of
from onrecord.web.view.json import Json

router = APIRouter(tags=["People"])


@router.get("/people", response_model=PeopleAnswer, responses=failures(400, 422))
def list_people(request: Request, asked: Annotated[PeopleListing, Query()]) -> Json:
    """List who speaks, those with most statements first."""
    offset = read_offset(asked.cursor, "people")
    room = room_of(request)
    found = room.remember(
        ("people", asked.q, asked.limit, offset),
        lambda: room.store.people(asked.q, limit=asked.limit + 1, offset=offset),
    )
    following = f"people:{offset + asked.limit}" if len(found) > asked.limit else None
    return Json({"people": [one.to_dict() for one in found[: asked.limit]], "cursor": following})


@router.get("/people/{person}", response_model=Person, responses=failures(404, 422))
def get_person(request: Request, person: PersonId) -> Json:
    """Give what the store knows of a person by id (`p_…`); one who was merged is whom they were merged into.

    Their statements are at `/statements?speaker=p_…`, over time at `/counts?by=month&speaker=p_…`.
    """
    found = room_of(request).store.person(person)
    return Json(
        {
            "id": found.id,
            "name": found.name,
            "kind": found.kind,
            "statements": found.statements,
            "names": list(found.names),
            "roles": [
                {"role": one.role, "first": one.first, "last": one.last, "statements": one.statements}
                for one in found.roles
            ],
            "first": found.first,
            "last": found.last,
            "merged": list(found.merged),
        }
    )


@router.get("/people/{person}/subjects", response_model=SubjectsAnswer, responses=failures(404, 422))
def list_subjects(request: Request, person: PersonId, asked: Annotated[SubjectsReading, Query()]) -> Json:
    """Give what somebody speaks about more than others do, by their latest statements."""
    room = room_of(request)
    found = room.remember(("subjects", person, asked.limit), lambda: room.store.subjects(person, limit=asked.limit))
    return Json({"subjects": [{"words": one.words, "statements": one.statements} for one in found]})


@router.get("/people/{person}/company", response_model=CompanyAnswer, responses=failures(404, 422))
def list_company(request: Request, person: PersonId, asked: Annotated[SubjectsReading, Query()]) -> Json:
    """Give who is quoted in the same reports as somebody, those with most of these first."""
    room = room_of(request)
    found = room.remember(
        ("company", person, asked.limit), lambda: room.store.quoted_together(person, limit=asked.limit)
    )
    listed = [{"id": one.id, "name": one.name, "kind": one.kind, "reports": one.reports} for one in found]
    return Json({"company": listed})
