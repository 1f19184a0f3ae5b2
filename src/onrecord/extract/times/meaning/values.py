"""TIMEX3 values and the days that they cover.

Follows TimeML 1.2.1 (Saurí et al. 2006) and, for weeks, ISO 8601. Intervals are half-open and in whole days, also for
values with a clock time, so that all compare; the value keeps the hour.
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.extract.times.meaning.calendar import (
    LAST_YEAR,
    add_days,
    add_months,
    first_day_of_week,
    make_day,
    parse_day,
)

WEEKDAY_DIFFERS = ", weekday differs"
"""End of the rule of a day whose printed weekday is another."""
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})(-WE)?")
_MONTHS = re.compile(r"([0-9]{4})(?:-([0-9]{2}|[A-Z][A-Z0-9]))?")
_DECADE = re.compile(r"[0-9]{2,3}")


def find_interval(value: str) -> tuple[date, date] | None:
    """Find the days that a DATE or TIME value covers.

    Args:
        value: A TIMEX3 value.

    Returns:
        The first day and the day after the last, or None if the value leaves them open.

    Example:
        >>> find_interval("2031-02")
        (datetime.date(2031, 2, 1), datetime.date(2031, 3, 1))
    """
    if found := _DAY.fullmatch(value):
        return _from(make_day(int(found[1]), int(found[2]), int(found[3])), 1)
    if found := _WEEK.fullmatch(value):
        monday = first_day_of_week(int(found[1]), int(found[2]))
        return _from(add_days(monday, 5) if monday and found[3] else monday, 2 if found[3] else 7)
    if found := _MONTHS.fullmatch(value):
        return _months_of(int(found[1]), found[2])
    if _DECADE.fullmatch(value):
        years = 10 ** (4 - len(value))
        return _months(int(value) * years, 1, 12 * years)
    return None


def falls_on(value: str, weekday: int | None) -> bool:
    """Tell whether a day falls on a weekday; if either is unknown, it may."""
    day = parse_day(value)
    return weekday is None or day is None or day.isoweekday() == weekday


def _from(first: date | None, days: int) -> tuple[date, date] | None:
    end = add_days(first, days) if first else None
    return (first, end) if first and end else None


def _months_of(year: int, part: str | None) -> tuple[date, date] | None:
    if part is None:
        return _months(year, 1, 12)
    if part.isdigit():
        return _months(year, int(part), 1)
    if part in _SEASON_MONTHS:
        return _months(year, _SEASON_MONTHS[part], 3)
    length = {"Q": 3, "H": 6}.get(part[0])
    return _months(year, length * (int(part[1]) - 1) + 1, length) if length and part[1].isdigit() else None


def _months(year: int, month: int, months: int) -> tuple[date, date] | None:
    if not (1 <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    end = add_months(year, month, months)
    first, after = make_day(year, month, 1), make_day(*end, 1) if end else None
    return (first, after) if first and after else None
