"""Statements: searched, counted, one by one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from onrecord.errors import NotInStoreError
from onrecord.record.codec import write_part
from onrecord.store import Store
from onrecord.web.api.parameters import Counting, LikeReading, Searching, StatementId
from onrecord.web.api.problem_responses import failures
from onrecord.web.api.schemas import CountsAnswer, LikeAnswer, SearchAnswer, Size, StatementAnswer
from onrecord.web.state import room_of
from onrecord.web.view.json import Json

router = APIRouter(tags=["Statements"])


@router.get("/size", response_model=Size, responses=failures())
def get_size(request: Request) -> Json:
    """Count the reports and the statements of the store."""
    room = room_of(request)
    reports, statements = room.remember("size", room.store.size)
    return Json({"reports": reports, "statements": statements})


@router.get("/statements", response_model=SearchAnswer, responses=failures(400, 422))
def search_statements(request: Request, asked: Annotated[Searching, Query()]) -> Json:
    """Find statements, a page at a time."""
    results = room_of(request).store.search(asked.query(), sort=asked.sort, limit=asked.limit, cursor=asked.cursor)
    return Json(
        {
            "hits": [hit.to_dict_in_context() for hit in results],
            "cursor": results.cursor,
            "speakers": [person.to_dict() for person in results.speakers],
            "perhaps": [person.to_dict() for person in results.perhaps],
        }
    )


@router.get("/statements/{statement}", response_model=StatementAnswer, responses=failures(404, 422))
def get_statement(request: Request, statement: StatementId) -> Json:
    """Give a statement by its id (`s_…`)."""
    hit = room_of(request).store.statement(statement)
    if hit is None:
        raise NotInStoreError(_explain_absence(room_of(request).store, statement))
    return Json({"statement": write_part(hit.statement), "hit": hit.to_dict_in_context()})


def _explain_absence(store: Store, statement_id: str) -> str:
    found = store.corrections.find_successor(statement_id)
    if found is None or found[1] == statement_id:
        return f"the store has no statement {statement_id!r} now; find it by a search"
    report_id, now = found
    became = f"was corrected and is {now} now" if now else "was rejected"
    return f"statement {statement_id} of report {report_id} {became}; see /api/v1/corrections?report={report_id}"


@router.get("/statements/{statement}/like", response_model=LikeAnswer, responses=failures(400, 404, 422))
def find_like(request: Request, statement: StatementId, asked: Annotated[LikeReading, Query()]) -> Json:
    """Give the same statement in other reports, in near-equal words, the earliest report first."""
    return Json(room_of(request).store.near_duplicates(statement, likeness=asked.likeness).to_dict())


@router.get("/counts", response_model=CountsAnswer, responses=failures(400, 422))
def count_statements(request: Request, asked: Annotated[Counting, Query()]) -> Json:
    """Count the statements that a query asks for, in groups."""
    room, query = room_of(request), asked.query()
    found = room.remember(
        ("counts", query, asked.by, asked.limit), lambda: room.store.count_by(asked.by, query, limit=asked.limit + 1)
    )
    groups = found[: asked.limit]
    is_more = len(found) > asked.limit
    names = room.store.person_names([group for group, _ in groups if group]) if asked.by == "speaker" else {}
    total = room.remember(("count", query), lambda: room.store.count(query)) if is_more else sum(n for _, n in found)
    return Json(
        {
            "by": asked.by,
            "statements": total,
            "counts": [{"group": group, "name": names.get(group or ""), "statements": n} for group, n in groups],
            "more": is_more,
        }
    )
