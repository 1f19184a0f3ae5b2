"""What a phrase means before anything dates it: the grammar makes readings, and resolution turns them into values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.record import TimexType

Origin = Literal["published", "before", "near", "told"]
"""What a phrase counts from: the report's date, the expression before it ("two days later"), or one in this sentence or
the one before it, else the report's date ("earlier in the day"); "told" is the same where the verb is not of what is to
come ("by the end of the year he had left")."""
Choice = Literal["tense", "last", "next", "this", "previous", "following", "same"]
"""Which of a thing that comes back is meant; the last three count from the expression before."""
Part = Literal["weekday", "weekend", "month", "day", "season", "quarter", "half", "holiday"]


@dataclass(frozen=True, slots=True)
class Known:
    """A reading that needs nothing else: "3 March 2016", "recently", "three days".

    Attributes:
        type: TIMEX3 type.
        value: TIMEX3 value.
        rule: What was read.
    """

    type: TimexType
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Digits:
    """A date in digits whose first two numbers may be either month and day or day and month.

    Attributes:
        first: The first number.
        second: The second.
        year: The year.
        rule: What was read.
    """

    first: int
    second: int
    year: int
    rule: str


@dataclass(frozen=True, slots=True)
class Step:
    """So many units from an origin: "yesterday", "last week", "two days later".

    Attributes:
        unit: Unit, as in the table of units.
        amount: How many, negative for earlier; infinite where the words do not say ("several years ago").
        origin: What it counts from.
        rule: What was read.
        compares: Whether it is a year before the period that the text is about ("a year earlier").
        counts: Whether units are counted ("a week ago") and not named ("last week").
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
        is_open: Whether it may be another period than a quarter: "the year-earlier period" behind one of nine months.
        rule: What was read.
    """

    year: int | None
    years_back: int
    is_open: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """What comes back every week or year: "Friday", "May", "3 March", "the third quarter", "Easter".

    Attributes:
        part: What it is.
        number: Which: 1 to 7 from Monday on, month, quarter, half, season or holiday; for a day, month and day.
        choice: Which of them in time.
        within: The year or week that holds it, where the words say so.
        rule: What was read.
        weekday: The weekday that the words give a day of a month, or None.
    """

    part: Part
    number: int | str | tuple[int, int]
    choice: Choice
    within: Known | Step | None
    rule: str
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The unit that holds a day, or a day near it: "the day before Thanksgiving", "the week of March 6".

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
    """So many units from a date that the words name: "a year ago today", "two days before Christmas".

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
    """A year or quarter of a company's books, whose days the words do not say.

    Attributes:
        period: The year or quarter of the calendar that bears the same number.
        rule: What was read.
    """

    period: Point
    rule: str


@dataclass(frozen=True, slots=True)
class Timed:
    """A part of a day or a clock time: "Friday morning", "tonight", "10 a.m.".

    Attributes:
        day: The day, or None where the words around have to say.
        time: What stands for it in the value, from the T on.
        rule: What was read.
    """

    day: Point | None
    time: str
    rule: str


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time, with its place if the words say that it ends or begins with the report.

    Attributes:
        amount: How many; infinite where the words do not say.
        unit: Unit, as in the table of units.
        side: -1 where it ends at the report ("the past two weeks"), 1 where it begins there, 0 for a plain length.
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
        unit: Unit that its length is counted in.
        rule: What was read.
    """

    first: Point
    last: Point
    unit: Literal["D", "Y"]
    rule: str


Point = Known | Digits | Step | SamePeriod | Recurring | Beside | Moved | Fiscal
"""What can be a day or another date."""
Reading = Point | Timed | Length | Range
