"""Days with names: fixed dates, weekdays of a month, and days counted from Easter."""

from __future__ import annotations

from datetime import date

from onrecord import lexicon
from onrecord.extract.times.meaning.calendar import add_days, easter, make_day, nth_weekday, parse_day

_FIXED = {name: tuple(map(int, day.split("-"))) for name, day in lexicon.values("fixed-date").items()}
_NTH_WEEKDAY = {name: tuple(map(int, rule.split(","))) for name, rule in lexicon.values("nth-weekday").items()}
_FROM_EASTER = lexicon.numbers("easter")
_DATES = {name: dates.split(",") for name, dates in lexicon.values("dates").items()}
NAMES = (*_FIXED, *_NTH_WEEKDAY, *_FROM_EASTER, *_DATES)


def find_holiday(name: str, year: int) -> date | None:
    """Find the day of a holiday in a year.

    Args:
        name: One of :data:`NAMES`.
        year: The year.

    Returns:
        The day, or None if the year has none or no table lists it.

    Example:
        >>> find_holiday("thanksgiving", 2031)
        datetime.date(2031, 11, 27)
    """
    if name in _FIXED:
        month, day = _FIXED[name]
        return make_day(year, month, day)
    if name in _NTH_WEEKDAY:
        month, weekday, nth, *later = _NTH_WEEKDAY[name]
        found = nth_weekday(year, month, weekday, nth)
        return add_days(found, sum(later)) if found else None
    if name in _FROM_EASTER:
        return add_days(easter(year), _FROM_EASTER[name])
    return next((parse_day(day) for day in _DATES.get(name, ()) if day.startswith(f"{year:04d}-")), None)
