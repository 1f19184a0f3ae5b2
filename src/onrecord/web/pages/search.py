"""The search page: one box, filters, and statements in their context."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from onrecord.errors import ConfigurationError
from onrecord.store import SearchResults
from onrecord.web.pages.requests import Visit
from onrecord.web.view.queries import Asked

router = APIRouter()
_PAGE = 10


@router.get("/")
def search_page(request: Request) -> HTMLResponse:
    """Show what was found, or the way in where nothing was asked for."""
    visit = Visit.of(request)
    asked = Asked.read(request.query_params)
    publishers = visit.publishers()
    if asked.is_empty:
        return visit.show("front.html", asked=asked, publishers=publishers, **_front(visit))
    try:
        results = visit.store.search(asked.query(), sort=asked.order(), limit=_PAGE, cursor=asked.cursor or None)
    except ConfigurationError as error:
        return visit.show(
            "search.html",
            asked=asked,
            publishers=publishers,
            results=SearchResults(()),
            fault=str(error),
            http_status=200 if visit.is_partial else 400,
        )
    return visit.show("search.html", asked=asked, publishers=publishers, results=results, fault=None)


def _front(visit: Visit) -> dict[str, Any]:
    """Give what the way in shows: how much is here, who speaks most, what came last."""
    store = visit.store

    def find() -> dict[str, Any]:
        reports, statements = store.size()
        return {
            "count": reports,
            "statements": statements,
            "people": store.people(limit=12),
            "reports": store.reports(limit=8).reports,
        }

    return visit.room.remember("front", find)
