"""The same statement in other reports, wording beside wording."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from onrecord.web.pages.visits import Visit

router = APIRouter()


@router.get("/statements/{statement_id}/elsewhere")
def elsewhere_page(request: Request, statement_id: str) -> HTMLResponse:
    """Show who carried a statement, earliest first, and how the wordings differ."""
    visit = Visit.of(request)
    group = visit.room.remember(("like", statement_id), lambda: visit.store.like(statement_id))
    return visit.show("elsewhere.html", group=group, statement_id=statement_id)
