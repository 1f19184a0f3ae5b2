"""The OpenAPI document: FastAPI's, with the media type of problems and the token added."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from onrecord.web.api.record_schema import add_record_schemas

_SECURITY = "token"
_DESCRIPTION = """\
Every path below `/api/v1` returns JSON. Errors are problem details (RFC 9457, `application/problem+json`): `status` is
the HTTP status, and `detail` says what is wrong and what to do.

**Offsets** count Unicode code points of the report's `text` from 0; the end is exclusive. JavaScript counts UTF-16
units: convert with `Array.from(text)`.

**Lists** come a page at a time. Send the `cursor` of a response as the parameter `cursor` with the same other
parameters, until it is null.

**The token**, if the room needs one, goes with every request: `Authorization: Bearer TOKEN`.
"""
_TAGS = [
    {"name": "Statements", "description": "Search, count and get statements."},
    {"name": "Reports", "description": "List and get reports; read and add texts."},
    {"name": "People", "description": "People over all reports: names, roles, subjects."},
    {
        "name": "Corrections",
        "description": "Correct statements and people. Nothing is overwritten.",
    },
    {"name": "Export", "description": "Export in formats of other tools."},
]
_METHODS = ("get", "post")
_PROBLEM = "application/problem+json"


def make_openapi(app: FastAPI, *, needs_token: bool) -> dict[str, Any]:
    """Make the OpenAPI document of an application.

    Args:
        app: The application.
        needs_token: Whether requests need a token.
    """
    document: dict[str, Any] = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=_DESCRIPTION,
        routes=app.routes,
        tags=_TAGS,
    )
    add_record_schemas(document)
    for _, _, operation in iter_operations(document):
        for status, response in operation["responses"].items():
            content = response.get("content", {})
            if int(status) >= 400 and "application/json" in content:
                content[_PROBLEM] = content.pop("application/json")
        operation["summary"], _, operation["description"] = operation["description"].partition("\n\n")
        operation["summary"] = operation["summary"].rstrip(".")
        if not operation["description"]:
            del operation["description"]
    if needs_token:
        schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes[_SECURITY] = {"type": "http", "scheme": "bearer", "description": "The token of the room."}
        document["security"] = [{_SECURITY: []}]
    return document


def iter_operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the operations of an OpenAPI document: path, method, operation."""
    return [
        (path, method, item[method])
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]
