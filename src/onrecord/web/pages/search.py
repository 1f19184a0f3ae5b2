"""The search page: a query, filters, and statements in their context."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from onrecord.errors import ConfigurationError
from onrecord.store import Query, SearchResults
from onrecord.web.pages.context import PageContext, redirect_to
from onrecord.web.view.query_form import UNSURE, QueryForm

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
    results, fault, query = SearchResults(()), None, Query()
    try:
        query = form.to_query()
        results = context.store.search(query, sort=form.sort_order(), limit=_PAGE_SIZE, cursor=form.cursor or None)
    except ConfigurationError as error:
        fault = str(error)
    return context.render(
        "search.html",
        form=form,
        publishers=publishers,
        results=results,
        total=None if fault else context.room.get_cached(("count", query), lambda: context.store.count(query)),
        fault=fault,
        # htmx shows only successful responses.
        http_status=400 if fault and not context.is_fragment else 200,
    )


@router.post("/searches")
def save_search(
    request: Request, name: Annotated[str, Form(max_length=100)], query: Annotated[str, Form(max_length=4000)] = ""
) -> Response:
    """Save a search under a name."""
    context = PageContext.from_request(request)
    context.check_writable()
    form = QueryForm.from_parameters(dict(parse_qsl(query)))
    address = form.url("/", cursor="")
    context.store.save_search(name, urlsplit(address).query)
    return redirect_to(address)


@router.post("/searches/delete")
def delete_search(request: Request, name: Annotated[str, Form(max_length=100)]) -> Response:
    """Delete a saved search."""
    context = PageContext.from_request(request)
    context.check_writable()
    context.store.delete_search(name)
    return redirect_to("/")


def _make_overview(context: PageContext) -> dict[str, Any]:
    store = context.store

    def compute() -> dict[str, Any]:
        reports, statements = store.size()
        return {
            "count": reports,
            "statements": statements,
            "people": store.people(limit=12),
            "reports": store.reports(limit=8).reports,
            "unsure": store.count(Query(doubt=UNSURE["any"][0])),
            "searches": store.saved_searches(),
            "tags": store.tags(limit=20),
        }

    return context.room.get_cached("front", compute)
