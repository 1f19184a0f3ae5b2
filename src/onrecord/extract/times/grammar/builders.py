"""Builders: functions that turn a match of a pattern into a reading.

A builder gets the place of the match and the values of the pattern's elements. It returns None if the words turn out to
mean something else. Some functions here are builders; the others make them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from onrecord import lexicon
from onrecord.extract.times.grammar.numbers import VAGUE, ShortYear
from onrecord.extract.times.grammar.readings import (
    Choice,
    Digits,
    Known,
    Length,
    Moved,
    Origin,
    Part,
    Point,
    Recurring,
    Step,
    Timed,
)
from onrecord.extract.times.grammar.time_words import UNIT_NAMES
from onrecord.extract.times.matching.patterns import Builder, Place
from onrecord.extract.times.meaning.calendar import make_day
from onrecord.extract.times.meaning.values import WEEKDAY_DIFFERS, falls_on
from onrecord.record import TimexType

Unit = tuple[str, int]
"""A unit, and how many of it a word means: a fortnight is two weeks."""
Year = Known | Step
"""A year in digits, or one counted from another year."""
_LEAP_YEAR = 2000
_NO_SUCH_DAY = ", no such day"
_AFTER_11_SEPTEMBER = lexicon.words("eleventh-september")
"""Words after "Sept. 11" that show the day of 2001."""
_BROADCASTERS = lexicon.words("broadcaster") | {"on"}
QUOTES = frozenset("\"“”‘’'")
"""Opening and closing quotation marks."""
_CLOSING = frozenset([*"\"'”’.,;:)–—-", "", "and", "but", "in", "at", "when", "on", "with"])


def value(_: Place, given: Any) -> Any:
    """Build the value of the only element that has one."""
    return given


def known(type_: TimexType, printed: str, rule: str) -> Builder:
    """Make a builder of a fixed reading."""
    reading = Known(type_, printed, rule)
    return lambda *_: reading


def step(unit: str, amount: int, rule: str, origin: Origin = "published") -> Builder:
    """Make a builder of a number of units from an origin."""
    reading = Step(unit, amount, origin, rule)
    return lambda *_: reading


def step_of_unit(amount: int, rule: str, origin: Origin = "published") -> Builder:
    """Make a builder of the unit before, at or after the origin: "last week". The rule has {} for the unit."""
    return lambda _, unit: Step(unit[0], amount, origin, rule.format(UNIT_NAMES[unit[0]])) if unit[1] == 1 else None


def steps(direction: int, rule: str, origin: Origin = "published") -> Builder:
    """Make a builder of a number of units earlier or later; its values are the number and the unit."""

    def build(_: Place, amount: float, unit: Unit) -> Step:
        is_year = unit[0] == "Y" and amount == 1 and direction < 0
        return Step(unit[0], direction * amount * unit[1], origin, rule, compares=is_year, counts=True)

    return build


def moved(direction: int, rule: str, is_exact: bool = True) -> Builder:
    """Make a builder of a number of units from a date; its values are the number, the unit and the date."""

    def build(_: Place, amount: float, unit: Unit, date: Point, *part: str) -> Moved | None:
        is_counted = amount not in (VAGUE, 0.5) and unit[0] not in ("S", "MIN", "H")
        return Moved(date, unit[0], direction * amount * unit[1], rule, is_exact) if is_counted else None

    return build


def recurring(part: Part, rule: str) -> Builder:
    """Make a builder of a recurring day or period from its number and its year, if any."""
    return lambda _, number, within=None: Recurring(part, number, "tense", within, rule)


def choose(choice: Choice, build: Builder) -> Builder:
    """Make a builder that chooses one of a recurring day or period."""

    def choosing(place: Place, *values: Any) -> Point | None:
        reading: Point | None = build(place, *values)
        # "This Dec. 10, 2018, photo": the year decides.
        if not isinstance(reading, Recurring):
            return reading
        return replace(reading, choice=choice, rule=f"{choice} {reading.rule}")

    return choosing


def length(side: int = 0, rule: str = "length") -> Builder:
    """Make a builder of a length of time; its values are the number and the unit."""
    return lambda _, amount, unit: Length(amount * unit[1], unit[0], side, rule)


def part_of(day: Point | None, part: str, rule: str) -> Builder:
    """Make a builder of a part of a given day."""
    reading = Timed(day, part, rule)
    return lambda *_: reading


def part_of_day(_: Place, day: Point, part: str) -> Timed:
    """Build a part of a day from the day and the part."""
    return Timed(day, part, "part of day")


def shade(word: str) -> Builder:
    """Make a builder of the last value; its rule adds a word that a TIMEX3 value cannot express, such as "early"."""
    return lambda _, *values: replace(values[-1], rule=f"{values[-1].rule}, {word}")


def only_if(holds: Callable[[Place], bool], build: Builder) -> Builder:
    """Make a builder that builds only if a condition holds at the place."""
    return lambda place, *values: build(place, *values) if holds(place) else None


def is_no_programme(place: Place) -> bool:
    """Tell "this week" from "This Week", a programme, after its broadcaster or in quotation marks."""
    words, first = place.words, place.first
    if not (words.is_capital(first) and words.is_capital(place.end - 1)):
        return True
    return _word_before_quotes(place) not in _BROADCASTERS


def is_no_show_of_length(place: Place) -> bool:
    """Tell "60 minutes" from "60 Minutes" and "48 hours" from "CBS's 48 Hours", programmes."""
    words, first = place.words, place.first
    if not words.is_capital(place.end - 1) or not words.lower[first].isdecimal():
        return True
    is_named = _word_before_quotes(place) in _BROADCASTERS or words.at(first - 1) in QUOTES
    return not is_named and (words.at(first), words.at(place.end - 1)) != ("60", "minutes")


def _word_before_quotes(place: Place) -> str:
    """The word before an expression, skipping an opening quotation mark and a possessive ending."""
    words, index = place.words, place.first - 1
    index -= words.at(index) in QUOTES
    index -= words.at(index) == "s" and words.at(index - 1) in ("'", "’")
    index -= words.at(index) in ("'", "’")
    index -= words.at(index) == "news"
    return words.at(index)


def names_nothing_after(place: Place) -> bool:
    """Tell "two days before", which counts from an earlier date, from "two days before the vote"."""
    return place.words.at(place.end) in _CLOSING


def year(_: Place, number: int) -> Known:
    """Build a year."""
    return Known("DATE", f"{number:04d}", "year", isinstance(number, ShortYear))


def month_day(place: Place, month: int, day: int, of_year: Year | None = None) -> Point | None:
    """Build a day of a month, with its year if there is one. A day that does not exist gives its month."""
    if of_year is None and (month, day) == (9, 11) and place.words.at(place.end) in _AFTER_11_SEPTEMBER:
        return Known("DATE", "2001-09-11", "day with a name")
    if isinstance(of_year, Known):
        found = make_day(int(of_year.value), month, day)
        if found is None:
            printed, rule = f"{of_year.value}-{month:02d}", f"month and year{_NO_SUCH_DAY}"
        else:
            printed, rule = found.isoformat(), "full date"
        return replace(of_year, value=printed, rule=rule)
    if make_day(_LEAP_YEAR, month, day) is not None:
        return Recurring("day", (month, day), "tense", of_year, "month and day")
    is_date = of_year is not None or place.words.at(place.first - 1) == "on" or not place.words.at(place.end).isalpha()
    return Recurring("month", month, "tense", of_year, f"month{_NO_SUCH_DAY}") if is_date else None


def of_weekday(_: Place, weekday: int, date: Point) -> Point:
    """Build a day from its weekday and its date. If they differ, the date wins and the rule says so."""
    if isinstance(date, Recurring) and date.part == "day":
        return replace(date, weekday=weekday)
    if isinstance(date, Digits):
        return _order_by_weekday(weekday, date)
    if isinstance(date, Known) and not falls_on(date.value, weekday):
        return replace(date, rule=date.rule + WEEKDAY_DIFFERS)
    return date


def _order_by_weekday(weekday: int, date: Digits) -> Digits | Known:
    """Decide by the weekday whether 03/04 is the third of April, if only one of the two days fits."""
    years = (date.year, date.year - 100) if date.has_short_year else (date.year,)
    orders = ((date.first, date.second), (date.second, date.first))
    days = [make_day(year, *order) for year in years for order in orders]
    found = [day for day in days if day is not None and day.isoweekday() == weekday]
    if not found:
        return replace(date, rule=date.rule + WEEKDAY_DIFFERS)
    return Known("DATE", found[0].isoformat(), f"{date.rule}, order by its weekday") if len(found) == 1 else date


def day_month(place: Place, day: int, month: int, of_year: Year | None = None) -> Point | None:
    """Build a day of a month in British order."""
    return month_day(place, month, day, of_year)


def month_year(_: Place, month: int, of_year: Year) -> Point:
    """Build a month of a year."""
    if isinstance(of_year, Known):
        return replace(of_year, value=f"{of_year.value}-{month:02d}", rule="month and year")
    return Recurring("month", month, "tense", of_year, "month")


_MULTIPLES = {"DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000), "Q": ("M", 3)}
_HALVES = {"Y": "6M", "H": "30M", "MIN": "30S"}


def length_value(amount: float, unit: str) -> str:
    """Return the TIMEX3 value of a length of time.

    Args:
        amount: How many; a vague amount gives X.
        unit: The unit.

    Example:
        >>> length_value(2.5, "Y")
        'P2Y6M'
    """
    if amount == VAGUE:
        return _print_length("X", unit)
    name, factor = _MULTIPLES.get(unit, (unit, 1))
    amount *= factor
    whole = int(amount)
    if amount == whole:
        return _print_length(str(whole), name)
    if amount - whole == 0.5 and name in _HALVES:
        before = _print_length(str(whole), name) if whole else "PT" if name != "Y" else "P"
        return before + _HALVES[name]
    return _print_length(f"{amount:.2f}".rstrip("0"), name)


def _print_length(amount: str, unit: str) -> str:
    of_day = {"S": "S", "MIN": "M", "H": "H", "NI": "NI"}
    return f"PT{amount}{of_day[unit]}" if unit in of_day else f"P{amount}{unit}"
