"""The query of a search for events."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from onrecord import lexicon
from onrecord.errors import ConfigurationError
from onrecord.record.layers.events import EventStatus, EventType, NumberKind, Stance
from onrecord.store.base.query import DateRange, Node, parse_words

_NUMBER = re.compile(r"(>=|<=|>|<|=)?\s*([0-9][0-9,]{0,17})|([0-9][0-9,]{0,17})\s*(?:\.\.|-)\s*([0-9][0-9,]{0,17})")
_CODE = re.compile("[A-Za-z]{2,3}")
LARGEST = 2**62
"""Stands for a number without an upper bound."""


@dataclass(frozen=True, slots=True)
class NumberCondition:
    """Bounds of a number: how many were killed, injured and so on.

    A number of a report fits if it lies within the bounds for certain: "at least six" is more than 5, and may or may
    not be less than 10.

    Attributes:
        kind: What is counted.
        least: The lower bound.
        most: The upper bound.
    """

    kind: NumberKind
    least: int = 0
    most: int = LARGEST

    @classmethod
    def parse(cls, kind: NumberKind, words: str) -> NumberCondition:
        """Parse bounds: ``>0``, ``>=10``, ``<5``, ``6``, ``10..20``.

        Raises:
            ConfigurationError: The words are no bounds.

        Example:
            >>> NumberCondition.parse("killed", ">0").least
            1
        """
        found = _NUMBER.fullmatch(words.strip())
        if found is None:
            raise ConfigurationError(f"{kind} {words!r} is no number; write it like '>0', '>=10', '<5', 6 or 10..20")
        sign, *figures = found.groups()
        one, low, high = (min(int(part.replace(",", "")), LARGEST) if part else 0 for part in figures)
        if figures[1]:
            return cls(kind, low, high)
        least, most = {
            ">": (one + 1, LARGEST), ">=": (one, LARGEST), "<": (0, one - 1), "<=": (0, one)
        }.get(sign, (one, one))  # fmt: skip
        return cls(kind, least, most)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """A query for events. Empty fields set no condition; several values of one field are alternatives.

    Attributes:
        words: Words of the sentences that tell of the event, in the query language of statements.
        type: PLOVER types.
        mode: PLOVER modes.
        actor: Words of the name of one who did it, or of the report's words for them; or a country's code. A side that
            only one voice names counts too.
        recipient: The same for one to whom it was done.
        party: The same for either.
        country: Countries of a side or of the place: ISO 3166 alpha-3 codes or names.
        sector: PLOVER sectors of a side.
        place: Words of the place's name.
        happened: Range of days that contains the time of the event. Events without a time of their own do not match.
        published: Range of days that contains the day of publication.
        stance: Stances of a view.
        according_to: Who holds a view: ``report``, ``unnamed``, or words of a speaker's name or of the source. With
            ``stance``, one view must have both.
        status: Statuses.
        numbers: Bounds of numbers. Each needs a number that fits, in the event or in a view that does not deny it.
        contested: Only events that voices contest, as a whole or over who did it.
        publisher: Name of a publisher of the report.
        confidence: Minimum confidence, from 0 to 1.
        report: Id of the only report to search.

    Raises:
        ConfigurationError: A value is unknown.
        QueryError: Words do not parse.

    Example:
        >>> EventQuery(type="ASSAULT", country="Lebanon").country
        ('LBN',)
    """

    words: str = ""
    type: tuple[str, ...] | str = ()
    mode: tuple[str, ...] | str = ()
    actor: str = ""
    recipient: str = ""
    party: str = ""
    country: tuple[str, ...] | str = ()
    sector: tuple[str, ...] | str = ()
    place: str = ""
    happened: DateRange | None = None
    published: DateRange | None = None
    stance: tuple[str, ...] | str = ()
    according_to: str = ""
    status: tuple[str, ...] | str = ()
    numbers: tuple[NumberCondition, ...] = ()
    contested: bool = False
    publisher: str | None = None
    confidence: float = 0.0
    report: str | None = None
    nodes: dict[str, Node | None] = field(init=False, repr=False, compare=False, hash=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Check the query once, before any database sees it."""
        if not 0 <= self.confidence <= 1:
            raise ConfigurationError(f"confidence {self.confidence} is not from 0 to 1")
        self._set("type", _choose("type", _list(self.type), get_args(EventType), str.upper))
        self._set("mode", tuple(word.lower() for word in _list(self.mode)))
        self._set("country", tuple(find_country_code(word) for word in _list(self.country)))
        self._set("sector", tuple(word.upper() for word in _list(self.sector)))
        self._set("stance", _choose("stance", _list(self.stance), get_args(Stance), str.lower))
        self._set("status", _choose("status", _list(self.status), get_args(EventStatus), str.lower))
        for name in ("words", "actor", "recipient", "party", "place", "according_to"):
            self.nodes[name] = parse_words(getattr(self, name))

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


def _list(value: tuple[str, ...] | str) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value)


def _choose(name: str, words: Iterable[str], known: tuple[str, ...], spell: Any) -> tuple[str, ...]:
    chosen = tuple(spell(word.strip()) for word in words)
    for word in chosen:
        if word not in known:
            raise ConfigurationError(f"{name} {word!r} is unknown; use one of {', '.join(known)}")
    return chosen


def find_country_code(words: str) -> str:
    """Give the code of a country by its name, or the code itself.

    Raises:
        ConfigurationError: The words are neither.

    Example:
        >>> find_country_code("lebanon"), find_country_code("lbn")
        ('LBN', 'LBN')
    """
    plain = " ".join(words.lower().split())
    named = lexicon.values("country").get(plain.removeprefix("the ")) or lexicon.values("country").get(plain)
    if named:
        return named
    if _CODE.fullmatch(plain) and len(plain) == 3:
        return plain.upper()
    raise ConfigurationError(f"the country {words!r} is unknown; give its name, or its code of three letters")
