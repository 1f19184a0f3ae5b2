"""Words for times and their values, from the lexicon; the grammar says how they combine."""

from __future__ import annotations

from onrecord import lexicon

MONTHS = lexicon.numbers("month")
MONTH_ABBREVIATIONS = lexicon.numbers("month-abbreviation")
WEEKDAYS = lexicon.numbers("weekday")
WEEKDAY_ABBREVIATIONS = lexicon.numbers("weekday-abbreviation")
"""Read only with a full stop or before a date: "Sat" and "Sun" are other words as well."""
SEASONS = lexicon.values("season")
PARTS_OF_DAY = lexicon.values("part-of-day")
CLOCK_WORDS = lexicon.values("clock")
ZONES = lexicon.words("time-zone")
"""Time zones, printed in capitals after a clock time."""

UNITS = {
    word: (unit.lstrip("0123456789"), int(unit[:-1]) if unit[0].isdecimal() else 1)
    for word, unit in lexicon.values("unit").items()
}
"""The unit of each word, and how many of it the word means."""
UNIT_NAMES = {unit: word for word, (unit, count) in UNITS.items() if count == 1}
UNIT_PLURALS = lexicon.values("plural-of")
PERIODS = lexicon.values("period")

SMALL_NUMBERS = lexicon.numbers("small-number")
TENS = lexicon.numbers("tens")
SCALES = lexicon.numbers("scale")
ORDINALS = lexicon.numbers("ordinal")
DECADES = lexicon.numbers("decade")
VAGUE_NUMBERS = lexicon.words("vague-number")
