"""Word classes of the grammar that need code: names of days and months, clock times, dates in digits."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from onrecord.extract.times.grammar.holidays import NAMES
from onrecord.extract.times.grammar.numbers import AMOUNT, DAY, DECADE, ORDINAL, YEAR, expand_year
from onrecord.extract.times.grammar.readings import Digits, Known
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
from onrecord.extract.times.matching.patterns import DIGITS, Match, WordClass, class_of
from onrecord.extract.times.matching.tokens import Words
from onrecord.extract.times.meaning.calendar import make_day

_NAME_WORD = re.compile(r"[a-z]+|['.]")


def _read_month(words: Words, index: int) -> list[Match]:
    """Read a month by its name with a capital, or by its abbreviation, with its full stop."""
    word = words.lower[index]
    if not words.is_capital(index):
        return []
    if word in MONTHS:
        return [Match(index + 1, MONTHS[word])]
    end = index + 1 + (words.at(index + 1) == "." and words.is_glued(index + 1))
    is_date = end > index + 1 or words.at(end).isdecimal()
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
    is_before_date = words.at(index + 1) == "," and words.at(index + 2) in MONTHS | MONTH_ABBREVIATIONS
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


def _read_digit_date(words: Words, index: int) -> list[Match]:
    """Read a date in digits: "2016-03-04", "03/04/2016", "3.4.16"; its value is a reading."""
    numbers, end = [words.lower[index]], index + 1
    mark = words.at(end)
    if mark not in ("-", "/", ".", "‑") or (index and words.is_glued(index) and words.at(index - 1) in ("-", "/", ".")):
        return []
    while len(numbers) < 3 and words.at(end) == mark and words.is_glued(end) and words.is_glued(end + 1):
        if not words.at(end + 1).isdecimal():
            return []
        numbers.append(words.lower[end + 1])
        end += 2
    goes_on = words.is_glued(end) and (words.at(end)[:1].isalnum() or words.at(end) == mark != ".")
    lengths = tuple(map(len, numbers))
    if len(numbers) < 3 or goes_on or max(lengths) > 4:
        return []
    if lengths[0] == 4 and (mark != "." or lengths == (4, 2, 2)):
        return _as_match(end, make_day(*map(int, numbers)))
    if lengths[0] <= 2 and lengths[1] <= 2 and (lengths[2] == 4 or (lengths[2] == 2 and mark == "/")):
        first, second, year = map(int, numbers)
        return _in_either_order(end, first, second, year if lengths[2] == 4 else expand_year(year), mark)
    return []


def _in_either_order(end: int, first: int, second: int, year: int, mark: str) -> list[Match]:
    month_first, day_first = make_day(year, first, second), make_day(year, second, first)
    if mark == "." or not month_first or not day_first or first == second:
        # Dates with full stops are European: the day comes first.
        return _as_match(end, day_first if mark == "." else month_first or day_first)
    return [Match(end, Digits(first, second, year, "numeric date"))]


def _as_match(end: int, day: date | None) -> list[Match]:
    return [Match(end, Known("DATE", day.isoformat(), "numeric date"))] if day else []


_PLURAL_UNITS = {plural: UNITS[word] for plural, word in UNIT_PLURALS.items()}
_CALENDAR_WORDS = ("day", "week", "month", "quarter", "year", "decade", "century", "weekend")

CLASSES = {
    "AMOUNT": AMOUNT,
    "ORDINAL": ORDINAL,
    "DAY": DAY,
    "YEAR": YEAR,
    "DECADE": DECADE,
    "MONTH": WordClass(frozenset({*MONTHS, *MONTH_ABBREVIATIONS}), _read_month),
    "WEEKDAY": WordClass(frozenset({*WEEKDAYS, *WEEKDAY_ABBREVIATIONS}), _read_weekday),
    "WEEKDAYS": class_of({f"{name}s": number for name, number in WEEKDAYS.items()}),
    "HOLIDAY": WordClass(frozenset(_HOLIDAYS), _read_holiday, {"the": _AFTER_THE}),
    "CLOCK": WordClass(frozenset({DIGITS}), _read_clock),
    "CLOCK_WORD": class_of({word: f"T{time}" for word, time in CLOCK_WORDS.items()}),
    "HALF_OF_DAY": WordClass(frozenset({"am", "pm", "a", "p"}), _read_half_of_day),
    "ZONE": WordClass(ZONES, _read_zone),
    "DIGIT_DATE": WordClass(frozenset({DIGITS}), _read_digit_date),
    "SEASON": class_of(SEASONS),
    "UNIT": class_of(UNITS | _PLURAL_UNITS),
    "SINGULAR": class_of(UNITS),
    "PLURAL": class_of(_PLURAL_UNITS),
    "CALENDAR_UNIT": class_of({word: UNITS[word] for word in _CALENDAR_WORDS}),
    "PART": class_of({word: f"T{code}" for word, code in PARTS_OF_DAY.items()}),
    "PERIOD": class_of(PERIODS),
}
"""Every class by its name in patterns."""
