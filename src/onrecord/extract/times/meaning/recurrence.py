"""Resolves recurring days and periods: which Friday, which May, which third quarter.

A word such as "last", "next" or "this" decides. Without one, a past tense means the last one, including the day of the
report, and a future tense the next one. If no verb decides, or if the tense leads most of a year away, the nearest one
is meant; a past one counts as nearer than a future one.
"""

from __future__ import annotations

from datetime import date

from onrecord.extract.times.grammar.holidays import find_holiday
from onrecord.extract.times.grammar.readings import Origin, Recurring
from onrecord.extract.times.meaning.anchors import Context, Resolved, find_origin, look_back, resolved
from onrecord.extract.times.meaning.calendar import LAST_YEAR, add_days, make_day
from onrecord.extract.times.meaning.calendar_units import LONGEST, unit_value
from onrecord.extract.times.meaning.tense import Tense
from onrecord.extract.times.meaning.values import WEEKDAY_DIFFERS, falls_on, find_interval

_FROM_BEFORE = ("previous", "following", "same")
_PAST_WEIGHT, _FUTURE_WEIGHT = 2, 3
"""Without a verb, a past day counts as nearer than it is: news is mostly about the past."""
_LONGEST_FLASHBACK = 150
"""Most days that a history goes back; a larger step means the next year ("in November 1942 … in January")."""
_LEAP_DAY = (2, 29)
_FAR = 300
"""Days beyond which the tense does not count: its verb may belong to something else ("extended to Nov. 20")."""


def resolve_weekday(reading: Recurring, week: Resolved | None, context: Context) -> Resolved:
    """Resolve a weekday or weekend.

    Args:
        reading: The weekday, or the weekend with Saturday's number.
        week: The week that the words name, or None.
        context: The context of the expression.
    """
    number = int(str(reading.number))
    is_weekend = reading.part == "weekend"
    unknown = "XXXX-WXX-" + ("WE" if is_weekend else str(number))
    if week is not None:
        day = add_days(week.interval[0], number - 1) if week.interval else None
        return resolved(day.isoformat() if day else unknown, week.anchor, f"{reading.rule}, {week.rule}")
    origin: Origin = "before" if reading.choice in _FROM_BEFORE else "published"
    day, anchor = find_origin(origin, 7, context)
    if day is None:
        return resolved(unknown, None, reading.rule)
    days, why = _days_to_weekend(reading, day, context) if is_weekend else _days_to_weekday(reading, day, context)
    moved = add_days(day, days)
    if moved is None:
        return resolved(unknown, None, reading.rule)
    value = unit_value(moved, "WE" if is_weekend else "D")
    return resolved(value, anchor, reading.rule + why)


def _days_to_weekday(reading: Recurring, day: date, context: Context) -> tuple[int, str]:
    """Days from a day to the weekday that is meant, and why."""
    number = int(str(reading.number))
    back, ahead = (day.isoweekday() - number) % 7, (number - day.isoweekday()) % 7
    if reading.choice in ("last", "previous"):
        return -(back or 7), ""
    if reading.choice in ("next", "following"):
        return ahead or 7, ""
    if reading.choice == "same":
        return -back, ""
    tense = context.tense()
    is_future = tense == "future" or (tense is None and reading.choice == "this")
    return (ahead if is_future else -back), _reason(tense, is_future)


def _reason(tense: Tense | None, is_future: bool) -> str:
    return f", {tense} tense" if tense else f", {'future' if is_future else 'past'} assumed"


def _days_to_weekend(reading: Recurring, day: date, context: Context) -> tuple[int, str]:
    """Days from a day to a day of the weekend that is meant, and why; on a weekend it is the current one."""
    is_weekend = day.isoweekday() > 5
    last = -(day.isoweekday() + 1) if not is_weekend else -7
    coming = 6 - day.isoweekday() if not is_weekend else 7
    if reading.choice in ("last", "previous"):
        return last, ""
    if reading.choice in ("next", "following"):
        return coming, ""
    tense = context.tense()
    if is_weekend:
        return 0, ""
    is_past = tense == "past" or (tense is None and reading.choice != "this")
    return (last if is_past else coming), _reason(tense, not is_past)


def resolve_part_of_year(reading: Recurring, year: Resolved | None, context: Context) -> Resolved:
    """Resolve a month, day of a month, season, quarter, half or holiday.

    Args:
        reading: The day or period.
        year: The year that the words name, or None.
        context: The context of the expression.
    """
    if year is not None:
        is_known = len(year.value) == 4 and year.value.isdecimal()
        value = part_value(reading, int(year.value) if is_known else None)
        differs = "" if falls_on(value, reading.weekday) else WEEKDAY_DIFFERS
        return resolved(value, year.anchor, f"{reading.rule}, {year.rule}{differs}")
    if reading.choice == "tense":
        told = (
            _resolve_in_history(reading, context)
            if context.setting.is_history
            else _resolve_after_date(reading, context)
        )
        if told is not None:
            return told
    origin: Origin = "before" if reading.choice in _FROM_BEFORE else "published"
    day, anchor = find_origin(origin, LONGEST["Y" if reading.choice in _FROM_BEFORE else "M"], context)
    if day is None:
        return resolved(part_value(reading, None), None, reading.rule)
    if reading.choice == "following" and isinstance(anchor, int):
        # "He won in 2015. The following spring …" is in 2016.
        interval = context.before[anchor].interval
        day = (add_days(interval[1], -1) if interval else None) or day
    number, why = _choose_year(reading, day, context)
    return resolved(part_value(reading, number), anchor, reading.rule + why)


