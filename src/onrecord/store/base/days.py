"""Days as a store compares them: ISO, or unknown."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from onrecord.store.base.schema import UNKNOWN

_DAY_LENGTH = 10


@lru_cache(maxsize=65536)
def iso_day(words: str) -> str:
    """Give the day of an ISO date or time, or ``unknown`` where it is none."""
    day = words[:_DAY_LENGTH]
    try:
        date.fromisoformat(day)
    except ValueError:
        return UNKNOWN
    # The standard library reads week dates and dates without hyphens too, which sort elsewhere.
    return day if day[4:5] == "-" == day[7:8] else UNKNOWN


@lru_cache(maxsize=65536)
def day_after(day: str) -> str:
    """Give the day after an ISO day."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return UNKNOWN
