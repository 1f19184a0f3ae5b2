"""Days with names: fixed dates, weekdays of a month, and days counted from Easter."""

from __future__ import annotations

from datetime import date

from onrecord.extract.times.meaning.calendar import add_days, easter, make_day, nth_weekday

FIXED = {
    "new year's day": (1, 1), "new year": (1, 1), "epiphany": (1, 6), "groundhog day": (2, 2),
    "valentine's day": (2, 14), "st valentine's day": (2, 14), "st patrick's day": (3, 17),
    "april fools' day": (4, 1), "april fool's day": (4, 1),
    "earth day": (4, 22), "anzac day": (4, 25), "may day": (5, 1), "cinco de mayo": (5, 5), "ve day": (5, 8),
    "juneteenth": (6, 19), "canada day": (7, 1), "independence day": (7, 4), "the fourth of july": (7, 4),
    "bastille day": (7, 14), "halloween": (10, 31), "all saints' day": (11, 1), "guy fawkes night": (11, 5),
    "armistice day": (11, 11), "veterans day": (11, 11), "remembrance day": (11, 11), "christmas eve": (12, 24),
    "christmas": (12, 25), "christmas day": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip
"""Month and day."""

WEEKDAY_OF_MONTH = {
    "martin luther king day": (1, 1, 3), "mlk day": (1, 1, 3), "presidents day": (2, 1, 3),
    "presidents' day": (2, 1, 3), "memorial day": (5, 1, -1), "labor day": (9, 1, 1), "columbus day": (10, 1, 2),
    "indigenous peoples' day": (10, 1, 2),
    "thanksgiving": (11, 4, 4), "thanksgiving day": (11, 4, 4),
}  # fmt: skip
"""Month, weekday (Monday is 1) and which of them in the month, in the United States; -1 is the last."""

FROM_EASTER = {
    "shrove tuesday": -47, "mardi gras": -47, "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3,
    "good friday": -2, "holy saturday": -1, "easter": 0, "easter sunday": 0, "easter monday": 1, "ascension day": 39,
    "pentecost": 49, "whit sunday": 49, "whit monday": 50,
}  # fmt: skip
"""Days after Easter Sunday of the western churches."""

KNOWN = {
    "super tuesday": {
        2000: (3, 7), 2004: (3, 2), 2008: (2, 5), 2012: (3, 6), 2016: (3, 1), 2020: (3, 3), 2024: (3, 5),
    },
}  # fmt: skip
"""Month and day of each year, where they follow no rule."""
NAMES = (*FIXED, *WEEKDAY_OF_MONTH, *FROM_EASTER, *KNOWN, "black friday", "cyber monday", "election day")


def find_holiday(name: str, year: int) -> date | None:
    """Find the day of a holiday in a year.

    Args:
        name: One of :data:`NAMES`.
        year: The year.

    Returns:
        The day, or None where there is none that is known.
    """
    if name in FIXED:
        return make_day(year, *FIXED[name])
    if name in WEEKDAY_OF_MONTH:
        return nth_weekday(year, *WEEKDAY_OF_MONTH[name])
    if name in FROM_EASTER:
        return add_days(easter(year), FROM_EASTER[name])
    if name in ("black friday", "cyber monday"):
        thanksgiving = nth_weekday(year, *WEEKDAY_OF_MONTH["thanksgiving"])
        return add_days(thanksgiving, 1 if name == "black friday" else 4) if thanksgiving else None
    if name in KNOWN:
        return make_day(year, *KNOWN[name][year]) if year in KNOWN[name] else None
    # In the United States, the Tuesday after the first Monday of November.
    if name == "election day":
        monday = nth_weekday(year, 11, 1, 1)
        return add_days(monday, 1) if monday else None
    return None
