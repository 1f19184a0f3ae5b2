"""What goes wrong, told: as a page to people, as problem details (RFC 9457) to programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import (
    ConfigurationError,
    MissingExtraError,
    NotInStoreError,
    OnRecordError,
    QueryError,
    QueryTimeoutError,
    ReadError,
    RecordError,
    SpanError,
    StoreError,
    UnsupportedFormatError,
)
from onrecord.web.state import room_of
from onrecord.web.view.json import ProblemJson
from onrecord.web.view.templates import render

API = "/api/"
_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
_LOG = logging.getLogger("onrecord.web")
_STATUS: tuple[tuple[type[OnRecordError], int], ...] = (
    (NotInStoreError, 404),
    (QueryTimeoutError, 503),
    (StoreError, 503),
    (ConfigurationError, 400),
    (SpanError, 400),
    (RecordError, 400),
    (UnsupportedFormatError, 415),
    (ReadError, 400),
    (MissingExtraError, 400),
)
_PLAINLY = {
    "Not Found": "there is no such page",
    "Method Not Allowed": "that cannot be done here; what can is in the header Allow",
    "There was an error parsing the body": "the body is no JSON that can be read",
}
_UNEXPECTED = "something went wrong in the program, not in what you asked for; please report it with the address"


def status_of(error: OnRecordError) -> int:
    """Give the HTTP status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(status: int, detail: str, path: str, **more: Any) -> Response:
    """Give problem details.

    Args:
        status: HTTP status.
        detail: What is wrong, and what to do.
        path: What was asked for.
        more: Further members.
    """
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": quote(path, errors="replace"),
    }
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return ProblemJson(body | more, status, headers)


def refuse(path: str, status: int, detail: str, **more: Any) -> Response:
    """Give the answer to a request that fails, in the form for whoever asked."""
    if path.startswith(API):
        return problem(status, detail, path, **more)
    return render("problem.html", status=status, title=HTTPStatus(status).phrase, detail=detail, http_status=status)


def _methods(request: Request) -> list[str]:
    """Give the methods by which an address can be asked; the router only knows those of the first function for it."""
    scopes = ({**request.scope, "method": method} for method in _METHODS)
    routes = request.app.routes
    return [scope["method"] for scope in scopes if any(route.matches(scope)[0] is Match.FULL for route in routes)]


def add_handlers(app: FastAPI) -> None:
    """Let an application answer errors so."""

    async def expected(request: Request, error: Exception) -> Response:
        assert isinstance(error, OnRecordError)
        status = status_of(error)
        if status >= 500:
            _LOG.warning("%s %s: %s", request.method, request.url.path, error)
        more = {"position": error.position} if isinstance(error, QueryError) else {}
        # Where the store lies is nobody's business but that of who opened it.
        detail = str(error).removeprefix(f"{room_of(request).store.name}: ")
        return refuse(request.url.path, status, detail, **more)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [{"place": ".".join(map(str, one["loc"])), "reason": one["msg"]} for one in error.errors()]
        detail = "; ".join(f"{fault['place']}: {fault['reason']}" for fault in faults[:5])
        return refuse(request.url.path, 422, detail, errors=faults)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = _PLAINLY.get(error.detail, error.detail)
        answer = refuse(request.url.path, error.status_code, detail)
        answer.headers.update(error.headers or {})
        if error.status_code == 405 and request.url.path.startswith(API):
            answer.headers["allow"] = ", ".join(_methods(request))
        return answer

    app.add_exception_handler(OnRecordError, expected)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


class Faults:
    """Answers what nobody foresaw, within the doorkeeper, so that this answer too has the headers of every other.

    Args:
        app: What is served.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        is_begun = False

        async def sending(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:  # the one place that turns faults of the program into pages
            if scope["type"] != "http" or is_begun:
                # An answer that has begun can only be cut off.
                raise
            _LOG.error("%s %s failed", scope["method"], scope["path"], exc_info=error)
            await refuse(scope["path"], 500, _UNEXPECTED)(scope, receive, send)
