"""Calendar units: the value of the unit that contains a day, and of a unit some steps away."""

from __future__ import annotations

from datetime import date

from onrecord.extract.times.meaning.calendar import add_days, add_months_to_day

MONTHS_OF_UNIT = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1_200, "ML": 12_000}
_DAYS_OF_UNIT = {"D": 1, "NI": 1, "W": 7, "WE": 7}
LONGEST = {"D": 1, "NI": 1, "WE": 2, "W": 7, "M": 31, "Q": 92, "Y": 366, "DE": 3_660, "CE": 36_600}
"""Most days that a unit covers."""
UNKNOWN = {
    "D": "XXXX-XX-XX", "NI": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX",
    "Q": "XXXX-QX", "Y": "XXXX", "DE": "XXX", "CE": "XX",
}  # fmt: skip
"""Value of an unknown unit."""
_DAYS_OF_MONTH = 30
_FARTHEST = 10_000 * 12


def move_day(day: date, unit: str, amount: float) -> date | None:
    """Return the day a number of units from a day.

    Args:
        day: The day.
        unit: A unit of a day or longer.
        amount: How many. Fractions of days are rounded; for a fraction of a month, a month has thirty days.

    Returns:
        The day, or None outside the calendar.
    """
    if abs(amount) > _FARTHEST:
        return None
    if unit in _DAYS_OF_UNIT:
        return add_days(day, round(amount * _DAYS_OF_UNIT[unit]))
    months = amount * MONTHS_OF_UNIT.get(unit, 12)
    moved = add_months_to_day(day, int(months))
    return add_days(moved, round((months - int(months)) * _DAYS_OF_MONTH)) if moved else None


def step_value(day: date, unit: str, amount: float) -> str | None:
    """Return the value of the unit a number of units from the one that contains a day, or None outside the calendar."""
    moved = move_day(day, unit, amount)
    return unit_value(moved, unit) if moved else None


def unit_value(day: date, unit: str) -> str:
    """Return the value of the unit that contains a day."""
    year = f"{day.year:04d}"
    if unit in ("D", "NI"):
        return day.isoformat()
    if unit in ("W", "WE"):
        of_week, week, _ = day.isocalendar()
        return f"{of_week:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{year}-{day.month:02d}"
    if unit == "Q":
        return f"{year}-Q{(day.month + 2) // 3}"
    return {"DE": year[:3], "CE": year[:2]}.get(unit, year)
