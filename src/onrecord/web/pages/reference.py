"""What programs may ask for: the JSON interface, shown from its own OpenAPI document.

The page is made on the server and needs no script: the viewers that come with FastAPI load theirs from other hosts.
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

from onrecord.web.api.document import iter_operations
from onrecord.web.pages.requests import Visit, go_to

router = APIRouter()
_MARKED = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
_SHAPES = "#/components/schemas/"
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "maxItems": "at most {} items",
    "default": "{} unless given",
}


class Piece(NamedTuple):
    """Words of a description: ``plain``, ``code`` or ``strong``; or of a type, with the shape that they name."""

    words: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter, or a value of a body or an answer.

    Attributes:
        name: Its name.
        type: What it is, in pieces; those of kind ``shape`` name a shape of the document.
        is_required: Whether it has to be given.
        description: What it means, in pieces.
        bounds: What it may be, in a few words each.
        example: An example as it stands in an address, or empty.
    """

    name: str
    type: Sequence[Piece]
    is_required: bool
    description: Sequence[Piece]
    bounds: Sequence[str]
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come back: a status, what it means, and the shape of what is sent."""

    status: int
    phrase: str
    description: Sequence[Piece]
    media_types: Sequence[str]
    type: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked for at an address."""

    id: str
    method: str
    path: str
    summary: Sequence[Piece]
    paragraphs: Sequence[Sequence[Piece]]
    parameters: Sequence[Value]
    body: Sequence[Piece]
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Shape:
    """A body, an answer or a part of one."""

    name: str
    paragraphs: Sequence[Sequence[Piece]]
    values: Sequence[Value]
    example: str


@router.get("/api/v1")
@router.get("/api/v1/docs")
def lead_to_reference() -> RedirectResponse:
    """Lead who looks where other programs have their documents."""
    return go_to("/api")


@router.get("/api")
def reference_page(request: Request) -> HTMLResponse:
    """Show what programs may ask for."""
    document = request.app.openapi()
    operations = [
        (one["tags"][0], _read_operation(path, method, one)) for path, method, one in iter_operations(document)
    ]
    groups = [
        (tag["name"], split_marks(tag["description"]), [one for name, one in operations if name == tag["name"]])
        for tag in document["tags"]
    ]
    return Visit.of(request).show(
        "api.html",
        introduction=_paragraphs(document["info"]["description"]),
        groups=groups,
        errors=_find_errors(operations),
        shapes=[_read_shape(name, shape) for name, shape in document["components"]["schemas"].items()],
        needs_token="security" in document,
        address=str(request.base_url).rstrip("/"),
    )


def _find_errors(operations: Iterable[tuple[str, Operation]]) -> list[Answer]:
    """Give every error that an operation names, once."""
    errors = {one.status: one for _, operation in operations for one in operation.answers if one.status >= 400}
    return [errors[status] for status in sorted(errors)]


def split_marks(words: str) -> list[Piece]:
    """Split words at their marks: what stands between backquotes is code, between double asterisks strong."""
    pieces: list[Piece] = []
    at = 0
    for found in _MARKED.finditer(words):
        pieces.append(Piece(words[at : found.start()]))
        pieces.append(Piece(found[1], "code") if found[1] else Piece(found[2], "strong"))
        at = found.end()
    return [piece for piece in (*pieces, Piece(words[at:])) if piece.words]


def describe_type(schema: Mapping[str, Any]) -> list[Piece]:
    """Say what a value is, in pieces: ``list of``, the name of a shape, ``or null``."""
    if "$ref" in schema:
        return [Piece(schema["$ref"].removeprefix(_SHAPES), "shape")]
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
    return [split_marks(" ".join(part.split())) for part in words.split("\n\n") if part.strip()]


def _read_operation(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        split_marks(operation["summary"]),
        _paragraphs(operation.get("description", "")),
        [
            _read_value(one["name"], one["schema"], one.get("required", False), one.get("description"), one["in"])
            for one in operation.get("parameters", [])
        ],
        describe_type(body) if body else [],
        [_read_answer(int(status), answer) for status, answer in sorted(operation["responses"].items())],
    )


def _read_answer(status: int, answer: Mapping[str, Any]) -> Answer:
    content = answer.get("content", {})
    schemas = [one["schema"] for one in content.values() if one.get("schema")]
    return Answer(
        status,
        HTTPStatus(status).phrase,
        split_marks(answer["description"]),
        list(content),
        describe_type(schemas[0]) if schemas else [],
    )


def _read_value(
    name: str, schema: Mapping[str, Any], is_required: bool, description: str | None = None, place: str = ""
) -> Value:
    examples = schema.get("examples") or []
    alternatives = [schema, *schema.get("anyOf", [])]
    bounds = [
        words.format(json.dumps(one[key], ensure_ascii=False))
        for one in alternatives
        for key, words in _BOUNDS.items()
        if one.get(key) not in (None, "", [])
    ]
    return Value(
        f"{{{name}}}" if place == "path" else name,
        describe_type(schema),
        is_required,
        split_marks(description or schema.get("description") or ""),
        bounds,
        _show_example(examples[0]) if examples else "",
    )


def _show_example(example: Any) -> str:
    value = example[0] if isinstance(example, list) and example else example
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read_shape(name: str, shape: Mapping[str, Any]) -> Shape:
    examples = shape.get("examples") or []
    required = shape.get("required", ())
    return Shape(
        name,
        _paragraphs(shape.get("description", "")),
        [_read_value(key, value, key in required) for key, value in shape.get("properties", {}).items()],
        json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else "",
    )
