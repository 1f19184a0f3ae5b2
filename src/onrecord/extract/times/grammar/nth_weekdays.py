"""The grammar of weekdays counted in a period: "the last Friday of March", "the first Tuesday after Easter"."""

from __future__ import annotations

from onrecord.extract.times.grammar.builders import known, month_year, recurring, step, value
from onrecord.extract.times.grammar.days import DAY, RELATIVE_YEAR, YEAR, choices
from onrecord.extract.times.grammar.readings import NthWeekday, Point, Timed
from onrecord.extract.times.matching.patterns import Builder, Place, Table
from onrecord.extract.times.matching.word_classes import CLASSES

_LAST = {"last": -1, "final": -1, "penultimate": -2}
_MOST = 53
_month = recurring("month", "month")

_PERIOD = Table(
    [
        ("MONTH", _month),
        ("MONTH ,? <year>", month_year),
        ("MONTH of <year>", month_year),
        ("MONTH <relative>", recurring("month", "month")),
        *choices("MONTH", _month),
        ("the|this month", step("M", 0, "this month")),
        ("the current month", step("M", 0, "this month")),
        ("last month", step("M", -1, "last month")),
        ("next month", step("M", 1, "next month")),
        ("the coming month", step("M", 1, "next month")),
        ("<year>", value),
    ],
    CLASSES,
    {"year": YEAR, "relative": RELATIVE_YEAR},
)
"""Months and years in which weekdays are counted."""


def _nth(place: Place, nth: int, weekday: int, within: Point) -> NthWeekday | None:
    return NthWeekday(weekday, nth, within, False, "weekday of a period") if 1 <= nth <= _MOST else None


def _last(nth: int) -> Builder:
    return lambda _, weekday, within: NthWeekday(weekday, nth, within, False, "weekday of a period")


def _part(day: NthWeekday | None, part: str) -> Timed | None:
    return Timed(day, part, "part of day") if day is not None else None


def _part_of_last(nth: int) -> Builder:
    build = _last(nth)
    return lambda place, weekday, part, within: _part(build(place, weekday, within), part)


def _nth_after(_: Place, nth: int, weekday: int, day: Point) -> NthWeekday | None:
    return NthWeekday(weekday, nth, day, True, "weekday after a day") if 1 <= nth <= _MOST else None


def _every(period: str) -> Builder:
    return known("SET", period, "weekday of every period")


def _starts_with_nth(element: str) -> list[tuple[str, Builder]]:
    return [
        (f"the? ORDINAL {element} of|in each|every month", _every("P1M")),
        (f"the? last|final {element} of|in each|every month", _every("P1M")),
        (f"every|each ORDINAL|last|final {element} of|in the|each|every month", _every("P1M")),
        (f"the? ORDINAL {element} of|in MONTH of? each|every year", _every("P1Y")),
        (f"the? last|final {element} of|in MONTH of? each|every year", _every("P1Y")),
        (f"every|each ORDINAL|last|final {element} of|in MONTH", _every("P1Y")),
    ]


NTH_WEEKDAY = Table(
    [
        ("the? ORDINAL WEEKDAY of|in <period>", _nth),
        *[(f"the? {word} WEEKDAY of|in <period>", _last(nth)) for word, nth in _LAST.items()],
        ("the ORDINAL WEEKDAY after <day>", _nth_after),
        *_starts_with_nth("WEEKDAY"),
    ],
    CLASSES,
    {"period": _PERIOD, "day": DAY},
)
"""Weekdays counted in a period, and those that recur."""

PART_OF_NTH_WEEKDAY = Table(
    [
        (
            "the? ORDINAL WEEKDAY PART of|in <period>",
            lambda p, nth, day, part, span: _part(_nth(p, nth, day, span), part),
        ),
        *[(f"the? {word} WEEKDAY PART of|in <period>", _part_of_last(nth)) for word, nth in _LAST.items()],
    ],
    CLASSES,
    {"period": _PERIOD},
)
"""Parts of weekdays counted in a period: "the last Monday night of May"."""
