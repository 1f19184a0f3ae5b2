"""Schemas derived from value types: a field, its type and its description stand in the dataclass alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import is_dataclass
from inspect import getdoc
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from pydantic import BaseModel, ConfigDict, Field, create_model

_ATTRIBUTE = re.compile(r"    (\w+): (.*)")
_SCHEMAS: dict[type, type[Schema]] = {}
"""The schema of each dataclass that has one."""


class Schema(BaseModel):
    """A JSON object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


Model = TypeVar("Model", bound=Schema)


def derived_from(source: type, only: Collection[str] | None = None) -> Callable[[type[Model]], type[Model]]:
    """Add the fields of a dataclass to a schema.

    Types come from the dataclass, descriptions from the ``Attributes`` section of its docstring.

    Args:
        source: The dataclass.
        only: Names of the fields to take; None takes all.

    Returns:
        A class decorator.

    Example:
        >>> @dataclass
        ... class Subject:
        ...     '''Words of a speaker.
        ...
        ...     Attributes:
        ...         words: As printed.
        ...     '''
        ...     words: str
        >>> @derived_from(Subject)
        ... class SubjectSchema(Schema):
        ...     '''Words of a speaker.'''
        >>> SubjectSchema.model_fields["words"].description
        'As printed.'
    """

    def derive(schema: type[Model]) -> type[Model]:
        descriptions = read_attributes(source)
        fields: dict[str, Any] = {
            name: (_to_json_type(hint), Field(description=descriptions[name]))
            for name, hint in get_type_hints(source).items()
            if only is None or name in only
        }
        derived = create_model(
            schema.__name__, __base__=schema, __module__=schema.__module__, __doc__=schema.__doc__, **fields
        )
        if only is None:
            _SCHEMAS[source] = derived
        return derived

    return derive


def to_payload(value: object, schema: type[Schema]) -> dict[str, Any]:
    """Return the fields of a schema as plain JSON values.

    Args:
        value: An instance of the dataclass that the schema is derived from.
        schema: The schema.
    """
    return {name: msgspec.to_builtins(getattr(value, name)) for name in schema.model_fields}


def read_attributes(source: type) -> dict[str, str]:
    """Return the descriptions in the ``Attributes`` section of a class's docstring, as Markdown."""
    _, _, section = (getdoc(source) or "").replace("``", "`").partition("Attributes:\n")
    descriptions: dict[str, str] = {}
    name = ""
    for line in section.splitlines():
        found = _ATTRIBUTE.fullmatch(line)
        if found:
            name = found[1]
            descriptions[name] = found[2]
        elif not line.startswith("      "):
            break
        else:
            descriptions[name] += " " + line.strip()
    return descriptions


def _to_json_type(hint: Any) -> Any:
    """Replace tuples by lists and dataclasses by their schemas."""
    if get_origin(hint) is tuple:
        return list[_to_json_type(get_args(hint)[0])]  # type: ignore[misc]
    if is_dataclass(hint):
        return _SCHEMAS[hint]  # type: ignore[index]
    return hint
