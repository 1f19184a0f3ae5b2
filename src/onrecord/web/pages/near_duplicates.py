"""The page of a statement's near-duplicates in other reports."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.errors import NotInStoreError
from onrecord.web.pages.context import PageContext
from onrecord.web.pages.redirects import redirect_to_successor

router = APIRouter()


@router.get("/statements/{statement_id}/elsewhere")
def near_duplicates_page(request: Request, statement_id: str) -> Response:
    """Show the reports that carry a statement, earliest first, and how their wordings differ."""
    context = PageContext.from_request(request)
    try:
        group = context.room.get_cached(("like", statement_id), lambda: context.store.near_duplicates(statement_id))
    except NotInStoreError:
        return redirect_to_successor(context.store, statement_id, "/elsewhere")
    return context.render("near_duplicates.html", group=group, statement_id=statement_id)
