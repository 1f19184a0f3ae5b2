"""The grammar of lengths of time and of recurring times: "five-day", "the past two weeks", "every Friday", "daily"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onrecord import lexicon
from onrecord.extract.times.grammar.builders import (
    Unit,
    is_no_show_of_length,
    known,
    length,
    length_value,
    only_if,
    shade,
    value,
)
from onrecord.extract.times.grammar.numbers import VAGUE
from onrecord.extract.times.grammar.readings import Known, Length
from onrecord.extract.times.grammar.time_words import PARTS_OF_DAY
from onrecord.extract.times.matching.patterns import Builder, Place, Table
from onrecord.extract.times.matching.word_classes import CLASSES

_YEARS = range(1000, 2100)
_BEFORE_A_LENGTH = lexicon.words("before-length")
"""Words after which "a year" is a length; elsewhere it is mostly a rate ("four flights a week")."""
_RATE_WORDS = frozenset("times twice once".split())
_OPENING = frozenset(["", *".\"“'‘”:?!`,"])
_PLAIN_PLURALS = frozenset(("H", "D", "W", "M", "Y", "DE", "CE", "ML"))
_BEFORE_A_PLURAL = lexicon.words("before-plural-length")
_TO_NOW, _FROM_NOW = "length that ends at the report's date", "length that begins at the report's date"


def _is_age(place: Place) -> bool:
    """Tell "six years old" and "6-year-old"."""
    words, end = place.words, place.end
    return words.at(end) == "old" or (words.at(end) in ("-", "‑", "–") and words.at(end + 1) == "old")


def _is_no_age(place: Place) -> bool:
    return not _is_age(place)


def _plain_length(place: Place, amount: float, unit: Unit) -> Length | Known | None:
    """Build "five years" and "a year". The latter may be a rate ("twice a week"); a price ("$5 a day") is no time."""
    words, first = place.words, place.first
    if _is_age(place) or not is_no_show_of_length(place) or (amount in _YEARS and words.lower[first].isdecimal()):
        return None
    if words.at(first) in ("a", "an") and place.end == first + 2:
        before = words.at(first - 1)
        if before in _RATE_WORDS:
            return Known("SET", length_value(unit[1], unit[0]), "rate")
        is_point = words.at(place.end) in ("after", "before")
        is_length = is_point or before in _BEFORE_A_LENGTH or (before in _OPENING and words.is_capital(first))
        # "A second" and "a quarter" are rarely times, and "a century" may be a score in cricket.
        if not is_length or (unit[0] not in ("MIN", "H", "D", "W", "M", "Y", "DE")):
            return None
    return Length(amount * unit[1], unit[0], 0, "length")


def _hyphenated(place: Place, amount: float, unit: Unit) -> Length | None:
    """Build "five-day" before a noun. An article before it belongs to the noun; "three-quarters" is a share."""
    is_share = unit[0] in ("S", "Q", "SU", "WI") or place.words.at(place.first) in ("a", "an", "the")
    return None if is_share or _is_age(place) else Length(amount * unit[1], unit[0], 0, "length")


def _and_a_half(_: Place, amount: float, unit: Unit) -> Length:
    return Length((amount + 0.5) * unit[1], unit[0], 0, "length")


def _of_unit(amount: float, side: int = 0, rule: str = "length") -> Builder:
    return lambda _, unit, *more: Length(amount * unit[1], unit[0], side, rule)


def _together(_: Place, amount: float, unit: Unit, second_amount: float, second_unit: Unit) -> Known:
    """Build "two years and three months"."""
    first, second = (
        length_value(amount * unit[1], unit[0]),
        length_value(second_amount * second_unit[1], second_unit[0]),
    )
    joined = first + second.removeprefix("PT" if "T" in first else "P")
    return Known("DURATION", joined, "length")


def _ends_now(place: Place) -> bool:
    """Tell "the last week" from "the last week of June" and "the last night"."""
    words, end = place.words, place.end
    return words.at(place.first + 1) == "past" or (words.at(end) != "of" and words.at(end - 1) != "night")


_LENGTH = Table(
    [
        ("AMOUNT UNIT", _plain_length),
        ("AMOUNT -|‑ UNIT", _hyphenated),
        ("AMOUNT SINGULAR and a half", _and_a_half),
        ("AMOUNT SINGULAR or two", lambda _, amount, unit: Length(VAGUE, unit[0], 0, "length")),
        ("AMOUNT more|additional|full|straight|consecutive|whole|long UNIT", length()),
        ("an additional SINGULAR", _of_unit(1)),
        ("AMOUNT UNIT and AMOUNT UNIT", _together),
        ("the AMOUNT PLURAL", only_if(_is_no_age, length())),
        ("the first AMOUNT UNIT", length()),
        ("the? past|last|previous|latest AMOUNT UNIT", length(-1, _TO_NOW)),
        ("these past AMOUNT UNIT", length(-1, _TO_NOW)),
        ("each of the past|last AMOUNT UNIT", length(-1, _TO_NOW)),
        ("the past|last SINGULAR", only_if(_ends_now, _of_unit(1, -1, _TO_NOW))),
        ("the? past|last|previous SINGULAR and a half", _of_unit(1.5, -1, _TO_NOW)),
        ("past SINGULAR", _of_unit(1, -1, _TO_NOW)),
        ("the? next|coming|following AMOUNT UNIT", length(1, _FROM_NOW)),
        ("a quarter -? century", known("DURATION", "P25Y", "length")),
        ("the PLURAL ahead", _of_unit(VAGUE)),
    ],
    CLASSES,
)
"""Lengths of time without modifiers."""

_BEFORE_MORE_THAN = lexicon.words("before-over")


def _over(place: Place, reading: Any) -> Any:
    """Read "for over a year" as more than one; "over the past year" begins with a preposition."""
    is_amount = place.words.at(place.first - 1) in _BEFORE_MORE_THAN
    return replace(reading, rule=f"{reading.rule}, more") if is_amount else None


def _plural(place: Place, unit: Unit, *_: Unit) -> Length | None:
    is_length = place.words.at(place.first - 1) in _BEFORE_A_PLURAL and unit[0] in _PLAIN_PLURALS
    return Length(VAGUE, unit[0], 0, "length") if is_length else None


LENGTH = Table(
    [
        ("<length>", value),
        ("<length> or so|more|less|longer", shade("about")),
        ("nearly|almost|under|around|roughly|approximately <length>", shade("about")),
        ("no? more|less|fewer|longer than <length>", shade("about")),
        ("at least|most <length>", shade("about")),
        ("up to <length>", shade("at most")),
        ("as long|many|much|little as <length>", shade("about")),
        ("over <length>", _over),
        ("PLURAL", _plural),
        ("PLURAL or|and PLURAL", _plural),
        ("PLURAL -? long", _of_unit(VAGUE)),
        ("SINGULAR -? long", _of_unit(1)),
    ],
    CLASSES,
    {"length": _LENGTH},
)
"""Lengths of time."""


def _every(amount: float | None = None) -> Builder:
    """Make a builder of what recurs after a number of units; without an amount the first value is the number."""
    if amount is not None:
        return lambda _, unit: Known("SET", length_value(amount * unit[1], unit[0]), "every one")
    return lambda _, count, unit: Known("SET", length_value(count * unit[1], unit[0]), "every so many")


def _every_weekday(_: Place, weekday: int, part: str | None = None) -> Known:
    return Known("SET", f"XXXX-WXX-{weekday}{part or ''}", "every one")


def _weekday_parts(place: Place, weekday: int) -> Known:
    return _every_weekday(place, weekday, f"T{PARTS_OF_DAY[place.words.at(place.end - 1).removesuffix('s')]}")


def _period(place: Place, period: str) -> Known | None:
    """Read "daily", but not in the name of a newspaper."""
    words, first = place.words, place.first
    is_name = words.is_capital(first) and (words.is_capital(first - 1) or words.is_capital(first + 1))
    return None if is_name else Known("SET", period, "every one")


def _follows_on(place: Place) -> bool:
    return place.words.at(place.first - 1) == "on"


def _has_capital(place: Place) -> bool:
    return place.words.is_capital(place.first)


SET = Table(
    [
        ("every|each PART", lambda _, part: Known("SET", f"XXXX-XX-XX{part}", "every one")),
        ("every|each SINGULAR", _every(1)),
        ("every other SINGULAR", _every(2)),
        ("every few PLURAL", _every(VAGUE)),
        ("every AMOUNT UNIT", _every()),
        ("every|each WEEKDAY PART?", _every_weekday),
        ("WEEKDAYS", only_if(_has_capital, _every_weekday)),
        ("WEEKDAY mornings|afternoons|evenings|nights", _weekday_parts),
        ("every|each MONTH", lambda _, month: Known("SET", f"XXXX-{month:02d}", "every one")),
        ("every|each SEASON", lambda _, season: Known("SET", f"XXXX-{season}", "every one")),
        ("weekends", only_if(_follows_on, known("SET", "XXXX-WXX-WE", "every one"))),
        ("PERIOD", _period),
    ],
    CLASSES,
)
"""Recurring times."""
