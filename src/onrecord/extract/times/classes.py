"""Word classes of the grammar that are more than a table: names of days and months, clock times, dates in digits."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from onrecord.extract.times.calendar import make_day
from onrecord.extract.times.holidays import NAMES
from onrecord.extract.times.lexicon import (
    MONTH_ABBREVIATIONS,
    MONTHS,
    WEEKDAY_ABBREVIATIONS,
    WEEKDAYS,
    ZONES,
)
from onrecord.extract.times.patterns import DIGITS, Match, WordClass
from onrecord.extract.times.words import Words

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
    """List the words of every holiday under the first of them, also without apostrophe."""
    found = defaultdict(list)
    for name in NAMES:
        spelled = tuple(_NAME_WORD.findall(name))
        found[spelled[0]].append((spelled, name))
    return dict(found)


_HOLIDAYS = _index_holidays()


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
    """Read a clock time: "10:35", "7.15", "1900"; its value is hour and minute, the latter None where not said."""
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
    """Read a date in digits: "2016-03-04", "03/04/2016", "3.4.16"; its value is the numbers in their order."""
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
    if lengths == (4, 2, 2) or (mark != "." and lengths[0] == 4):
        return [Match(end, ("ymd", *map(int, numbers)))] if _is_day(*map(int, numbers)) else []
    if lengths[0] <= 2 and lengths[1] <= 2 and (lengths[2] == 4 or (lengths[2] == 2 and mark == "/")):
        first, second, year = map(int, numbers)
        year += 0 if lengths[2] == 4 else 2000 if year < 50 else 1900
        fits = _is_day(year, first, second) or _is_day(year, second, first)
        # With dots it is the order of Europe; in English the others may be either.
        return [Match(end, ("dmy" if mark == "." else "?", first, second, year))] if fits else []
    return []


def _is_day(year: int, month: int, day: int) -> bool:
    return isinstance(make_day(year, month, day), date)


MONTH = WordClass(frozenset({*MONTHS, *MONTH_ABBREVIATIONS}), _read_month)
WEEKDAY = WordClass(frozenset({*WEEKDAYS, *WEEKDAY_ABBREVIATIONS}), _read_weekday)
HOLIDAY = WordClass(frozenset(_HOLIDAYS), _read_holiday)
CLOCK = WordClass(frozenset({DIGITS}), _read_clock)
HALF_OF_DAY = WordClass(frozenset({"am", "pm", "a", "p"}), _read_half_of_day)
ZONE = WordClass(frozenset(ZONES), _read_zone)
DIGIT_DATE = WordClass(frozenset({DIGITS}), _read_digit_date)
