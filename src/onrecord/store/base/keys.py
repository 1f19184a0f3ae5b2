"""Keys of statements: day, report and place in the report in one number, in this order."""

from __future__ import annotations

from datetime import date
from typing import Final

from onrecord.errors import StoreError

_PLACES: Final = 14
_REPORTS: Final = 26
_DAYS: Final = 22
MOST_STATEMENTS: Final = (1 << _PLACES) - 1
MOST_REPORTS: Final = (1 << _REPORTS) - 1
_LAST_DAY: Final = (1 << _DAYS) - 1


def day_number(day: str) -> int:
    """Return the number of an ISO day; the highest number for an unknown or invalid day."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return _LAST_DAY


def statement_key(day: str, report_key: int, place: int) -> int:
    """Return the key of a statement.

    Args:
        day: ISO day on which it was said, or ``unknown``.
        report_key: Key of its report.
        place: Its place in the report, from 0.

    Raises:
        StoreError: The store holds as many reports as it can number, or the report has too many statements.
    """
    if place > MOST_STATEMENTS:
        raise StoreError(f"a report with more than {MOST_STATEMENTS} statements cannot be stored; split it")
    if report_key > MOST_REPORTS:
        raise StoreError(f"a store holds at most {MOST_REPORTS} reports; create another")
    return (day_number(day) << _REPORTS | report_key) << _PLACES | place


FIRST_UNKNOWN: Final = _LAST_DAY << (_REPORTS + _PLACES)
"""The smallest key of statements without a day; all with one lie below it."""


def first_key(day: str) -> int:
    """Return the smallest key of a day."""
    return day_number(day) << DAY_BITS


DAY_BITS: Final = _REPORTS + _PLACES
"""Bits of a key below the number of its day."""


def day_of(number: int) -> str | None:
    """Return the ISO day of a number, or None for the number of unknown days."""
    return None if number == _LAST_DAY else date.fromordinal(number).isoformat()


def report_of(key: int) -> int:
    """Return the key of the report of the statement with this key."""
    return key >> _PLACES & MOST_REPORTS


def place_of(key: int) -> int:
    """Return the place in its report of the statement with this key."""
    return key & MOST_STATEMENTS
