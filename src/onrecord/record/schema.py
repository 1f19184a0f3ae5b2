"""JSON Schema of a record, from its types and their docstrings (JSON Schema 2020-12)."""

from __future__ import annotations

import inspect
import re
from typing import Any

import msgspec

from onrecord.record.codec import RECORD_KEYS
from onrecord.record.complaints import FORMAT
from onrecord.record.layers import LAYERS, Layers
from onrecord.record.layers.parts import Part
from onrecord.record.layers.report import Report
from onrecord.record.reflect import Shape, fields_of
from onrecord.text.spans import Span

RECORD = "Record"
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_DESCRIPTIONS = {
    "format": "The format of records.",
    "id": "`r_` and a hash of the text: the same words have the same id everywhere.",
    "sha256": "Hash of the text in UTF-8.",
}


def record_schemas(ref_template: str = "#/$defs/{name}") -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of a record and of each of its parts, by name.

    Use for documents that describe the JSON to others, such as OpenAPI.

    Args:
        ref_template: How one schema refers to another.

    Returns:
        Schemas by the name of the type; the record's is ``Record``.

    Example:
        >>> list(record_schemas()["RoleSpans"]["properties"])
        ['spans', 'quote']
    """
    kinds: list[Any] = [Report, *(tuple[kind, ...] for kind in LAYERS.values())]  # type: ignore[valid-type]
    (_, *layers), schemas = msgspec.json.schema_components(kinds, ref_template=ref_template)
    types = {kind.__name__: kind for kind in _find_types(Report, *LAYERS.values())}
    for name, schema in schemas.items():
        if "properties" in schema:
            schema.update(_describe_object(schema, types[name]))
        else:
            schema["description"] = (inspect.getdoc(types[name]) or "").partition("\n")[0]
    for number in schemas[Span.__name__]["prefixItems"]:
        number["minimum"] = 0
    report = schemas.pop(Report.__name__)["properties"]
    found = {"format": {"const": FORMAT}, "id": {"type": "string"}, "sha256": {"type": "string"}, **report}
    told = _read_attributes(Layers)
    for name, layer in zip(LAYERS, layers, strict=True):
        found[name] = {**layer, "description": told.get(name, "")}
    for name, description in _DESCRIPTIONS.items():
        found[name]["description"] = description
    return {RECORD: _make_record({key: found[key] for key in RECORD_KEYS}), **schemas}


def _make_record(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": RECORD,
        "description": "The record of a report: what is known of it, its text, and what was found in it.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _describe_object(schema: dict[str, Any], kind: type[Any]) -> dict[str, Any]:
    """Give what msgspec's schema of an object lacks: every key is written, and its docstring describes it."""
    told = _read_attributes(kind)
    keys = {field.encode_name: field.name for field in msgspec.structs.fields(kind)}
    properties = {key: {**value, "description": told.get(keys[key], "")} for key, value in schema["properties"].items()}
    for value in properties.values():
        value.pop("default", None)
    summary = (inspect.getdoc(kind) or "").partition("\n\n")[0]
    return {"description": summary, "properties": properties, "required": list(properties)}


def _read_attributes(kind: type[Any]) -> dict[str, str]:
    """Read the descriptions of fields from the ``Attributes`` of a docstring."""
    _, _, told = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    return {name: " ".join(words.split()) for name, words in _ATTRIBUTE.findall(told.partition("\n\n")[0])}


def _find_types(*kinds: type[Any]) -> list[type[Any]]:
    """Give types and all that their fields hold, each once."""
    found: list[type[Any]] = []
    waiting = list(kinds)
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.append(kind)
            if issubclass(kind, Part):
                waiting += [held for field in fields_of(kind) if (held := _held_type(field.shape))]
    return found


def _held_type(shape: Shape) -> type[Any] | None:
    return _held_type(shape.item) if shape.item else shape.part or shape.pair
