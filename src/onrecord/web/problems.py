"""Errors as responses: a page for people, problem details (RFC 9457) for programs."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from onrecord.errors import (
    ConfigurationError,
    DatabaseFailureError,
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
from onrecord.web.state import get_room
from onrecord.web.view.responses import ProblemResponse
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
_FAILURE = "the store cannot be read or written now; try again later. The log of the room has the reason"
_FOLDERS = re.compile(r"(?<![\w/.\\])(?:[A-Za-z]:)?(?:[/\\][^\s/\\:;,'\"()]+)*[/\\](?=[^\s/\\:;,'\"()])")
"""The folders of an absolute path; the last part of the path stays."""
_DETAILS = {
    "Not Found": "there is no such page",
    "Method Not Allowed": "this address does not allow that method; the header Allow lists those it does",
    "There was an error parsing the body": "the body is not valid JSON",
}
_DESCRIPTIONS = {
    400: "The request is invalid: a query that does not parse, a range that ends before it starts, a span outside the "
    "text, a format whose package is not installed here. `detail` explains it, and `position` points into the query.",
    401: "The room needs its token.",
    403: "The room is read-only, or the request comes from another site's page.",
    404: "The store has no such id.",
    408: "The body stopped arriving.",
    413: "The text or the body is too long.",
    415: "The format is not supported.",
    421: "The room does not answer to this host name.",
    422: "A parameter or a value of the body is missing, unknown or of the wrong type; `errors` lists each.",
    500: "An error in the program.",
    503: "The search takes too long, the store is being written to, or too many texts or exports are in progress.",
}
_ALWAYS = (401, 403, 421, 500, 503)


class InvalidValue(BaseModel):
    """One invalid parameter or value of a body."""

    model_config = ConfigDict(extra="forbid")

    place: str = Field(description="Its path: `query.limit`, `body.text`.")
    reason: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Bad Request",
                    "status": 400,
                    "detail": "the query '(grain' does not parse at character 1: the parenthesis opened here is not "
                    "closed",
                    "instance": "/api/v1/statements",
                    "position": 0,
                }
            ]
        },
    )

    type: str = Field(description="`about:blank`: the status says what kind of problem it is.")
    title: str = Field(description="Name of the HTTP status.")
    status: int = Field(description="HTTP status.")
    detail: str = Field(description="What is wrong and what to do.")
    instance: str = Field(description="Path of the request.")
    position: int | None = Field(None, description="Where in the query, counted in characters from 0.")
    errors: list[InvalidValue] | None = Field(None, description="All invalid values of the request.")


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declare the error responses of an endpoint for the OpenAPI document.

    Args:
        statuses: HTTP statuses, besides those that any endpoint may answer with.
    """
    return {
        status: {"model": Problem, "description": _DESCRIPTIONS[status]} for status in sorted({*statuses, *_ALWAYS})
    }


def status_of(error: OnRecordError) -> int:
    """Return the HTTP status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def make_problem_response(status: int, detail: str, path: str, **more: Any) -> Response:
    """Make problem details.

    Args:
        status: HTTP status.
        detail: What is wrong and what to do.
        path: Path of the request.
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
    return ProblemResponse(body | more, status, headers)


def make_error_response(path: str, status: int, detail: str, **more: Any) -> Response:
    """Make the response to a request that fails: problem details below ``/api/``, a page elsewhere."""
    if path.startswith(API):
        return make_problem_response(status, detail, path, **more)
    return render("problem.html", status=status, title=HTTPStatus(status).phrase, detail=detail, http_status=status)


def _allowed_methods(request: Request) -> list[str]:
    """Return all methods of a path; the router reports those of the first matching route only."""
    scopes = ({**request.scope, "method": method} for method in _METHODS)
    routes = request.app.routes
    return [scope["method"] for scope in scopes if any(route.matches(scope)[0] is Match.FULL for route in routes)]


def add_error_handlers(app: FastAPI) -> None:
    """Let an application answer errors with the responses of this module."""
    app.add_exception_handler(OnRecordError, _handle_expected_error)
    app.add_exception_handler(RequestValidationError, _handle_validation_error)
    app.add_exception_handler(HTTPException, _handle_http_error)


async def _handle_expected_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnRecordError)
    status = status_of(error)
    if status >= 500:
        _LOG.warning("%s %s: %s", request.method, request.url.path, error)
    more = {"position": error.position} if isinstance(error, QueryError) else {}
    detail = _hide_places(error, get_room(request).store.name) if status >= 500 else str(error)
    return make_error_response(request.url.path, status, detail, **more)


def _hide_places(error: OnRecordError, store: str) -> str:
    """Say what is wrong without where the store, its server or the weights are; the log has it whole."""
    if isinstance(error, DatabaseFailureError):
        return _FAILURE
    words = str(error).removeprefix(f"{store}: ").replace(store, "STORE")
    return _FOLDERS.sub("", words)


async def _handle_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{"place": ".".join(map(str, one["loc"])), "reason": one["msg"]} for one in error.errors()]
    detail = "; ".join(f"{one['place']}: {one['reason']}" for one in errors[:5])
    return make_error_response(request.url.path, 422, detail, errors=errors)


async def _handle_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = _DETAILS.get(error.detail, error.detail)
    response = make_error_response(request.url.path, error.status_code, detail)
    response.headers.update(error.headers or {})
    if error.status_code == 405 and request.url.path.startswith(API):
        response.headers["allow"] = ", ".join(_allowed_methods(request))
    return response
