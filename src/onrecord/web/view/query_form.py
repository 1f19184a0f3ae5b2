"""The search form: a query as the address of a page holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast, get_args
from urllib.parse import urlencode

from onrecord.errors import ConfigurationError
from onrecord.record import Kind
from onrecord.store import DateRange, Query
from onrecord.store.values.hits import Sort

UNSURE: dict[str, tuple[float, str]] = {
    "any": (0.3, "all that is unsure"),
    "speaker": (1.0, "who is meant is unclear"),
    "all": (1e-9, "all that no one has checked"),
}
"""The choices of what to review, with the least doubt of each and its label."""

MAX_LENGTH = 1000
"""Longest value of one field, in characters."""


def read_fields(form: type[Any], parameters: Mapping[str, str]) -> dict[str, str]:
    """Read the fields of a form from the parameters of an address, and ignore all others.

    Args:
        form: A dataclass of strings.
        parameters: The parameters.

    Raises:
        ConfigurationError: A field is too long.
    """
    values = {one.name: parameters.get(one.name, "").strip() for one in fields(form)}
    for name, words in values.items():
        if len(words) > MAX_LENGTH:
            raise ConfigurationError(f"{name} is longer than {MAX_LENGTH} characters")
    return values


@dataclass(frozen=True, slots=True)
class QueryForm:
    """A query with every field as typed.

    Attributes:
        q: Words of the content.
        speaker: Name or id of the speaker.
        role: Words of the role.
        publisher: Outlet.
        kind: ``direct``, ``indirect`` or ``mixed``.
        said_from: First day of the statement; a month or a year stands for its first day.
        said_to: Last day of the statement; a month or a year stands for its last day.
        published_from: First day of publication.
        published_to: Last day of publication.
        confidence: Lowest confidence, from 0 to 1.
        sort: Order.
        cursor: Cursor of the page before.
        gloss: ``false`` leaves glosses out, ``true`` finds only them.
        forms: ``1`` to find other forms of the words too.
        unsure: One of :data:`UNSURE`, or empty.
        tag: Tag that a person gave the statement.
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
    gloss: str = ""
    forms: str = ""
    unsure: str = ""
    tag: str = ""

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str]) -> QueryForm:
        """Read the form from the parameters of an address, and ignore all others.

        Raises:
            ConfigurationError: A field is too long.
        """
        return cls(**read_fields(cls, parameters))

    @property
    def is_empty(self) -> bool:
        """Whether no field restricts the results."""
        others = ("forms", "sort", "cursor")
        return not any(getattr(self, part.name) for part in fields(self) if part.name not in others)

    def to_query(self) -> Query:
        """Return the query.

        Raises:
            ConfigurationError: A field is invalid.
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
            gloss=_choice("gloss", self.gloss, ("false", "true")) == "true" if self.gloss else None,
            forms=bool(self.forms),
            doubt=UNSURE[_choice("unsure", self.unsure, tuple(UNSURE))][0] if self.unsure else 0,
            tag=self.tag or None,
        )

    def sort_order(self) -> Sort:
        """Return the order of the results.

        Raises:
            ConfigurationError: There is no such order.
        """
        return cast(Sort, _choice("sort", self.sort or "date", get_args(Sort)))

    def url(self, path: str = "/", **changes: Any) -> str:
        """Return the address of a page with this form.

        Args:
            path: Path of the page.
            changes: Fields with other values.

        Example:
            >>> QueryForm(q="boats", sort="newest").url("/timeline", sort="")
            '/timeline?q=boats'
        """
        other = replace(self, **changes)
        held = [(part.name, getattr(other, part.name)) for part in fields(other) if getattr(other, part.name)]
        return f"{path}?{urlencode(held, errors='replace')}" if held else path

    def export_url(self, to: str) -> str:
        """Return the address of the API that exports the results.

        Args:
            to: Format of ``/api/v1/export``.
        """
        held = {
            name: getattr(self, name)
            for name in ("q", "speaker", "role", "publisher", "kind", "gloss", "confidence", "tag")
        }
        said, published = (self.said_from, self.said_to), (self.published_from, self.published_to)
        held |= {"forms": "true"} if self.forms else {}
        held |= {"doubt": str(UNSURE[self.unsure][0])} if self.unsure in UNSURE else {}
        held |= {name: "..".join(days) for name, days in (("said", said), ("published", published)) if any(days)}
        return "/api/v1/export?" + urlencode({"to": to} | {k: v for k, v in held.items() if v}, errors="replace")


def _choice(name: str, words: str, known: tuple[str, ...]) -> str:
    if words not in known:
        raise ConfigurationError(f"{name} {words!r} is unknown; use one of {', '.join(known)}")
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
