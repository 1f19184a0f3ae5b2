"""The OpenAPI document: what the endpoints declare, with problems as what they are and how to show the token."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from onrecord.web.api.record_schema import add_record_schemas

_SECURITY = "token"
_DESCRIPTION = """\
Every address below `/api/v1` answers JSON, and says what is wrong as problem details (RFC 9457,
`application/problem+json`): `detail` says what and what to do, `status` is the HTTP status.

**Offsets** count Unicode code points of the report's `text`, from 0, the end not included. JavaScript counts UTF-16
units: convert with `Array.from(text)`.

**Lists** come a page at a time: give the `cursor` of an answer back as the parameter `cursor`, with all else as it was,
until it is null.

**The token**, where the room asks for one, goes with every request: `Authorization: Bearer TOKEN`.
"""
_TAGS = [
    {"name": "Statements", "description": "Who said what: searched, counted, one by one."},
    {"name": "Reports", "description": "The reports with their records, and texts that are sent to be read."},
    {"name": "People", "description": "Who speaks, over all reports."},
    {"name": "Corrections", "description": "What people put right; kept as a log that is only ever added to."},
    {"name": "Export", "description": "Files for other tools."},
]
_METHODS = ("get", "post")
_PROBLEM = "application/problem+json"


def make_document(app: FastAPI, *, needs_token: bool) -> dict[str, Any]:
    """Make the OpenAPI document of an application.

    Args:
        app: The application.
        needs_token: Whether it asks for a token.
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
        for status, answer in operation["responses"].items():
            content = answer.get("content", {})
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
    """Give the operations of an OpenAPI document: path, method, operation."""
    return [
        (path, method, item[method])
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]
