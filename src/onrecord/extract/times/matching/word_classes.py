"""Word classes of the grammar that need code: names of days and months, clock times."""

from __future__ import annotations

import re
from collections import defaultdict

from onrecord.extract.times.grammar.holidays import NAMES
from onrecord.extract.times.grammar.numbers import AMOUNT, DAY, DECADE, ORDINAL, SHORT_YEAR, YEAR
from onrecord.extract.times.grammar.time_words import (
    CLOCK_WORDS,
    MONTH_ABBREVIATIONS,
    MONTHS,
    PARTS_OF_DAY,
    PERIODS,
    SEASONS,
    UNIT_PLURALS,
    UNITS,
    WEEKDAY_ABBREVIATIONS,
    WEEKDAYS,
    ZONES,
)
from onrecord.extract.times.matching.digit_dates import read_digit_date, read_digit_date_with_time
from onrecord.extract.times.matching.patterns import DIGITS, Match, WordClass, class_of
from onrecord.extract.times.matching.tokens import Words

_MONTH_NAMES = frozenset({*MONTHS, *MONTH_ABBREVIATIONS})
_NAME_WORD = re.compile(r"[a-z]+|['.]")


def _read_month(words: Words, index: int) -> list[Match]:
    """Read a month by its name with a capital, or by its abbreviation, with its full stop."""
    word = words.lower[index]
    if not words.is_capital(index):
        return []
    if word in MONTHS:
        return [Match(index + 1, MONTHS[word])]
    end = index + 1 + (words.at(index + 1) == "." and words.is_glued(index + 1))
    follows_day = words.at(index - 1).isdecimal() and len(words.at(index - 1)) <= 2 and not words.is_capital(end)
    is_date = end > index + 1 or words.at(end).isdecimal() or follows_day
    return [Match(end, MONTH_ABBREVIATIONS[word])] if is_date else []


def _read_weekday(words: Words, index: int) -> list[Match]:
    """Read a weekday by its name with a capital, or by its abbreviation with a full stop."""
    word = words.lower[index]
    if not words.is_capital(index):
        return []
    if word in WEEKDAYS:
        return [Match(index + 1, WEEKDAYS[word])]
    if words.at(index + 1) == "." and words.is_glued(index + 1):
        return [Match(index + 2, WEEKDAY_ABBREVIATIONS[word])]
    first = index + 1 + (words.at(index + 1) == ",")
    month = first + words.at(first).isdecimal()
    is_before_date = month > index + 1 and words.at(month) in _MONTH_NAMES and words.is_capital(month)
    return [Match(index + 1, WEEKDAY_ABBREVIATIONS[word])] if is_before_date else []


