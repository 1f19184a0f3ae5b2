"""The query that an address holds, on pages and in the JSON interface: the same names, the same meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast, get_args
from urllib.parse import urlencode

from onrecord.errors import ConfigurationError
from onrecord.record import Kind
from onrecord.store import DateRange, Query
from onrecord.store.values import Sort

LONGEST = 1000
"""Characters of one part of a query."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as an address holds it, every part as it was typed.

    Attributes:
        q: Words of the content.
        speaker: Name or id of the speaker.
        role: Words of the role.
        publisher: Outlet.
        kind: direct, indirect or mixed.
        said_from: First day on which it may have been said; a month or a year stands for its first day.
        said_to: Last day; a month or a year stands for its last day.
        published_from: First day of publication.
        published_to: Last day of publication.
        confidence: The least confidence.
        sort: Order.
        cursor: That of the page before.
    """

    q: str = ""
    speaker: str = ""
    role: str = ""
    publisher: str = ""
    kind: str = ""
    said_from: str = ""
    said_to: str = ""
    published_from: str = ""
    published_to: str = ""
    confidence: str = ""
    sort: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Asked:
        """Take the query from an address; what else the address holds is passed over.

        Raises:
            ConfigurationError: A part is too long.
        """
        found = {part.name: parameters.get(part.name, "").strip() for part in fields(cls)}
        for name, words in found.items():
            if len(words) > LONGEST:
                raise ConfigurationError(f"{name} is longer than {LONGEST} characters; ask for less")
        return cls(**found)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not any(getattr(self, part.name) for part in fields(self) if part.name not in ("sort", "cursor"))

    def query(self) -> Query:
        """Give the query.

        Raises:
            ConfigurationError: A part makes no sense.
        """
        return Query(
            self.q,
            (self.speaker,) if self.speaker else (),
            self.role,
            cast(Kind, _choice("kind", self.kind, get_args(Kind))) if self.kind else None,
            self.publisher or None,
            _days(self.said_from, self.said_to),
            _days(self.published_from, self.published_to),
            _number(self.confidence),
        )

    def order(self) -> Sort:
        """Give the order.

        Raises:
            ConfigurationError: There is none of this name.
        """
        return cast(Sort, _choice("sort", self.sort or "date", get_args(Sort)))

    def address(self, path: str = "/", **changes: Any) -> str:
        """Give the address of a page with this query.

        Args:
            path: The page.
            changes: Parts that are to be different there.
        """
        other = replace(self, **changes)
        held = [(part.name, getattr(other, part.name)) for part in fields(other) if getattr(other, part.name)]
        return f"{path}?{urlencode(held, errors='replace')}" if held else path

    def export_address(self, to: str) -> str:
        """Give the address at which the JSON interface sends what this query asks for.

        Args:
            to: A format of ``/api/v1/export``.
        """
        held = {name: getattr(self, name) for name in ("q", "speaker", "role", "publisher", "kind", "confidence")}
        said, published = (self.said_from, self.said_to), (self.published_from, self.published_to)
        held |= {name: "..".join(days) for name, days in (("said", said), ("published", published)) if any(days)}
        return "/api/v1/export?" + urlencode({"to": to} | {k: v for k, v in held.items() if v}, errors="replace")


def _choice(name: str, words: str, known: tuple[str, ...]) -> str:
    if words not in known:
        raise ConfigurationError(f"{name} {words!r} is not known; give one of {', '.join(known)}")
    return words


def _days(start: str, end: str) -> DateRange | None:
    return DateRange.parse(f"{start}..{end}") if start or end else None


def _number(words: str) -> float:
    try:
        number = float(words or 0)
    except ValueError:
        number = -1
    if not 0 <= number <= 1:
        raise ConfigurationError(f"confidence {words!r} is not a number from 0 to 1")
    return number
