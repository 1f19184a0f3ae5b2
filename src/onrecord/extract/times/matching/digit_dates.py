"""Dates written with digits: "2016-03-04", "03/04/2016", "19-Nov-2030", "20301119", "2030-11-19T08:30"."""

from __future__ import annotations

from datetime import date

from onrecord import lexicon
from onrecord.extract.times.grammar.numbers import expand_year
from onrecord.extract.times.grammar.readings import Digits, Known, Timed
from onrecord.extract.times.grammar.time_words import MONTH_ABBREVIATIONS, MONTHS
from onrecord.extract.times.matching.patterns import Match
from onrecord.extract.times.matching.tokens import Words
from onrecord.extract.times.meaning.calendar import make_day

_MARKS = ("-", "/", ".", "‑")
_MONTH_NAMES = MONTHS | MONTH_ABBREVIATIONS
_YEARS_IN_ONE_NUMBER = range(1800, 2200)
"""Years of a date without marks; a number of eight digits outside them is no date."""
_NUMBERED = lexicon.words("numbered")
_CURRENCY = frozenset("$£€#№")
_RULE = "numeric date"


def read_digit_date(words: Words, index: int) -> list[Match]:
    """Read a date in digits; its value is a reading."""
    if len(words.lower[index]) == len("20301119"):
        return _read_one_number(words, index)
    mark, before = words.at(index + 1), words.at(index - 1)
    is_inside = words.is_glued(index) and (before in ("-", "/", ".") or before.isalnum())
    if mark not in _MARKS or is_inside or (mark == "." and before in _NUMBERED):
        return []
    parts, end = [words.lower[index]], index + 1
    while len(parts) < 3 and words.at(end) == mark and words.is_glued(end) and words.is_glued(end + 1):
        part = words.at(end + 1)
        if not part.isdecimal() and (len(parts) != 1 or part not in _MONTH_NAMES):
            return []
        parts.append(part)
        end += 2
    goes_on = words.is_glued(end) and (words.at(end)[:1].isalnum() or words.at(end) == mark != ".")
    if len(parts) < 3 or goes_on:
        return []
    return _match_named_month(parts, end) if parts[1] in _MONTH_NAMES else _match_numbers(parts, mark, end)


def read_digit_date_with_time(words: Words, index: int) -> list[Match]:
    """Read "2030-11-19T08:30", with seconds and zone if there are any (ISO 8601), and "2030-11-19 08:30"."""
    day = _read_iso_day(words, index)
    if day is None:
        return []
    first = index + 5 + (words.at(index + 5) == "t")
    hour, minute = words.at(first), words.at(first + 2)
    is_clock = words.at(first + 1) == ":" and words.is_glued(first + 1) and words.is_glued(first + 2)
    if not (is_clock and _is_number(hour, 24) and _is_number(minute, 60)):
        return []
    end = first + 3
    for mark in (":", "."):
        if words.at(end) == mark and words.is_glued(end) and words.is_glued(end + 1) and words.at(end + 1).isdecimal():
            end += 2
    return [Match(_skip_zone(words, end), Timed(day, f"T{hour}:{minute}", "date and clock time"))]


def _read_iso_day(words: Words, index: int) -> Known | None:
    """Read "2030-11-19", which may go on with a T."""
    parts = [words.at(index + step) for step in (0, 2, 4)]
    is_joined = all(words.is_glued(index + step) for step in range(1, 5))
    if not is_joined or words.at(index + 1) != "-" or words.at(index + 3) != "-" or tuple(map(len, parts)) != (4, 2, 2):
        return None
    day = make_day(*map(int, parts)) if all(part.isdecimal() for part in parts) else None
    return Known("DATE", day.isoformat(), _RULE) if day else None


def _skip_zone(words: Words, end: int) -> int:
    """Skip "Z" and "+02:00" after a clock time."""
    if not words.is_glued(end):
        return end
    if words.at(end) == "z":
        return end + 1
    is_offset = words.at(end) in ("+", "-", "−") and _is_number(words.at(end + 1), 24) and words.is_glued(end + 1)
    if not is_offset:
        return end
    has_minutes = words.at(end + 2) == ":" and words.is_glued(end + 2) and _is_number(words.at(end + 3), 60)
    return end + 2 + 2 * has_minutes


def _is_number(word: str, limit: int) -> bool:
    return len(word) == 2 and word.isdecimal() and int(word) < limit


def _read_one_number(words: Words, index: int) -> list[Match]:
    """Read "20301119", unless the word before shows that it counts or numbers something."""
    digits, before = words.lower[index], words.at(index - 1)
    is_joined = words.is_glued(index) or (words.is_glued(index + 1) and words.at(index + 1).isalnum())
    if is_joined or before in _NUMBERED or before in _CURRENCY or int(digits[:4]) not in _YEARS_IN_ONE_NUMBER:
        return []
    return _as_match(index + 1, make_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])))


def _match_numbers(parts: list[str], mark: str, end: int) -> list[Match]:
    lengths = tuple(map(len, parts))
    if max(lengths) > 4:
        return []
    first, second, third = map(int, parts)
    if lengths[0] == 4:
        return _as_match(end, make_day(first, second, third)) if max(lengths[1:]) <= 2 else []
    if max(lengths[:2]) > 2:
        return []
    if lengths[2] == 4:
        return _in_either_order(end, Digits(first, second, third, _RULE), mark)
    if lengths[2] == 2 and (mark == "/" or lengths == (2, 2, 2)):
        return _in_either_order(end, Digits(first, second, expand_year(third), _RULE, has_short_year=True), mark)
    return []


def _match_named_month(parts: list[str], end: int) -> list[Match]:
    """Match "19-Nov-2030", "19-Nov-30" and "2030-Nov-19"."""
    first, last, month = parts[0], parts[2], _MONTH_NAMES[parts[1]]
    if len(first) == 4 and len(last) <= 2:
        return _as_match(end, make_day(int(first), month, int(last)))
    if len(first) > 2 or len(last) not in (2, 4):
        return []
    is_short = len(last) == 2
    return _as_match(end, make_day(expand_year(int(last)) if is_short else int(last), month, int(first)), is_short)


def _in_either_order(end: int, reading: Digits, mark: str) -> list[Match]:
    first, second, year = reading.first, reading.second, reading.year
    month_first, day_first = make_day(year, first, second), make_day(year, second, first)
    if mark == "." or not month_first or not day_first or first == second:
        # Dates with full stops are European: the day comes first.
        return _as_match(end, day_first if mark == "." else month_first or day_first, reading.has_short_year)
    return [Match(end, reading)]


def _as_match(end: int, day: date | None, has_short_year: bool = False) -> list[Match]:
    return [Match(end, Known("DATE", day.isoformat(), _RULE, has_short_year))] if day else []
