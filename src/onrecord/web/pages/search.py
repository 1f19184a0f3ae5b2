"""The search page: a query, filters, and statements in their context."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from onrecord.errors import ConfigurationError
from onrecord.store import SearchResults
from onrecord.web.pages.context import PageContext
from onrecord.web.view.query_form import QueryForm

router = APIRouter()
_PAGE_SIZE = 10


@router.get("/")
def search_page(request: Request) -> HTMLResponse:
    """Show the results of a query; without a query, an overview of the store."""
    context = PageContext.from_request(request)
    form = QueryForm.from_parameters(request.query_params)
    publishers = context.list_publishers()
    if form.is_empty:
        return context.render("front.html", form=form, publishers=publishers, **_make_overview(context))
    results, fault = SearchResults(()), None
    try:
        results = context.store.search(
            form.to_query(), sort=form.sort_order(), limit=_PAGE_SIZE, cursor=form.cursor or None
        )
    except ConfigurationError as error:
        fault = str(error)
    return context.render(
        "search.html",
        form=form,
        publishers=publishers,
        results=results,
        fault=fault,
        # htmx shows only successful responses.
        http_status=400 if fault and not context.is_fragment else 200,
    )


def _make_overview(context: PageContext) -> dict[str, Any]:
    store = context.store

    def compute() -> dict[str, Any]:
        reports, statements = store.size()
        return {
            "count": reports,
            "statements": statements,
            "people": store.people(limit=12),
            "reports": store.reports(limit=8).reports,
        }

    return context.room.get_cached("front", compute)
