"""The API reference page, made from the OpenAPI document.

The page needs no scripts. FastAPI's own viewers load theirs from other hosts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from onrecord.web.api.openapi import iter_operations
from onrecord.web.pages.context import PageContext, redirect_to

router = APIRouter()
_MARKDOWN = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
_SCHEMAS = "#/components/schemas/"
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "maxItems": "at most {} items",
    "default": "default {}",
}


class Piece(NamedTuple):
    """Words of a description (``plain``, ``code``, ``strong``) or the name of a schema (``schema``)."""

    words: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body or a response.

    Attributes:
        name: Its name.
        type: Its type in pieces; a piece of kind ``schema`` names a schema of the document.
        is_required: Whether a request must have it.
        description: Its meaning in pieces.
        bounds: Its limits, each in a few words.
        example: An example, or empty.
    """

    name: str
    type: Sequence[Piece]
    is_required: bool
    description: Sequence[Piece]
    bounds: Sequence[str]
    example: str


@dataclass(frozen=True, slots=True)
class ResponseDescription:
    """A response: its status, its meaning and the schema of its body."""

    status: int
    phrase: str
    description: Sequence[Piece]
    media_types: Sequence[str]
    type: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: a method on a path."""

    id: str
    method: str
    path: str
    summary: Sequence[Piece]
    paragraphs: Sequence[Sequence[Piece]]
    parameters: Sequence[Field]
    body: Sequence[Piece]
    responses: Sequence[ResponseDescription]


@dataclass(frozen=True, slots=True)
class Schema:
    """A body, a response or a part of one."""

    name: str
    paragraphs: Sequence[Sequence[Piece]]
    fields: Sequence[Field]
    example: str


@router.get("/api/v1")
@router.get("/api/v1/docs")
def redirect_to_reference() -> RedirectResponse:
    """Redirect from the addresses that other servers use for their documents."""
    return redirect_to("/api")


@router.get("/api")
def reference_page(request: Request) -> HTMLResponse:
    """Show the API reference."""
    document = request.app.openapi()
    operations = [
        (one["tags"][0], _read_operation(path, method, one)) for path, method, one in iter_operations(document)
    ]
    groups = [
        (tag["name"], split_markdown(tag["description"]), [one for name, one in operations if name == tag["name"]])
        for tag in document["tags"]
    ]
    return PageContext.from_request(request).render(
        "api.html",
        introduction=_paragraphs(document["info"]["description"]),
        groups=groups,
        errors=_find_errors(operations),
        schemas=[_read_schema(name, schema) for name, schema in document["components"]["schemas"].items()],
        needs_token="security" in document,
        address=str(request.base_url).rstrip("/"),
    )


def _find_errors(operations: Iterable[tuple[str, Operation]]) -> list[ResponseDescription]:
    """Return each error response of any operation once."""
    errors = {one.status: one for _, operation in operations for one in operation.responses if one.status >= 400}
    return [errors[status] for status in sorted(errors)]


def split_markdown(words: str) -> list[Piece]:
    """Split Markdown into pieces: `code` and **strong**."""
    pieces: list[Piece] = []
    at = 0
    for found in _MARKDOWN.finditer(words):
        pieces.append(Piece(words[at : found.start()]))
        pieces.append(Piece(found[1], "code") if found[1] else Piece(found[2], "strong"))
        at = found.end()
    return [piece for piece in (*pieces, Piece(words[at:])) if piece.words]


def describe_type(schema: Mapping[str, Any]) -> list[Piece]:
    """Describe the type of a value in pieces: ``list of``, the name of a schema, ``or null``."""
    if "$ref" in schema:
        return [Piece(schema["$ref"].removeprefix(_SCHEMAS), "schema")]
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        return _join([describe_type(one) for one in several])
    if "const" in schema:
        return [Piece(json.dumps(schema["const"]), "code")]
    if "enum" in schema:
        return _join([[Piece(str(one), "code")] for one in schema["enum"]])
    if schema.get("type") == "array":
        parts = schema.get("prefixItems")
        if parts:
            return [Piece(f"list of {len(parts)}: "), *describe_type(parts[0])]
        return [Piece("list of "), *describe_type(schema["items"])] if schema.get("items") else [Piece("empty list")]
    return [Piece({"number": "number", "object": "object"}.get(schema.get("type", ""), schema.get("type", "anything")))]


def _join(several: Sequence[Sequence[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for one in several:
        pieces += [Piece(" or "), *one] if pieces else one
    return pieces


def _paragraphs(words: str) -> list[list[Piece]]:
    return [split_markdown(" ".join(part.split())) for part in words.split("\n\n") if part.strip()]


def _read_operation(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        split_markdown(operation["summary"]),
        _paragraphs(operation.get("description", "")),
        [
            _read_field(one["name"], one["schema"], one.get("required", False), one.get("description"), one["in"])
            for one in operation.get("parameters", [])
        ],
        describe_type(body) if body else [],
        [_read_response(int(status), response) for status, response in sorted(operation["responses"].items())],
    )


def _read_response(status: int, response: Mapping[str, Any]) -> ResponseDescription:
    content = response.get("content", {})
    schemas = [one["schema"] for one in content.values() if one.get("schema")]
    return ResponseDescription(
        status,
        HTTPStatus(status).phrase,
        split_markdown(response["description"]),
        list(content),
        describe_type(schemas[0]) if schemas else [],
    )


def _read_field(
    name: str, schema: Mapping[str, Any], is_required: bool, description: str | None = None, place: str = ""
) -> Field:
    examples = schema.get("examples") or []
    alternatives = [schema, *schema.get("anyOf", [])]
    bounds = [
        words.format(json.dumps(one[key], ensure_ascii=False))
        for one in alternatives
        for key, words in _BOUNDS.items()
        if one.get(key) not in (None, "", [])
    ]
    return Field(
        f"{{{name}}}" if place == "path" else name,
        describe_type(schema),
        is_required,
        split_markdown(description or schema.get("description") or ""),
        bounds,
        _show_example(examples[0]) if examples else "",
    )


def _show_example(example: Any) -> str:
    value = example[0] if isinstance(example, list) and example else example
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read_schema(name: str, schema: Mapping[str, Any]) -> Schema:
    examples = schema.get("examples") or []
    required = schema.get("required", ())
    return Schema(
        name,
        _paragraphs(schema.get("description", "")),
        [_read_field(key, value, key in required) for key, value in schema.get("properties", {}).items()],
        json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else "",
    )
