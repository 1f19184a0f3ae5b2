"""What goes wrong, told: as a page to people, as problem details (RFC 9457) to programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from onrecord.errors import (
    ConfigurationError,
    NotInStoreError,
    OnRecordError,
    QueryError,
    QueryTimeoutError,
    ReadError,
    RecordError,
    SpanError,
    StoreError,
)
from onrecord.web.rendering import render

API = "/api/"
_LOG = logging.getLogger("onrecord.web")
_STATUS: tuple[tuple[type[OnRecordError], int], ...] = (
    (NotInStoreError, 404),
    (QueryTimeoutError, 503),
    (StoreError, 503),
    (ConfigurationError, 400),
    (SpanError, 400),
    (RecordError, 400),
    (ReadError, 400),
)
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
        "instance": path,
    }
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body | more, status, headers, media_type="application/problem+json")


def refuse(path: str, status: int, detail: str, **more: Any) -> Response:
    """Give the answer to a request that fails, in the form for whoever asked."""
    if path.startswith(API):
        return problem(status, detail, path, **more)
    if status == 401:
        return RedirectResponse("/sign-in", 303)
    return render("problem.html", status=status, title=HTTPStatus(status).phrase, detail=detail, http_status=status)


def add_handlers(app: FastAPI) -> None:
    """Let an application answer errors so."""

    async def expected(request: Request, error: Exception) -> Response:
        assert isinstance(error, OnRecordError)
        more = {"position": error.position} if isinstance(error, QueryError) else {}
        return refuse(request.url.path, status_of(error), str(error), **more)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [{"place": ".".join(map(str, one["loc"])), "reason": one["msg"]} for one in error.errors()]
        detail = "; ".join(f"{fault['place']}: {fault['reason']}" for fault in faults[:5])
        return refuse(request.url.path, 422, detail, errors=faults)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = "there is no such page" if error.detail == "Not Found" else error.detail
        answer = refuse(request.url.path, error.status_code, detail)
        answer.headers.update(error.headers or {})
        return answer

    async def unexpected(request: Request, error: Exception) -> Response:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return refuse(request.url.path, 500, _UNEXPECTED)

    app.add_exception_handler(OnRecordError, expected)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)
