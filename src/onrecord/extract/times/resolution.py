"""From readings to values: what an expression means beside the report's date and the expressions before it.

A recurring thing without a word that chooses ("Friday", "in May") is the last one in a past tense and the next one in
a future tense. Where nothing dates the report the parts that are not known are printed as X, and there is no interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from onrecord.extract.times.builders import length_value
from onrecord.extract.times.calendar import (
    add_days,
    add_months_to_day,
    make_day,
    parse_day,
)
from onrecord.extract.times.holidays import find_holiday
from onrecord.extract.times.readings import (
    Beside,
    Known,
    Length,
    Origin,
    Range,
    Reading,
    Recurring,
    Step,
    Timed,
)
from onrecord.extract.times.tense import Tense
from onrecord.extract.times.values import find_interval
from onrecord.records import TimexType

_UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "DE": "XXX",
    "CE": "XX",
    "WE": "XXXX-WXX-WE",
}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_GRAIN = {"D": 1, "WE": 2, "W": 7, "M": 31, "Q": 92, "Y": 366, "DE": 3660, "CE": 36600}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means.

    Attributes:
        type: TIMEX3 type.
        value: TIMEX3 value.
        interval: First day and the day after the last, or None.
        anchor: ``published``, the index of the expression it counts from, or None.
        rule: What was read, and what decided.
    """

    type: TimexType
    value: str
    interval: tuple[date, date] | None
    anchor: str | int | None
    rule: str
    is_compared: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read beside.

    Attributes:
        published: The report's date, or None.
        before: The expressions before, in order.
        tense: Gives the tense of the words around, when asked.
        day_first: Whether 03/04 is the third of April; None where nothing says.
    """

    published: date | None
    before: list[Resolved]
    tense: Callable[[], Tense | None]
    day_first: bool | None


def resolve(reading: Reading, context: Context) -> Resolved:
    """Resolve a reading.

    Args:
        reading: The reading.
        context: What it is read beside.

    Returns:
        Its meaning, at the precision of the words and never finer.
    """
    if isinstance(reading, Known):
        return _resolve_known(reading, context)
    if isinstance(reading, Step):
        return _resolve_step(reading, context)
    if isinstance(reading, Recurring):
        return _resolve_recurring(reading, context)
    if isinstance(reading, Timed):
        return _resolve_timed(reading, context)
    if isinstance(reading, Beside):
        return _resolve_beside(reading, context)
    if isinstance(reading, Range):
        return _resolve_range(reading, context)
    return _resolve_length(reading, context)


def _date(value: str, anchor: str | int | None, rule: str, type_: TimexType = "DATE") -> Resolved:
    return Resolved(type_, value, find_interval(value) if type_ in ("DATE", "TIME") else None, anchor, rule)


def _resolve_known(reading: Known, context: Context) -> Resolved:
    if reading.rule.startswith("numeric date"):
        return _resolve_numeric(reading, context.day_first)
    return _date(reading.value, None, reading.rule, reading.type)


def _resolve_numeric(reading: Known, day_first: bool | None) -> Resolved:
    if "/" not in reading.value:
        return _date(reading.value, None, reading.rule)
    first, second, year = map(int, reading.value.split("/"))
    by_month, by_day = make_day(year, first, second), make_day(year, second, first)
    if by_month is None or by_day is None or first == second:
        found = by_month or by_day
        return _date(found.isoformat() if found else f"{year:04d}", None, reading.rule)
    if day_first is None:
        return _date(by_month.isoformat(), None, "numeric date, month first assumed")
    order = "day first" if day_first else "month first"
    return _date((by_day if day_first else by_month).isoformat(), None, f"numeric date, {order}")


def _origin(origin: Origin, grain: int, context: Context) -> tuple[date | None, str | int | None]:
    """The day that a phrase counts from, and what gives it."""
    if origin == "before":
        for index in range(len(context.before) - 1, max(-1, len(context.before) - 9), -1):
            found = context.before[index]
            if (
                found.type in ("DATE", "TIME")
                and found.interval
                and (found.interval[1] - found.interval[0]).days <= grain
            ):
                return found.interval[0], index
    return context.published, "published" if context.published else None


def _resolve_step(reading: Step, context: Context) -> Resolved:
    if reading.follows_quarter:
        return _resolve_year_before(reading, context)
    if reading.unit == "Q" and reading.origin == "before":
        return _resolve_the_quarter(reading, context)
    if reading.amount is None:
        return _date("PAST_REF" if reading.rule != "from now" else "FUTURE_REF", None, reading.rule)
    day, anchor = _origin(reading.origin, _GRAIN.get(reading.unit, 1), context)
    if reading.unit in ("S", "MIN", "H"):
        value = (day.isoformat() if day else "XXXX-XX-XX") + "TXX:XX"
        return _date(value, anchor, reading.rule, "TIME")
    if day is None:
        return _date(_UNKNOWN.get(reading.unit, "XXXX"), None, reading.rule)
    return _step_from(day, reading, anchor)


def _find_period(context: Context) -> tuple[int, Resolved] | None:
    """The period that the text is about: the quarter, or else the last date, before an expression."""
    last = len(context.before) - 1
    for index in range(last, max(-1, last - 8), -1):
        found = context.before[index]
        if found.is_compared or found.type not in ("DATE", "DURATION"):
            continue
        if found.value in ("P9M", "P6M") or "-Q" in found.value:
            return index, found
    return None


def _resolve_year_before(reading: Step, context: Context) -> Resolved:
    """A year before the period that the text is about: a quarter for a quarter, else a year."""
    period = _find_period(context)
    if period is not None and "-Q" in period[1].value and period[1].interval:
        value = step_value(period[1].interval[0], "Q", -4)
        return Resolved("DATE", value or "PAST_REF", find_interval(value or ""), period[0], reading.rule, True)
    if period is None and reading.origin == "before":
        day, anchor = _origin("before", 366, context)
    else:
        day, anchor = _origin("published", 366, context)
    value = step_value(day, "Y", -1) if day else "XXXX"
    return Resolved("DATE", value or "PAST_REF", find_interval(value or ""), anchor, reading.rule, True)


def _resolve_the_quarter(reading: Step, context: Context) -> Resolved:
    period = _find_period(context)
    if period is None or "-Q" not in period[1].value:
        value = step_value(context.published, "Q", -1) if context.published else "XXXX-QX"
        anchor: str | int | None = "published" if context.published else None
    else:
        value, anchor = period[1].value, period[0]
    if reading.amount is None and value:
        value = reading.rule[-4:] + value[4:]
    return _date(value or "PAST_REF", anchor, reading.rule)


def _step_from(day: date, reading: Step, anchor: str | int | None) -> Resolved:
    value = step_value(day, reading.unit, reading.amount or 0)
    return (
        _date(value, anchor, reading.rule)
        if value
        else _date("PAST_REF" if (reading.amount or 0) < 0 else "FUTURE_REF", anchor, reading.rule)
    )


def step_value(day: date, unit: str, amount: float) -> str | None:
    """Give the value of the unit so many units from the one that holds a day, or None outside the calendar."""
    if unit in ("D", "W", "WE"):
        days = amount if unit == "D" else 7 * amount
        if abs(days) > 4_000_000:
            return None
        moved = add_days(day, int(days))
        return unit_value(moved, unit) if moved else None
    months = amount * _MONTHS.get(unit, 12)
    if abs(months) > 120_000:
        return None
    moved = add_months_to_day(day, int(months))
    return unit_value(moved, unit) if moved else None


def unit_value(day: date, unit: str) -> str:
    """Give the value of the unit that holds a day."""
    if unit == "D":
        return day.isoformat()
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    year = f"{day.year:04d}"
    return {"DE": year[:3], "CE": year[:2], "ML": year[:1] + "XXX"}.get(unit, year)


def _resolve_recurring(reading: Recurring, context: Context) -> Resolved:
    if reading.part in ("weekday", "weekend"):
        return _resolve_weekday(reading, context)
    if reading.within is not None:
        year = resolve(reading.within, context)
        if year.value.isdigit() and len(year.value) == 4:
            return _date(part_value(reading, int(year.value)), year.anchor, f"{reading.rule}, {reading.within.rule}")
        return _date(part_value(reading, None), None, reading.rule)
    origin: Origin = "before" if reading.choice in ("previous", "following", "same") else "published"
    day, anchor = _origin(origin, 366 if reading.choice == "same" else 31, context)
    if day is None:
        return _date(part_value(reading, None), None, reading.rule)
    year_number, why = _choose_year(reading, day, context)
    return _date(part_value(reading, year_number), anchor, reading.rule + why)


def part_value(reading: Recurring, year: int | None) -> str:
    """Give the value of a part of a year, or of any year."""
    printed = "XXXX" if year is None else f"{year:04d}"
    number = reading.number
    if isinstance(number, tuple):
        if year is not None and make_day(year, *number) is None:
            return f"{printed}-{number[0]:02d}"
        return f"{printed}-{number[0]:02d}-{number[1]:02d}"
    if reading.part == "holiday":
        found = find_holiday(str(number), year) if year is not None else None
        return found.isoformat() if found else f"{printed}-XX-XX"
    return {"month": f"{printed}-{number:0>2}", "quarter": f"{printed}-Q{number}", "half": f"{printed}-H{number}"}.get(
        reading.part, f"{printed}-{number}"
    )


def _choose_year(reading: Recurring, day: date, context: Context) -> tuple[int, str]:
    """Choose the year of a part of a year, and say why."""
    years = [year for year in (day.year - 1, day.year, day.year + 1) if 1 <= year <= 9998]
    spans = {year: span for year in years if (span := find_interval(part_value(reading, year)))}
    if not spans:
        return day.year, ""
    past = [year for year, (first, end) in spans.items() if end <= day]
    reached = [year for year, (first, end) in spans.items() if first <= day]
    coming = [year for year, (first, end) in spans.items() if first > day]
    if reading.choice in ("last", "previous"):
        return (past or reached or years)[-1], ""
    if reading.choice in ("next", "following"):
        return (coming or years)[0], ""
    if reading.choice in ("this", "same"):
        return day.year, ""
    tense = context.tense()

    def distance(year: int) -> int:
        first, end = spans[year]
        return 0 if first <= day < end else min(abs((day - end).days), abs((first - day).days))

    nearest = min(spans, key=distance)
    if reading.part in ("quarter", "half"):
        return (reached[-1] if tense == "past" and reached else nearest), ", nearest"
    if tense == "past" and reached:
        return (reached[-1] if distance(reached[-1]) <= 300 or not coming else nearest), ", past tense"
    if tense == "future":
        ahead = [year for year, (first, end) in spans.items() if end > day]
        if ahead:
            return (ahead[0] if distance(ahead[0]) <= 300 else nearest), ", future tense"
    return nearest, ", nearest"


def _resolve_weekday(reading: Recurring, context: Context) -> Resolved:
    number = int(str(reading.number))
    suffix = "WE" if reading.part == "weekend" else str(number)
    origin: Origin = "before" if reading.choice in ("previous", "following", "same") else "published"
    if reading.within is not None:
        week = resolve(reading.within, context)
        day = add_days(week.interval[0], number - 1) if week.interval else None
        return _date(
            day.isoformat() if day else f"XXXX-WXX-{suffix}", week.anchor, f"{reading.rule}, {reading.within.rule}"
        )
    day, anchor = _origin(origin, 7, context)
    if day is None:
        return _date(f"XXXX-WXX-{suffix}", None, reading.rule)
    back, ahead = (day.isoweekday() - number) % 7, (number - day.isoweekday()) % 7
    why = ""
    if reading.part == "weekend" and day.isoweekday() == 7:
        back, ahead = 1, -1
    if reading.choice in ("last", "previous"):
        days = -(back or 7)
        if reading.part == "weekend" and day.isoweekday() >= 6:
            days = -(back or 7) if back != 1 else -8
    elif reading.choice in ("next", "following"):
        days = ahead if ahead > 0 else ahead + 7
    else:
        tense = context.tense()
        is_future = tense == "future" or (tense is None and reading.choice == "this")
        days = ahead if is_future else -back
        why = f", {tense} tense" if tense else ", no tense"
    moved = add_days(day, days)
    if moved is None:
        return _date(f"XXXX-WXX-{suffix}", None, reading.rule)
    value = unit_value(moved, "WE") if reading.part == "weekend" else moved.isoformat()
    return _date(value, anchor, reading.rule + why)


def _resolve_timed(reading: Timed, context: Context) -> Resolved:
    if reading.day is None:
        day, anchor = _origin("before", 1, context)
        value = day.isoformat() if day else "XXXX-XX-XX"
        return _date(value + reading.time, anchor, reading.rule, "TIME")
    base = resolve(reading.day, context)
    if len(base.value) == len("XXXX-XX-XX") and "-" in base.value:
        return _date(base.value + reading.time, base.anchor, f"{reading.rule}, {base.rule}", "TIME")
    return _date(base.value, base.anchor, base.rule)


def _resolve_beside(reading: Beside, context: Context) -> Resolved:
    day = resolve(reading.day, context)
    value = step_value(day.interval[0], "D", reading.days) if day.interval else None
    moved = parse_day(value) if value else None
    return _date(
        unit_value(moved, reading.unit) if moved else _UNKNOWN[reading.unit], day.anchor, f"{reading.rule}, {day.rule}"
    )


def _resolve_range(reading: Range, context: Context) -> Resolved:
    first, last = resolve(reading.first, context), resolve(reading.last, context)
    if first.interval and last.interval and first.interval[0] < last.interval[1]:
        days = (last.interval[1] - first.interval[0]).days
        return Resolved("DURATION", f"P{days}D", (first.interval[0], last.interval[1]), first.anchor, reading.rule)
    return Resolved("DURATION", "PXD", None, None, reading.rule)


def _resolve_length(reading: Length, context: Context) -> Resolved:
    value = length_value(reading.amount, reading.unit)
    day = context.published
    if reading.side == 0 or reading.amount is None or day is None:
        return Resolved("DURATION", value, None, None, reading.rule)
    other = shift_day(day, reading.unit, reading.side * reading.amount)
    interval = (min(day, other), max(day, other)) if other and other != day else None
    return Resolved("DURATION", value, interval, "published" if interval else None, reading.rule)


def shift_day(day: date, unit: str, amount: float) -> date | None:
    """Give the day so many units from a day, or None outside the calendar."""
    if abs(amount) > 10_000:
        return None
    if unit in _MONTHS:
        return add_months_to_day(day, round(amount * _MONTHS[unit]))
    days = {"D": 1, "W": 7, "WE": 7, "NI": 1}.get(unit, 0) * amount
    return add_days(day, round(days))
