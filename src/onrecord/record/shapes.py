"""Plain JSON values, taken apart with care: every value is checked, and what is wrong is named by its place.

A place is written the way a reader would look it up: ``statements[3].cue.spans[0]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from onrecord.errors import RecordError
from onrecord.text.spans import Span

_PAIR = 2


class JsonObject:
    """A JSON object that has exactly the keys it should have.

    Args:
        value: What the JSON holds.
        place: Where it stands in the document; empty for the document itself.
        keys: The keys it must have, and no others.

    Raises:
        RecordError: It is no object, lacks a key, or has one that is not known.
    """

    def __init__(self, value: object, place: str, keys: Sequence[str]) -> None:
        if not isinstance(value, dict):
            raise RecordError(place, f"is {_name(value)}, not an object")
        self._values: dict[str, object] = value
        self._place = place
        if value.keys() != set(keys):
            self._explain_keys(set(keys))

    def _explain_keys(self, keys: set[str]) -> None:
        missing, unknown = sorted(keys - self._values.keys()), sorted(self._values.keys() - keys)
        if missing:
            raise RecordError(self._place, f"lacks {', '.join(missing)}")
        raise RecordError(self._place, f"has {', '.join(unknown)!r}, which format 1 does not know")

    def at(self, key: str) -> str:
        """Give the place of a key."""
        return f"{self._place}.{key}" if self._place else key

    def get(self, key: str) -> object:
        """Take a value as it is."""
        return self._values[key]

    def text(self, key: str) -> str:
        """Take a string."""
        return _text(self._values[key], self.at(key))

    def text_or_none(self, key: str) -> str | None:
        """Take a string or null."""
        return None if self._values[key] is None else self.text(key)

    def choice(self, key: str, options: object) -> str:
        """Take one of the strings of a ``Literal`` type."""
        value, allowed = self.text(key), get_args(options)
        if value not in allowed:
            raise RecordError(self.at(key), f"is {value!r}; it must be one of {', '.join(allowed)}")
        return value

    def number(self, key: str) -> float:
        """Take a number from 0 to 1."""
        value = self._values[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise RecordError(self.at(key), f"is {value!r}, not a number from 0 to 1")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of strings."""
        return tuple(_text(value, place) for value, place in self.items(key))

    def span(self, key: str) -> Span:
        """Take a span."""
        return _span(self._values[key], self.at(key))

    def spans(self, key: str) -> tuple[Span, ...]:
        """Take a list of spans."""
        return tuple(_span(value, place) for value, place in self.items(key))

    def items(self, key: str) -> Iterator[tuple[object, str]]:
        """Take the items of a list, each with its place."""
        values = self._values[key]
        if not isinstance(values, list | tuple):
            raise RecordError(self.at(key), f"is {_name(values)}, not a list")
        return ((value, f"{self.at(key)}[{index}]") for index, value in enumerate(values))


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise RecordError(place, f"is {_name(value)}, not a string")
    return value


def _span(value: object, place: str) -> Span:
    if not isinstance(value, list | tuple) or len(value) != _PAIR or any(type(part) is not int for part in value):
        raise RecordError(place, "is no span; a span is two whole numbers, [start, end]")
    return Span(*value)


def _name(value: object) -> str:
    if value is None:
        return "null"
    return {bool: "a truth value", str: "a string", list: "a list", dict: "an object"}.get(type(value), "a number")
