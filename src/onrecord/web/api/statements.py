"""Endpoints of statements: search, get, near-duplicates, counts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from onrecord.errors import NotInStoreError
from onrecord.record.codec import write_part
from onrecord.store import Store
from onrecord.web.api import schemas
from onrecord.web.api.derive import to_payload
from onrecord.web.api.parameters import CountParameters, LikeParameters, SearchParameters, StatementId
from onrecord.web.problems import problem_responses
from onrecord.web.state import get_room
from onrecord.web.view.responses import JsonResponse

router = APIRouter(tags=["Statements"])


@router.get("/size", response_model=schemas.Size, responses=problem_responses())
def get_size(request: Request) -> JsonResponse:
    """Count the reports and the statements in the store."""
    room = get_room(request)
    reports, statements = room.get_cached("size", room.store.size)
    return JsonResponse({"reports": reports, "statements": statements})


@router.get("/statements", response_model=schemas.SearchResponse, responses=problem_responses(400, 422))
def search_statements(request: Request, parameters: Annotated[SearchParameters, Query()]) -> JsonResponse:
    """Search statements, a page at a time."""
    results = get_room(request).store.search(
        parameters.to_query(), sort=parameters.sort, limit=parameters.limit, cursor=parameters.cursor
    )
    return JsonResponse(
        {
            "hits": [hit.to_dict_in_context() for hit in results],
            "cursor": results.cursor,
            "speakers": [to_payload(person, schemas.PersonName) for person in results.speakers],
            "perhaps": [to_payload(person, schemas.PersonName) for person in results.perhaps],
        }
    )


@router.get("/statements/{statement}", response_model=schemas.StatementResponse, responses=problem_responses(404, 422))
def get_statement(request: Request, statement: StatementId) -> JsonResponse:
    """Return a statement by its id (`s_…`)."""
    store = get_room(request).store
    hit = store.statement(statement)
    if hit is None:
        raise NotInStoreError(_explain_absence(store, statement))
    return JsonResponse({"statement": write_part(hit.statement), "hit": hit.to_dict_in_context()})


def _explain_absence(store: Store, statement_id: str) -> str:
    found = store.corrections.find_successor(statement_id)
    if found is None or found[1] == statement_id:
        return f"the store has no statement {statement_id!r}; find it with a search"
    report_id, successor = found
    change = f"was corrected and is now {successor}" if successor else "was rejected"
    return f"statement {statement_id} of report {report_id} {change}; see /api/v1/corrections?report={report_id}"


@router.get(
    "/statements/{statement}/like",
    response_model=schemas.LikeResponse,
    responses=problem_responses(400, 404, 422),
)
def find_like(request: Request, statement: StatementId, parameters: Annotated[LikeParameters, Query()]) -> JsonResponse:
    """Return the near-duplicates of a statement in other reports, the earliest report first."""
    return JsonResponse(get_room(request).store.near_duplicates(statement, likeness=parameters.likeness).to_dict())


@router.get("/counts", response_model=schemas.CountsResponse, responses=problem_responses(400, 422))
def count_statements(request: Request, parameters: Annotated[CountParameters, Query()]) -> JsonResponse:
    """Count the statements that match a query, by group."""
    room, query = get_room(request), parameters.to_query()
    by, limit = parameters.by, parameters.limit
    found = room.get_cached(("counts", query, by, limit), lambda: room.store.count_by(by, query, limit=limit + 1))
    groups, has_more = found[:limit], len(found) > limit
    names = room.store.person_names([group for group, _ in groups if group]) if by == "speaker" else {}
    total = room.get_cached(("count", query), lambda: room.store.count(query)) if has_more else sum(n for _, n in found)
    return JsonResponse(
        {
            "by": by,
            "statements": total,
            "counts": [{"group": group, "name": names.get(group or ""), "statements": n} for group, n in groups],
            "more": has_more,
        }
    )
