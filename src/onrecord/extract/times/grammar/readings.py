"""Readings: the meaning of an expression before any anchor. The grammar makes them; resolution gives their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.record import TimexType

Origin = Literal["published", "before", "near", "told"]
"""What an expression counts from.

- ``published``: the report's date.
- ``before``: the previous expression ("two days later").
- ``near``: an expression in this sentence or the previous one, else the report's date ("earlier in the day").
- ``told``: as ``near``, unless the verb is in the future ("by the end of the year he had left").
"""
Choice = Literal["tense", "last", "next", "this", "previous", "following", "same"]
"""Which of a recurring day or period is meant; the last three count from the previous expression."""
Part = Literal["weekday", "weekend", "month", "day", "season", "quarter", "half", "holiday"]


@dataclass(frozen=True, slots=True)
class Known:
    """A reading that needs no anchor: "3 March 2016", "recently", "three days".

    Attributes:
        type: TIMEX3 type.
        value: TIMEX3 value.
        rule: What was read.
        has_short_year: Whether the words print the year with two digits, so that its century depends on the report.
    """

    type: TimexType
    value: str
    rule: str
    has_short_year: bool = False


@dataclass(frozen=True, slots=True)
class Digits:
    """A date in digits whose first two numbers are month and day in an unknown order.

    Attributes:
        first: The first number.
        second: The second.
        year: The year.
        rule: What was read.
        has_short_year: Whether the words print the year with two digits.
    """

    first: int
    second: int
    year: int
    rule: str
    has_short_year: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A number of units from an origin: "yesterday", "last week", "two days later".

    Attributes:
        unit: Unit, as in the table of units.
        amount: How many, negative for earlier; infinite if the words do not say ("several years ago").
        origin: What it counts from.
        rule: What was read.
        compares: Whether it is the year before the period that the text is about ("a year earlier").
        counts: Whether the words count units ("a week ago") rather than name one ("last week").
    """

    unit: str
    amount: float
    origin: Origin
    rule: str
    compares: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """The quarter that the text is about: "the quarter", or that of another year: "the 1988 quarter".

    Attributes:
        year: The year, or None.
        years_back: How many years before it: "the year-earlier quarter".
        is_open: Whether it may be another period than a quarter: "the year-earlier period" after one of nine months.
        rule: What was read.
    """

    year: int | None
    years_back: int
    is_open: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """A day or period that recurs every week or year: "Friday", "May", "3 March", "the third quarter", "Easter".

    Attributes:
        part: What it is.
        number: Which: 1 to 7 from Monday on, month, quarter, half, season or holiday; for a day, month and day.
        choice: Which of them in time.
        within: The year or week that contains it, if the words say so.
        rule: What was read.
        weekday: The weekday that the words add to a day of a month, or None.
    """

    part: Part
    number: int | str | tuple[int, int]
    choice: Choice
    within: Known | Step | None
    rule: str
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The n-th of a weekday in a month, quarter or year, or after a day: "the last Friday of March".

    Attributes:
        weekday: The weekday, Monday is 1.
        nth: Which, from 1 on; -1 is the last, -2 the one before the last.
        within: The period, or the day that it is counted from.
        is_after: Whether it is counted from the day after ``within``.
        rule: What was read.
    """

    weekday: int
    nth: int
    within: Point
    is_after: bool
    rule: str


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A weekday with a day of an unprinted month: "Monday the 3rd".

    Attributes:
        day: The day of the month.
        weekday: The weekday, Monday is 1.
        rule: What was read.
    """

    day: int
    weekday: int
    rule: str


@dataclass(frozen=True, slots=True)
class ThatTime:
    """The time that the text has just told of: "at the time", "at that time".

    Attributes:
        rule: What was read.
    """

    rule: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The unit that contains a day, or a day near it: "the day before Thanksgiving", "the week of March 6".

    Attributes:
        day: The day.
        days: How many days later.
        unit: Unit, as in the table of units.
        rule: What was read.
    """

    day: Point
    days: int
    unit: str
    rule: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A number of units from a date that the words name: "a year ago today", "two days before Christmas".

    Attributes:
        date: The date.
        unit: Unit, as in the table of units.
        amount: How many, negative for earlier.
        rule: What was read.
        is_exact: Whether the value is as fine as the date: "a year ago today" is a day, "a year after 9/11" a year.
    """

    date: Point
    unit: str
    amount: float
    rule: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Fiscal:
    """A year or quarter of a company's fiscal year; its days are unknown.

    Attributes:
        period: The calendar year or quarter with the same number.
        rule: What was read.
    """

    period: Point
    rule: str


@dataclass(frozen=True, slots=True)
class Timed:
    """A part of a day or a clock time: "Friday morning", "tonight", "10 a.m.".

    Attributes:
        day: The day, or None if the context has to give it.
        time: The end of the value, from the T on.
        rule: What was read.
    """

    day: Point | None
    time: str
    rule: str


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time, with its position if it ends or begins at the report's date.

    Attributes:
        amount: How many; infinite if the words do not say.
        unit: Unit, as in the table of units.
        side: -1 if it ends at the report's date ("the past two weeks"), 1 if it begins there, 0 for a plain length.
        rule: What was read.
    """

    amount: float
    unit: str
    side: int
    rule: str


@dataclass(frozen=True, slots=True)
class Range:
    """From one day or year to another: "March 3-5", "2012-2015".

    Attributes:
        first: The first.
        last: The last.
        unit: Unit of its length.
        rule: What was read.
    """

    first: Point
    last: Point
    unit: Literal["D", "Y"]
    rule: str


Point = Known | Digits | Step | SamePeriod | Recurring | NthWeekday | DayOfMonth | Beside | Moved | Fiscal
"""A reading that can be a day or another date."""
Reading = Point | ThatTime | Timed | Length | Range
