"""The same statement in other reports, wording beside wording."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.errors import NotInStoreError
from onrecord.web.pages.redirects import follow
from onrecord.web.pages.requests import Visit

router = APIRouter()


@router.get("/statements/{statement_id}/elsewhere")
def elsewhere_page(request: Request, statement_id: str) -> Response:
    """Show who carried a statement, earliest first, and how the wordings differ."""
    visit = Visit.of(request)
    try:
        group = visit.room.remember(("like", statement_id), lambda: visit.store.near_duplicates(statement_id))
    except NotInStoreError:
        return follow(visit.store, statement_id, "/elsewhere")
    return visit.show("elsewhere.html", group=group, statement_id=statement_id)
