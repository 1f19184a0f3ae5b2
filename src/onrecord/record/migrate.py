"""Records of earlier formats, brought to the present one.

Format 2 adds events and negotiations, the country and sectors of an entity, ``gloss`` and ``about`` of a statement,
the entities of people who speak together, and whether the date is certain.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onrecord.errors import RecordError
from onrecord.record.complaints import FORMAT

LAYERS_OF_FORMAT = ("statements", "entities", "times", "events", "negotiations")
"""The layers that every record of the present format has. A layer that is added later is empty where it is missing."""

_Migration = Callable[[dict[str, Any]], dict[str, Any]]


def migrate(document: object) -> object:
    """Bring a record to the present format.

    Args:
        document: A record as plain JSON values; it is left as it is.

    Returns:
        The record in the present format; what is no record comes back as it is, for the reader to refuse.

    Raises:
        RecordError: The record is of a later format, or has what its own format does not know.
    """
    if not isinstance(document, dict) or "format" not in document:
        return document
    found = document["format"]
    if type(found) is not int or not 1 <= found <= FORMAT:
        raise RecordError("format", f"is {found!r}; this version of onrecord reads formats 1 to {FORMAT}")
    for number in range(found, FORMAT):
        document = _MIGRATIONS[number](document)
    return document


def _from_1(record: dict[str, Any]) -> dict[str, Any]:
    for key in ("events", "negotiations"):
        if record.get(key):
            raise RecordError(key, "is not empty, but format 1 has none")
    record = _extend(record, "", format=2, published_certain=True, pages=None)
    if isinstance(record.get("statements"), list):
        places = ((one, f"statements[{number}]") for number, one in enumerate(record["statements"]))
        record["statements"] = [_statement_from_1(one, place) for one, place in places]
    if isinstance(record.get("entities"), list):
        places = ((one, f"entities[{number}]") for number, one in enumerate(record["entities"]))
        record["entities"] = [_extend(one, place, country=None, sectors=[]) for one, place in places]
    return record


def _statement_from_1(statement: Any, place: str) -> Any:
    extended = _extend(statement, place, gloss=False, about=[])
    if isinstance(extended, dict) and isinstance(extended.get("speaker"), dict):
        extended["speaker"] = _extend(extended["speaker"], f"{place}.speaker", entities=[])
    return extended


def _extend(value: Any, place: str, **added: Any) -> Any:
    """Add fields to an object; what is no object is left for the reader to refuse."""
    if not isinstance(value, dict):
        return value
    early = sorted((value.keys() & added.keys()) - {"format"})
    if early:
        raise RecordError(place, f"has {', '.join(early)!r}, which format 1 does not know")
    return {**value, **added}


_MIGRATIONS: dict[int, _Migration] = {1: _from_1}
