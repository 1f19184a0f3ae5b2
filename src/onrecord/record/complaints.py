"""What is wrong with a JSON value that does not fit its type, with its place.

A place is written as a reader looks it up: ``statements[3].cue.spans[0]``. Reading asks only when a value does not fit,
so this may be slow.
"""

from __future__ import annotations

from typing import Any

from onrecord.errors import RecordError
from onrecord.record.layers.parts import Part
from onrecord.record.layers.report import PageSpan
from onrecord.record.reflect import QUOTE, Shape, fields_of, spans_field
from onrecord.text.spans import Span

FORMAT = 2

_PAIRS: dict[type[Any], str] = {
    Span: "is no span; a span is two whole numbers, [start, end]",
    PageSpan: "is no page; a page is three whole numbers, [number, start, end]",
}

_SCALARS: dict[type[Any], str] = {str: "a string", int: "a whole number", bool: "true or false"}


def check_value(value: object, shape: Shape, place: str) -> None:
    """Check a JSON value against what it should be.

    Raises:
        RecordError: It does not fit; the error names the first place that is wrong.
    """
    if value is None and shape.is_optional:
        return
    if shape.part:
        _check_object(value, shape.part, place)
    elif shape.item:
        _check_list(value, shape.item, place)
    elif shape.pair:
        size = len(shape.pair._fields)
        if not isinstance(value, list | tuple) or len(value) != size or any(type(one) is not int for one in value):
            raise RecordError(place, _PAIRS[shape.pair])
    else:
        _check_scalar(value, shape, place)


def check_keys(values: dict[str, Any], keys: list[str], place: str) -> None:
    """Check that an object has exactly the keys that it should have.

    Raises:
        RecordError: It lacks one or has another.
    """
    missing, unknown = [key for key in keys if key not in values], sorted(values.keys() - set(keys))
    if missing:
        raise RecordError(place, f"lacks {', '.join(missing)}")
    if unknown:
        raise RecordError(place, f"has {', '.join(unknown)!r}, which format {FORMAT} does not know")


def _check_object(value: object, part: type[Part], place: str) -> None:
    if not isinstance(value, dict):
        raise RecordError(place, f"is {name_of(value)}, not an object")
    fields, marked = fields_of(part), spans_field(part)
    check_keys(value, [field.key for field in fields], place)
    for field in fields:
        check_value(value[field.key], field.shape, f"{place}.{field.key}" if place else field.key)
    if marked and marked.shape.item and len(value[marked.key]) != len(value[QUOTE]):
        counts = f"{len(value[marked.key])} spans and {len(value[QUOTE])} quotes"
        raise RecordError(place, f"has {counts}; each span has its quote")


def _check_list(value: object, item: Shape, place: str) -> None:
    if not isinstance(value, list | tuple):
        raise RecordError(place, f"is {name_of(value)}, not a list")
    for number, one in enumerate(value):
        check_value(one, item, f"{place}[{number}]")


def _check_scalar(value: object, shape: Shape, place: str) -> None:
    if shape.scalar is float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise RecordError(place, f"is {value!r}, not a number from 0 to 1")
    elif shape.scalar and type(value) is not shape.scalar:
        raise RecordError(place, f"is {name_of(value)}, not {_SCALARS[shape.scalar]}")
    elif shape.choices and value not in shape.choices:
        raise RecordError(place, f"is {value!r}; it must be one of {', '.join(shape.choices)}")


def name_of(value: object) -> str:
    """Name what kind of JSON value something is."""
    if value is None:
        return "null"
    return {bool: "a truth value", str: "a string", list: "a list", dict: "an object"}.get(type(value), "a number")
