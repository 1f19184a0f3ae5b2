"""Calendar arithmetic: days, months, ISO weeks, and computed days such as Easter.

Pure arithmetic on ``datetime.date``; nothing here reads a clock. A result outside the years 1 to 9999 is None.
"""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1, 9999


def make_day(year: int, month: int, day: int) -> date | None:
    """Return a day, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_day(words: str) -> date | None:
    """Read ``YYYY-MM-DD``; return None for anything else."""
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None


def add_days(day: date, days: int) -> date | None:
    """Return the day a number of days later (earlier if negative)."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def add_months(year: int, month: int, months: int) -> tuple[int, int] | None:
    """Return the year and month a number of months later."""
    index = 12 * year + month - 1 + months
    return (index // 12, index % 12 + 1) if FIRST_YEAR <= index // 12 <= LAST_YEAR else None


def add_months_to_day(day: date, months: int) -> date | None:
    """Return the same day a number of months later, or the last day of a shorter month."""
    moved = add_months(day.year, day.month, months)
    if moved is None:
        return None
    return make_day(*moved, min(day.day, days_of_month(*moved)))


def days_of_month(year: int, month: int) -> int:
    """Return the number of days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def first_day_of_week(year: int, week: int) -> date | None:
    """Return the Monday of an ISO week, or None if the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the n-th of a weekday (Monday is 1) in a month; -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (nth - 1)
    else:
        length = days_of_month(year, month)
        day = length - (date(year, month, length).isoweekday() - weekday) % 7
    return make_day(year, month, day)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    w = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * w) // 451
    month, day = divmod(h + w - 7 * m + 114, 31)
    return date(year, month, day + 1)