def _resolve_in_history(reading: Recurring, context: Context) -> Resolved | None:
    """Resolve a month, day or season of a history: in the narrated year, or in the next if that goes far back."""
    for index, found in look_back(context):
        if found.type not in ("DATE", "TIME") or not found.interval or found.anchor == "published":
            continue
        first, end = found.interval
        if (end - first).days > LONGEST["Y"]:
            continue
        return _in_year_of(reading, first, index, context)
    return None


def _in_year_of(reading: Recurring, first: date, index: int, context: Context) -> Resolved | None:
    """Resolve a month, day or season in the year of an earlier day, or in the next if that goes far back."""
    own = find_interval(part_value(reading, first.year))
    is_next = own is not None and (first - own[1]).days > _LONGEST_FLASHBACK and first.year < LAST_YEAR
    value = part_value(reading, first.year + is_next)
    return resolved(value, index, f"{reading.rule}, as told before") if falls_on(value, reading.weekday) else None


def _resolve_after_date(reading: Recurring, context: Context) -> Resolved | None:
    """Resolve a month or day that follows one of another year: "It began on 3 May 1941. In June it ended."."""
    if reading.part not in ("month", "day") or context.tense() == "future":
        return None
    first = context.first_of_previous_sentence()
    if first is None:
        return None
    for index, found in look_back(context):
        if index < first or found.anchor == "published":
            return None
        if found.type not in ("DATE", "TIME") or not found.interval:
            continue
        begin, end = found.interval
        published = context.setting.published
        if (end - begin).days > LONGEST["M"] or published is None or begin.year >= published.year:
            return None
        return _in_year_of(reading, begin, index, context)
    return None


def part_value(reading: Recurring, year: int | None) -> str:
    """Return the value of a part of a year; without a year its digits are X."""
    printed = "XXXX" if year is None else f"{year:04d}"
    number = reading.number
    if isinstance(number, tuple):
        month, day = number
        is_day = year is None or make_day(year, month, day) is not None
        return f"{printed}-{month:02d}-{day:02d}" if is_day else f"{printed}-{month:02d}"
    if reading.part == "holiday":
        found = find_holiday(str(number), year) if year is not None else None
        return found.isoformat() if found else f"{printed}-XX-XX"
    if reading.part == "month":
        return f"{printed}-{int(number):02d}"
    letter = {"quarter": "Q", "half": "H"}.get(reading.part, "")
    return f"{printed}-{letter}{number}"


def _choose_year(reading: Recurring, day: date, context: Context) -> tuple[int, str]:
    """Choose the year of a part of a year relative to a day, and say why."""
    years = [year for year in _candidates(reading, day.year) if 1 <= year < LAST_YEAR]
    spans = {year: span for year in years if (span := find_interval(part_value(reading, year)))}
    past = [year for year, (_, end) in spans.items() if end <= day]
    begun = [year for year, (first, _) in spans.items() if first <= day]
    coming = [year for year, (first, _) in spans.items() if first > day]
    if not spans or reading.choice in ("this", "same"):
        return day.year, ""
    if reading.choice in ("last", "previous"):
        return (past or begun or years)[-1], ""
    if reading.choice in ("next", "following"):
        return (coming or years)[0], ""
    if reading.weekday is not None:
        found = min(spans, key=lambda year: _distance(day, *spans[year]))
        return found, ", by its weekday" if falls_on(part_value(reading, found), reading.weekday) else WEEKDAY_DIFFERS
    distances = {year: _distance(day, *span) for year, span in spans.items()}
    nearest = min(distances, key=distances.__getitem__)
    tense = "past" if context.is_surely_past() else context.tense()
    if tense == "past" and context.is_goal() and not context.is_surely_past():
        tense = None
    if reading.part in ("quarter", "half"):
        # Companies report on the last quarter, in any tense.
        return (begun[-1] if tense == "past" and begun else nearest), ", nearest"
    open_years = [year for year, (_, end) in spans.items() if end > day]
    meant = {"past": begun[-1:], "future": open_years[:1]}.get(tense or "", [])
    if meant and (_is_near(day, *spans[meant[0]]) or (tense == "past" and context.is_surely_past())):
        return meant[0], f", {tense} tense"
    return nearest, ", nearest"


def _candidates(reading: Recurring, year: int) -> list[int]:
    """The possible years: those in which the day falls on its weekday, if the words name one."""
    if not isinstance(reading.number, tuple) or (reading.weekday is None and reading.number != _LEAP_DAY):
        return [year - 1, year, year + 1]
    around = range(max(1, year - 11), min(year + 11, LAST_YEAR) + 1)
    days = {other: day for other in around if (day := make_day(other, *reading.number))}
    return [other for other, day in days.items() if falls_on(day.isoformat(), reading.weekday)] or list(days) or [year]


def _is_near(day: date, first: date, end: date) -> bool:
    return max((day - end).days, (first - day).days) <= _FAR


def _distance(day: date, first: date, end: date) -> int:
    """Distance of a day from an interval, weighted so that the past is nearer."""
    if first <= day < end:
        return 0
    return _PAST_WEIGHT * (day - end).days if end <= day else _FUTURE_WEIGHT * (first - day).days
