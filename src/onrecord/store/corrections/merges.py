"""Merges of people, as the log records them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from onrecord.store.corrections.log import read_log
from onrecord.store.values.corrections import Correction


def read_merges(connection: Connection) -> list[Correction]:
    """Read the merges that are in effect, oldest first."""
    return [entry for entry in read_log(connection) if entry.action == "merge" and not entry.undone]


def find_roots(merges: Iterable[Correction]) -> dict[str, str]:
    """Map the id of every merged person to the person whose name is shown, across any number of merges."""
    into: dict[str, str] = {}
    for entry in merges:
        one, other = _follow(into, entry.detail["from"]), _follow(into, entry.detail["into"])
        if one != other:
            into[one] = other
    return {one: _follow(into, one) for one in into}


def _follow(into: dict[str, str], one: str) -> str:
    while one in into:
        one = into[one]
    return one
