"""Fiscal periods in company news: "the quarter", "a year earlier", "the year-earlier period"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.times.grammar.readings import SamePeriod, Step
from onrecord.extract.times.meaning.anchors import Context, Resolved, find_origin, look_back, resolved
from onrecord.extract.times.meaning.calendar_units import LONGEST, UNKNOWN, step_value
from onrecord.extract.times.meaning.values import find_interval

_MONTHS = ("P6M", "P9M")
"""Lengths of results over part of a year; three months are a quarter or the term of a bill."""
_ANY_MONTHS = tuple(f"P{count}M" for count in range(5, 13))
"""Lengths that "the year-earlier period" can have; only financial results use the phrase."""
_OPENING = 4
"""How many expressions at the beginning of a text show which period it is about."""


def resolve_year_before(reading: Step, context: Context) -> Resolved:
    """Resolve "a year earlier": the quarter or year a year before the one that the text is about, else a year.

    Args:
        reading: The step of a year.
        context: The context of the expression.
    """
    period = _find_period(context)
    if period is not None and period[1].type == "DATE":
        return _as_compared(_shift(period[1], -1), *period, reading.rule)
    day, anchor = find_origin(reading.origin if period is None else "published", LONGEST["Y"], context)
    value = step_value(day, "Y", -1) if day else UNKNOWN["Y"]
    return replace(resolved(value or "PAST_REF", anchor, reading.rule), compares=True)


def resolve_same_period(reading: SamePeriod, context: Context) -> Resolved:
    """Resolve "the quarter": the one that the text is about, else the last complete one.

    Args:
        reading: The period; an open one is as long as the one that the text is about.
        context: The context of the expression.
    """
    is_compared = reading.years_back > 0 or reading.year is not None
    period = _find_period(context, _ANY_MONTHS if reading.is_open else _MONTHS)
    if period is not None and (_is_quarter(period[1]) or (reading.is_open and period[1].type == "DATE")):
        meaning = _as_compared(_shift(period[1], -reading.years_back, reading.year), *period, reading.rule)
        return replace(meaning, compares=is_compared)
    if reading.is_open and period is not None and period[1].type == "DURATION":
        return Resolved("DURATION", period[1].value, None, None, reading.rule, compares=True)
    published = context.setting.published
    unit = "Y" if reading.is_open else "Q"
    last = step_value(published, unit, -1) if published else None
    anchor = "published" if last else None
    if reading.is_open:
        return replace(resolved(last or UNKNOWN["Y"], anchor, reading.rule), compares=True)
    value = _shift(resolved(last or UNKNOWN["Q"], anchor, ""), -reading.years_back, reading.year)
    return replace(resolved(value, anchor, reading.rule), compares=is_compared)


def _find_period(context: Context, months: Sequence[str] = _MONTHS) -> tuple[int, Resolved] | None:
    """Find the period that the text is about: the last quarter, or months of a year.

    A text reports on a future quarter only if it begins with it: then it is one of the company's fiscal year.
    """
    for index, found in look_back(context):
        if found.compares:
            continue
        if found.value in months or _is_whole_year(found):
            return index, found
        if _is_quarter(found) and (_is_over(found, context) or found.value == _first_quarter(context)):
            return index, found
    return None


def _is_whole_year(found: Resolved) -> bool:
    """Tell "for the year" and "in fiscal 1989", which have results, from "this year" in passing."""
    is_year = found.value == "P1Y" or len(found.value) == len("1989")
    return is_year and (found.rule == "the year" or found.rule.startswith("fiscal"))


def _is_over(quarter: Resolved, context: Context) -> bool:
    published = context.setting.published
    return published is None or quarter.interval is None or quarter.interval[1] <= published


def _first_quarter(context: Context) -> str | None:
    return next((found.value for found in context.before[:_OPENING] if _is_quarter(found)), None)


def _is_quarter(found: Resolved) -> bool:
    return found.type == "DATE" and "-Q" in found.value


def _shift(period: Resolved, years: int, year: int | None = None) -> str:
    """Return the value of the same quarter or year a number of years later, or in a given year."""
    if year is None and not period.value[:4].isdecimal():
        return period.value
    number = int(period.value[:4]) + years if year is None else year
    return f"{number:04d}{period.value[4:]}" if number > 0 else "PAST_REF"


def _as_compared(value: str, index: int, period: Resolved, rule: str) -> Resolved:
    """Return a quarter or year compared with that of the text; if that is fiscal, both have no days."""
    interval = find_interval(value) if period.interval else None
    return Resolved("DATE", value, interval, index, rule, compares=True)
