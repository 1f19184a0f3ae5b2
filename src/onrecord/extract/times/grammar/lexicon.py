"""Words of time and what they stand for. Tables only; how the words combine is in the grammar."""

from __future__ import annotations

WEEKDAYS = {
    **{
        name: number
        for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split(), 1)
    },
}
WEEKDAY_ABBREVIATIONS = {
    "mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
"""Only with a full stop, or before a date: "Sat" and "Sun" are other words as well."""
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS_OF_DAY = {
    "morning": "MO", "daybreak": "MO", "dawn": "MO", "midday": "MI", "lunchtime": "MI", "afternoon": "AF",
    "evening": "EV", "dusk": "EV", "night": "NI", "daytime": "DT",
}  # fmt: skip
CLOCK_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}
ZONES = frozenset(
    "gmt utc bst cet cest msk eet eest est edt et cst cdt ct mst mdt mt pst pdt pt ist jst aest aedt sgt hkt".split()
)
"""Time zones, printed in capitals behind a clock time."""

UNITS = {
    "second": ("S", 1), "minute": ("MIN", 1), "hour": ("H", 1), "day": ("D", 1), "week": ("W", 1),
    "fortnight": ("W", 2), "month": ("M", 1), "quarter": ("Q", 1), "year": ("Y", 1), "decade": ("DE", 1),
    "century": ("CE", 1), "millennium": ("ML", 1), "weekend": ("WE", 1), "summer": ("SU", 1), "winter": ("WI", 1),
    "night": ("NI", 1),
}  # fmt: skip
"""Unit of each word, and how many of it the word stands for."""
UNIT_NAMES = {unit: word for word, (unit, count) in UNITS.items() if count == 1}
UNIT_PLURALS = {
    "centuries": "century", "millennia": "millennium", "millenniums": "millennium",
    **{f"{word}s": word for word in UNITS if word not in ("century", "millennium")},
    "mins": "minute", "hrs": "hour", "yrs": "year",
}  # fmt: skip
PERIODS = {
    "hourly": "PT1H", "nightly": "P1D", "daily": "P1D", "weekly": "P1W", "biweekly": "P2W", "fortnightly": "P2W",
    "monthly": "P1M", "bimonthly": "P2M", "annually": "P1Y", "yearly": "P1Y",
}  # fmt: skip

SMALL_NUMBERS = {
    name: number
    for number, name in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
TENS = {
    name: 10 * number for number, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = {
    name: number
    for number, name in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(), 1
    )
} | {"thirtieth": 30}  # fmt: skip
DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
VAGUE_NUMBERS = frozenset("several few many some numerous".split())
