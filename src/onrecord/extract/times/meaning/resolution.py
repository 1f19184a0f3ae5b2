"""Resolves readings to TIMEX3 values, using the report's date and the earlier expressions.

A value is as precise as the words and never finer. Without a date of the report, unknown digits are X and there is no
interval: no expression is ever resolved against the current day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from onrecord.extract.times.grammar.builders import length_value
from onrecord.extract.times.grammar.numbers import VAGUE
from onrecord.extract.times.grammar.readings import (
    Beside,
    DayOfMonth,
    Digits,
    Fiscal,
    Known,
    Length,
    Moved,
    NthWeekday,
    Range,
    Reading,
    Recurring,
    SamePeriod,
    Step,
    ThatTime,
    Timed,
)
from onrecord.extract.times.meaning.anchors import (
    Context,
    Resolved,
    find_day,
    find_last_date,
    find_origin,
    look_back,
    resolved,
)
from onrecord.extract.times.meaning.business_periods import resolve_same_period, resolve_year_before
from onrecord.extract.times.meaning.calendar import add_days, make_day
from onrecord.extract.times.meaning.calendar_units import (
    LONGEST,
    MONTHS_OF_UNIT,
    UNKNOWN,
    move_day,
    step_value,
    unit_value,
)
from onrecord.extract.times.meaning.counted_days import resolve_day_of_month, resolve_nth_weekday
from onrecord.extract.times.meaning.recurrence import resolve_part_of_year, resolve_weekday
from onrecord.extract.times.meaning.short_years import choose_century

_UNITS_OF_DAY = ("S", "MIN", "H")
_SUNDAY = 7
_DAY_LENGTH = len("2024-09-22")


def resolve(reading: Reading, context: Context) -> Resolved:
    """Resolve a reading.

    Args:
        reading: The reading.
        context: The context of the expression.

    Returns:
        Its meaning.
    """
    if isinstance(reading, Known):
        value = choose_century(reading.value, context) if reading.has_short_year else reading.value
        return resolved(value, None, reading.rule, reading.type)
    if isinstance(reading, Recurring):
        within = resolve(reading.within, context) if reading.within else None
        is_of_week = reading.part in ("weekday", "weekend")
        return (resolve_weekday if is_of_week else resolve_part_of_year)(reading, within, context)
    if isinstance(reading, Step):
        return resolve_year_before(reading, context) if reading.compares else _resolve_step(reading, context)
    if isinstance(reading, Timed):
        return _resolve_timed(reading, context)
    if isinstance(reading, Length):
        return _resolve_length(reading, context)
    if isinstance(reading, Digits):
        return _resolve_digits(reading, context)
    if isinstance(reading, SamePeriod):
        return resolve_same_period(reading, context)
    if isinstance(reading, Beside | Moved | NthWeekday | DayOfMonth):
        return _resolve_counted(reading, context)
    if isinstance(reading, Fiscal):
        meaning = resolve(reading.period, context)
        return replace(meaning, interval=None, rule=f"{reading.rule}, {meaning.rule}")
    return _resolve_range(reading, context) if isinstance(reading, Range) else _resolve_that_time(reading, context)


def _resolve_that_time(reading: ThatTime, context: Context) -> Resolved:
    """Resolve "at the time" to the last date of this or the previous sentence; else it is the past in general."""
    published = context.setting.published
    for index, found in look_back(context):
        is_told = index >= context.first_nearby() and found.type in ("DATE", "TIME") and found.interval
        if is_told and not found.compares and found.interval and (not published or found.interval[0] < published):
            return resolved(found.value.split("T")[0], index, reading.rule)
    return resolved("PAST_REF", None, reading.rule)


def _resolve_digits(reading: Digits, context: Context) -> Resolved:
    """Read 03/04 in the known order, else with the month first; the rule says so."""
    day_first = context.setting.day_first
    month, day = (reading.second, reading.first) if day_first else (reading.first, reading.second)
    order = "month first assumed" if day_first is None else "day first" if day_first else "month first"
    found = make_day(reading.year, month, day)
    value = found.isoformat() if found else f"{reading.year:04d}"
    value = choose_century(value, context) if reading.has_short_year else value
    return resolved(value, None, f"{reading.rule}, {order}")


def _resolve_step(reading: Step, context: Context) -> Resolved:
    is_later = reading.counts and reading.origin == "before" and reading.amount > 0
    if is_later and (reading.amount == VAGUE or reading.unit in _UNITS_OF_DAY):
        # "A few days later" and "an hour later" have no day: the words give a length.
        return _how_long(reading)
    if abs(reading.amount) == VAGUE:
        is_told = reading.origin == "before" and context.tense() != "future"
        return resolved("PAST_REF" if is_told else _reference(reading), None, reading.rule)
    day, anchor = find_origin(reading.origin, LONGEST.get(reading.unit, 1), context)
    is_dated = isinstance(anchor, int) and anchor == find_last_date(context)
    if is_later and not is_dated and context.tense() != "future":
        # What was done later than nothing that is dated was not done after the report; nor does "three weeks later"
        # after "in November" count from an earlier day.
        return _how_long(reading)
    if reading.unit in _UNITS_OF_DAY:
        value = (day.isoformat() if day else UNKNOWN["D"]) + "TXX:XX"
        return resolved(value, anchor, reading.rule, "TIME")
    if day is None:
        return resolved(UNKNOWN.get(reading.unit, "XXXX"), None, reading.rule)
    rule = reading.rule
    if _is_moved_on_sundays(reading, day, context):
        day, rule = add_days(day, 1) or day, f"{rule}, as on a Sunday"
    return resolved(step_value(day, reading.unit, reading.amount) or _reference(reading), anchor, rule)


def _how_long(reading: Step) -> Resolved:
    return Resolved("DURATION", length_value(reading.amount, reading.unit), None, None, reading.rule)


def _is_moved_on_sundays(reading: Step, day: date, context: Context) -> bool:
    """Tell whether a week is counted from Sunday on, as its readers do: "last week" is then the week that ends."""
    is_week = reading.unit == "W" and reading.origin == "published" and not reading.counts
    if not is_week or day.isoweekday() != _SUNDAY:
        return False
    return reading.amount < 0 or (reading.amount == 0 and context.tense() == "future")


def _reference(reading: Step) -> str:
    return "PAST_REF" if reading.amount < 0 else "FUTURE_REF"


def _resolve_timed(reading: Timed, context: Context) -> Resolved:
    base = resolve(reading.day, context) if reading.day is not None else find_day(context)
    if base is None:
        return resolved(UNKNOWN["D"] + reading.time, None, reading.rule, "TIME")
    rule = ", ".join(part for part in (reading.rule, base.rule) if part)
    is_day = len(base.value) == _DAY_LENGTH or base.value.startswith("XXXX-WXX-")
    return resolved(base.value + reading.time, base.anchor, rule, "TIME") if is_day else base


def _resolve_counted(reading: Beside | Moved | NthWeekday | DayOfMonth, context: Context) -> Resolved:
    if isinstance(reading, Moved):
        return _resolve_moved(reading, context)
    if isinstance(reading, NthWeekday):
        return resolve_nth_weekday(reading, resolve(reading.within, context), context)
    return (
        resolve_day_of_month(reading, context) if isinstance(reading, DayOfMonth) else _resolve_beside(reading, context)
    )


def _resolve_beside(reading: Beside, context: Context) -> Resolved:
    day = resolve(reading.day, context)
    moved = add_days(day.interval[0], reading.days) if day.interval else None
    value = unit_value(moved, reading.unit) if moved else UNKNOWN[reading.unit]
    return resolved(value, day.anchor, f"{reading.rule}, {day.rule}")


def _resolve_moved(reading: Moved, context: Context) -> Resolved:
    date_ = resolve(reading.date, context)
    unit = "D" if len(date_.value) == _DAY_LENGTH else "W" if "-W" in date_.value else "M"
    if not reading.is_exact and reading.unit in MONTHS_OF_UNIT:
        unit = reading.unit
    moved = move_day(date_.interval[0], reading.unit, reading.amount) if date_.interval else None
    unknown = UNKNOWN[unit] if not date_.interval else "PAST_REF" if reading.amount < 0 else "FUTURE_REF"
    return resolved(unit_value(moved, unit) if moved else unknown, date_.anchor, f"{reading.rule}, {date_.rule}")


def _resolve_range(reading: Range, context: Context) -> Resolved:
    first, last = resolve(reading.first, context), resolve(reading.last, context)
    if not first.interval or not last.interval or first.interval[0] >= last.interval[1]:
        return Resolved("DURATION", f"P{_count_days(reading)}{reading.unit}", None, None, reading.rule)
    begin, end = first.interval[0], last.interval[1]
    length = (end - begin).days if reading.unit == "D" else end.year - begin.year
    return Resolved("DURATION", f"P{length}{reading.unit}", (begin, end), first.anchor, reading.rule)


def _count_days(reading: Range) -> str:
    """Count the days from the first to the last, without regard to the year."""
    first, last = (point.number if isinstance(point, Recurring) else None for point in (reading.first, reading.last))
    return str(last[1] - first[1] + 1) if isinstance(first, tuple) and isinstance(last, tuple) else "X"


def _resolve_length(reading: Length, context: Context) -> Resolved:
    value = length_value(reading.amount, reading.unit)
    if reading.side == 0 or reading.amount == VAGUE or reading.unit in _UNITS_OF_DAY:
        return Resolved("DURATION", value, None, None, reading.rule)
    # "Over the next two days he met them": the past tense dates it after the narrative.
    is_told = reading.side > 0 and context.tense() == "past"
    day, anchor = find_origin("before" if is_told else "published", 31, context)
    other = move_day(day, reading.unit, reading.side * reading.amount) if day else None
    if day is None or other is None or day == other:
        return Resolved("DURATION", value, None, None, reading.rule)
    return Resolved("DURATION", value, (min(day, other), max(day, other)), anchor, reading.rule)