def _index_holidays() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Index the words of every holiday by the first word."""
    found = defaultdict(list)
    for name in NAMES:
        spelled = tuple(_NAME_WORD.findall(name))
        found[spelled[0]].append((spelled, name))
    return dict(found)


_HOLIDAYS = _index_holidays()


_AFTER_THE = frozenset(spelled[1] for spelled, _ in _HOLIDAYS["the"])
"""The second words of holidays such as "the Fourth of July"."""


def _read_holiday(words: Words, index: int) -> list[Match]:
    """Read the name of a holiday, printed with a capital."""
    if not (words.is_capital(index) or words.is_capital(index + 1)):
        return []
    found = []
    for spelled, name in _HOLIDAYS[words.lower[index]]:
        end = index
        for part in spelled:
            mark = "'" if words.at(end) == "’" else words.at(end)
            if mark != part:
                break
            end += 1
        else:
            found.append(Match(end, name))
    return found


def _read_clock(words: Words, index: int) -> list[Match]:
    """Read a clock time: "10:35", "7.15", "1900"; its value is the hour and the minute, None if absent."""
    digits = words.lower[index]
    if len(digits) <= 2 and int(digits) <= 24:
        found = [Match(index + 1, (int(digits), None))]
        mark, minutes = words.at(index + 1), words.at(index + 2)
        is_joined = mark in (":", ".") and words.is_glued(index + 1) and words.is_glued(index + 2)
        if is_joined and len(minutes) == 2 and minutes.isdecimal() and int(minutes) < 60:
            end = index + 3
            seconds = words.at(end + 1)
            if mark == ":" == words.at(end) and words.is_glued(end) and len(seconds) == 2 and seconds.isdecimal():
                end += 2
            found.append(Match(end, (int(digits), int(minutes))))
        return found
    if len(digits) == 4 and int(digits[:2]) < 24 and int(digits[2:]) < 60:
        return [Match(index + 1, (int(digits[:2]), int(digits[2:])))]
    return []


def _read_half_of_day(words: Words, index: int) -> list[Match]:
    """Read "a.m.", "am", "p.m." and "pm": the hours to add at noon and after."""
    word = words.lower[index]
    if word in ("am", "pm"):
        return [Match(index + 1, 12 * (word == "pm"))]
    if words.at(index + 1) == "." and words.at(index + 2) == "m" and words.is_glued(index + 2):
        end = index + 3 + (words.at(index + 3) == "." and words.is_glued(index + 3))
        return [Match(end, 12 * (word == "p"))]
    return []


def _read_zone(words: Words, index: int) -> list[Match]:
    word = words.printed(index)
    return [Match(index + 1, word)] if word.isupper() else []


def _read_two_digits(words: Words, index: int) -> list[Match]:
    digits = words.lower[index]
    goes_on = words.is_glued(index + 1) and (words.at(index + 1).isalnum() or words.at(index + 1) in "-/,.")
    goes_on = goes_on and not (words.at(index + 1) in ",." and not words.at(index + 2).isdecimal())
    return [Match(index + 1, digits)] if len(digits) == 2 and words.is_glued(index) and not goes_on else []


_PLURAL_UNITS = {plural: UNITS[word] for plural, word in UNIT_PLURALS.items()}
_CALENDAR_WORDS = ("day", "week", "month", "quarter", "year", "decade", "century", "weekend")

CLASSES = {
    "AMOUNT": AMOUNT,
    "ORDINAL": ORDINAL,
    "DAY": DAY,
    "YEAR": YEAR,
    "SHORT_YEAR": SHORT_YEAR,
    "DECADE": DECADE,
    "MONTH": WordClass(frozenset({*MONTHS, *MONTH_ABBREVIATIONS}), _read_month),
    "WEEKDAY": WordClass(frozenset({*WEEKDAYS, *WEEKDAY_ABBREVIATIONS}), _read_weekday),
    "WEEKDAYS": class_of({f"{name}s": number for name, number in WEEKDAYS.items()}),
    "HOLIDAY": WordClass(frozenset(_HOLIDAYS), _read_holiday, {"the": _AFTER_THE}),
    "CLOCK": WordClass(frozenset({DIGITS}), _read_clock),
    "CLOCK_WORD": class_of({word: f"T{time}" for word, time in CLOCK_WORDS.items()}),
    "HALF_OF_DAY": WordClass(frozenset({"am", "pm", "a", "p"}), _read_half_of_day),
    "ZONE": WordClass(ZONES, _read_zone),
    "DIGIT_DATE": WordClass(frozenset({DIGITS}), read_digit_date),
    "DIGIT_DATE_WITH_TIME": WordClass(frozenset({DIGITS}), read_digit_date_with_time),
    "TWO_DIGITS": WordClass(frozenset({DIGITS}), _read_two_digits),
    "SEASON": class_of(SEASONS),
    "UNIT": class_of(UNITS | _PLURAL_UNITS),
    "SINGULAR": class_of(UNITS),
    "PLURAL": class_of(_PLURAL_UNITS),
    "CALENDAR_UNIT": class_of({word: UNITS[word] for word in _CALENDAR_WORDS}),
    "PART": class_of({word: f"T{code}" for word, code in PARTS_OF_DAY.items()}),
    "PERIOD": class_of(PERIODS),
}
"""Every class by its name in patterns."""
