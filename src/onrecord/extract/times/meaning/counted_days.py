"""Resolves weekdays counted in a period ("the last Friday of March") and days of an unprinted month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from onrecord.extract.times.grammar.readings import DayOfMonth, NthWeekday, Recurring
from onrecord.extract.times.meaning.anchors import Context, Resolved, find_origin, resolved
from onrecord.extract.times.meaning.calendar import add_days, add_months, make_day
from onrecord.extract.times.meaning.calendar_units import LONGEST
from onrecord.extract.times.meaning.values import WEEKDAY_DIFFERS

_FARTHEST_MONTHS = 6
"""Months around the report in which "Monday the 3rd" is looked for."""
_PAST_WEIGHT, _FUTURE_WEIGHT = 2, 3
"""Without a verb, a past day counts as nearer than it is: news is mostly about the past."""


def resolve_nth_weekday(reading: NthWeekday, period: Resolved, context: Context) -> Resolved:
    """Resolve the n-th of a weekday.

    Args:
        reading: The weekday.
        period: What its period, or the day that it is counted from, means.
        context: The context of the expression.

    Returns:
        The day; the value of the period where that has no days or no such weekday.
    """
    found = _find_nth(reading, period.interval)
    rule = f"{reading.rule}, {period.rule}"
    if found is None:
        return replace(period, rule=rule)
    published = context.setting.published
    is_open = isinstance(reading.within, Recurring) and reading.within.choice == "tense" and not reading.within.within
    if is_open and published is not None and found > published and context.tense() == "past" and period.interval:
        # "It met on the last Friday of March", printed on 12 March.
        first, end = (make_day(day.year - 1, day.month, 1) for day in period.interval)
        found = _find_nth(reading, (first, end)) or found if first and end else found
    return resolved(found.isoformat(), period.anchor, rule)


def _find_nth(reading: NthWeekday, interval: tuple[date, date] | None) -> date | None:
    if interval is None:
        return None
    first, end = interval
    if reading.is_after:
        return add_days(end, (reading.weekday - end.isoweekday()) % 7 + 7 * (reading.nth - 1))
    if reading.nth > 0:
        found = add_days(first, (reading.weekday - first.isoweekday()) % 7 + 7 * (reading.nth - 1))
    else:
        last = add_days(end, -1)
        found = add_days(last, -((last.isoweekday() - reading.weekday) % 7) + 7 * (reading.nth + 1)) if last else None
    return found if found is not None and first <= found < end else None


def resolve_day_of_month(reading: DayOfMonth, context: Context) -> Resolved:
    """Resolve a weekday with a day of a month that the words do not name.

    Args:
        reading: The weekday and the day.
        context: The context of the expression.

    Returns:
        The nearest such day, or the nearest day of that number if none falls on the weekday.
    """
    published, anchor = find_origin("published", LONGEST["M"], context)
    if published is None:
        return resolved(f"XXXX-XX-{reading.day:02d}", None, reading.rule)
    months = (add_months(published.year, published.month, step) for step in _month_steps())
    days = [day for month in months if month and (day := make_day(*month, reading.day))]
    fitting = [day for day in days if day.isoweekday() == reading.weekday]
    rule = reading.rule if fitting else reading.rule + WEEKDAY_DIFFERS
    tense = context.tense()
    in_tense = [day for day in fitting if tense is None or (day <= published) == (tense == "past")]
    nearest = min(in_tense or fitting or days, key=lambda day: _distance(published, day))
    return resolved(nearest.isoformat(), anchor, rule)


def _month_steps() -> range:
    return range(-_FARTHEST_MONTHS, _FARTHEST_MONTHS + 1)


def _distance(published: date, day: date) -> int:
    days = (day - published).days
    return _FUTURE_WEIGHT * days if days > 0 else -_PAST_WEIGHT * days
