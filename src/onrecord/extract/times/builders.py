"""What the patterns of the grammar build: readings, from the values of a pattern's elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from onrecord.extract.times.calendar import make_day
from onrecord.extract.times.numbers import VAGUE
from onrecord.extract.times.patterns import Builder, Place
from onrecord.extract.times.readings import (
    Choice,
    Known,
    Length,
    Origin,
    Part,
    Point,
    Range,
    Reading,
    Recurring,
    Step,
    Timed,
)
from onrecord.records import TimexType

Year = Known | Step
"""A year in numbers, or one told from another."""
_OF_DAY = {"S": "TS", "MIN": "TM", "H": "TH"}
_MULTIPLES = {"DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000), "Q": ("M", 3)}
_HALF_UNITS = {"Y": ("M", 6), "H": ("M", 30), "MIN": ("S", 30), "D": ("TH", 12)}
_VAGUE_UNITS = {"DE": "DE", "CE": "CE", "ML": "ML", "Q": "Q"}


def known(type_: TimexType, value: str, rule: str) -> Builder:
    """Make a builder of one reading that needs nothing else."""
    reading = Known(type_, value, rule)
    return lambda _, *values: reading


def step(unit: str, amount: int, rule: str, origin: Origin = "published") -> Builder:
    """Make a builder of so many units from an origin."""
    reading = Step(unit, amount, origin, rule)
    return lambda _, *values: reading


def chosen(choice: Choice, build: Callable[..., Recurring | None]) -> Builder:
    """Make a builder that says which of a recurring thing is meant."""

    def built(place: Place, *values: object) -> Recurring | None:
        reading = build(place, *values)
        return replace(reading, choice=choice, rule=f"{choice} {reading.rule}") if reading else None

    return built


def recurring(part: Part, rule: str) -> Callable[..., Recurring]:
    """Make a builder of a recurring thing whose number is the first value and whose year is the second, if any."""
    return lambda _, number, within=None: Recurring(part, number, "tense", within, rule)


def month_day(place: Place, month: int, day: int, year: Year | None = None) -> Point | None:
    """Build a day of a month, of a year where one is given."""
    del place
    if not isinstance(year, Known):
        leap_year = 2000
        return (
            Recurring("day", (month, day), "tense", year, "month and day") if make_day(leap_year, month, day) else None
        )
    found = make_day(int(year.value), month, day)
    return Known("DATE", found.isoformat(), "full date") if found else None


def day_month(place: Place, day: int, month: int, year: Year | None = None) -> Point | None:
    """Build the same in British order."""
    return month_day(place, month, day, year)


def month_year(_: Place, month: int, year: Year) -> Point:
    """Build a month of a year."""
    if isinstance(year, Known):
        return Known("DATE", f"{int(year.value):04d}-{month:02d}", "month and year")
    return Recurring("month", month, "tense", year, "month of a year")


def length_value(amount: float | None, unit: str) -> str:
    """Give the value of a length of time."""
    if amount is None or amount == VAGUE:
        return _duration("X", _VAGUE_UNITS.get(unit, unit))
    name, factor = _MULTIPLES.get(unit, (unit, 1))
    amount *= factor
    whole = int(amount)
    if amount == whole:
        return _duration(str(whole), name)
    half_unit, half = _HALF_UNITS.get(name, ("", 0))
    if amount - whole == 0.5 and half:
        rest = f"{half}{half_unit.removeprefix('T')}"
        if not whole:
            return f"PT{rest}" if name in _OF_DAY or half_unit.startswith("T") else f"P{rest}"
        return _duration(str(whole), name) + ("T" if half_unit.startswith("T") else "") + rest
    return _duration(f"{amount:.2f}".rstrip("0"), name)


def _duration(amount: str, unit: str) -> str:
    letters = _OF_DAY.get(unit, f"T{unit}" if unit == "NI" else unit)
    return f"PT{amount}{letters[1:]}" if letters.startswith("T") else f"P{amount}{letters}"


def length(side: int, rule: str) -> Builder:
    """Make a builder of a length of time from how many and which unit."""

    def built(_: Place, amount: float | None, unit: tuple[str, int]) -> Length:
        count = 1 if amount is None else amount
        return Length(None if count == VAGUE else count * unit[1], unit[0], side, rule)

    return built


def steps(direction: int, origin: Origin, rule: str) -> Builder:
    """Make a builder of so many units earlier or later, from how many and which unit."""

    def built(_: Place, amount: float | None, unit: tuple[str, int]) -> Step:
        count = 1 if amount is None else amount
        is_year = unit[0] == "Y" and count == 1 and direction < 0
        return Step(unit[0], None if count == VAGUE else direction * count * unit[1], origin, rule, is_year)

    return built


def unit_step(amount: int, origin: Origin, rule: str) -> Builder:
    """Make a builder of one unit before, at or after the origin: "last week", "that year"."""
    return lambda _, unit: Step(unit[0], amount, origin, rule) if unit[1] == 1 else None


def timed(rule: str) -> Builder:
    """Make a builder of a part of a day from the day and the part."""
    return lambda _, day, part: Timed(day, part, rule)


def part_of(day: Point | None, rule: str, part: str | None = None) -> Builder:
    """Make a builder of a part of a given day; the part is the value unless given here."""
    return lambda _, *values: Timed(day, part or values[0], rule)


def shaded(rule: str) -> Builder:
    """Make a builder of an expression with a word such as "early" before it, which its value cannot hold."""

    def built(place: Place, *values: Reading) -> Reading:
        del place
        reading = values[-1]
        return replace(reading, rule=f"{reading.rule}, {rule}")

    return built


def clock(_: Place, time: tuple[int, int | None], half: int | None = None, zone: str | None = None) -> Timed | None:
    """Build a clock time from hour and minute, half of the day and zone."""
    hour, minute = time
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + half
    value = f"T{hour:02d}:{minute or 0:02d}"
    return Timed(None, value, "clock time" + (f", {zone}" if zone else ""))


def day_range(place: Place, month: int, first: int, last: int, year: Year | None = None) -> Range | None:
    """Build the days from one to another of a month."""
    begin, end = month_day(place, month, first, year), month_day(place, month, last, year)
    return Range(begin, end, "range of days") if begin and end and first < last else None
