"""What a record's types consist of, for everything that is derived from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from inspect import signature
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from onrecord.record.layers.parts import Part, Reference

QUOTE = "quote"
_SPANS = ("span", "spans")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value is. One of ``scalar``, ``pair``, ``part`` and ``item`` is set.

    Attributes:
        scalar: Its type, of a string, a number or a truth value.
        choices: The strings that it may be, where they are listed.
        pair: Its type, of a short list of numbers, such as a span.
        part: Its type, of an object.
        item: What its items are, of a list.
        is_optional: Whether it may be null.
        reference: Where it leads, of an id.
    """

    scalar: type[Any] | None = None
    choices: tuple[str, ...] = ()
    pair: type[Any] | None = None
    part: type[Part] | None = None
    item: Shape | None = None
    is_optional: bool = False
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object.

    Attributes:
        name: Its name in Python.
        key: Its name in JSON.
        shape: What it holds.
        default: Its default, or ``msgspec.NODEFAULT``.
    """

    name: str
    key: str
    shape: Shape
    default: Any

    @property
    def is_required(self) -> bool:
        """Whether Python callers must give it."""
        return self.default is msgspec.NODEFAULT


@cache
def fields_of(part: type[Part]) -> tuple[Field, ...]:
    """Give the fields of an object, in the order of the JSON."""
    return tuple(
        Field(field.name, field.encode_name, shape_of(field.type), field.default)
        for field in msgspec.structs.fields(part)
    )


def spans_field(part: type[Part]) -> Field | None:
    """Give the field of an object that holds spans whose words are in its ``quote``; None where it has no quote."""
    fields = {field.name: field for field in fields_of(part)}
    return next((fields[name] for name in _SPANS if name in fields and QUOTE in fields), None)


def is_by_name(part: type[Part]) -> bool:
    """Tell whether the fields of an object are given to its constructor by name."""
    return any(one.kind is one.KEYWORD_ONLY for one in signature(part).parameters.values())


def shape_of(kind: Any) -> Shape:
    """Give what values of a type are."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        meta: msgspec.Meta = arguments[1]
        return replace(shape_of(arguments[0]), reference=(meta.extra or {}).get("reference"))
    if origin in (Union, UnionType):
        (present,) = (one for one in arguments if one is not NoneType)
        return replace(shape_of(present), is_optional=True)
    if origin is Literal:
        return Shape(scalar=str, choices=arguments)
    if origin is tuple:
        return Shape(item=shape_of(arguments[0]))
    if issubclass(kind, Part):
        return Shape(part=kind)
    return Shape(pair=kind) if hasattr(kind, "_fields") else Shape(scalar=kind)
