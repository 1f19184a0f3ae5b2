"""The grammar of clock times and parts of days: "10 a.m. EST Tuesday", "Friday morning", "tonight"."""

from __future__ import annotations

from dataclasses import replace

from onrecord import lexicon
from onrecord.extract.times.grammar.builders import is_no_programme, only_if, part_of, part_of_day, value
from onrecord.extract.times.grammar.days import DAY
from onrecord.extract.times.grammar.nth_weekdays import PART_OF_NTH_WEEKDAY
from onrecord.extract.times.grammar.readings import Point, Step, Timed
from onrecord.extract.times.grammar.time_words import PARTS_OF_DAY
from onrecord.extract.times.matching.patterns import Builder, Place, Table
from onrecord.extract.times.matching.word_classes import CLASSES

_BEFORE_A_CLOCK = lexicon.words("before-clock")


def _clock(_: Place, time: tuple[int, int | None], half: int | None = None, zone: str | None = None) -> Timed | None:
    """Build a clock time from hour and minute, the half of the day and the zone."""
    hour, minute = time
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + half
    return Timed(None, f"T{hour:02d}:{minute or 0:02d}", "clock time" + (f", {zone}" if zone else ""))


def _hour(place: Place, time: tuple[int, int | None]) -> Timed | None:
    """Build "5 o'clock"; the words leave the half of the day open."""
    found = _clock(place, time)
    return replace(found, rule="clock time, half of the day not said") if found else None


def _minutes_beside(minutes: int) -> Builder:
    """Make a builder of "half past three" and "a quarter to three"; the words leave the half of the day open."""

    def build(_: Place, hour: float) -> Timed | None:
        if hour not in range(1, 13):
            return None
        total = 60 * int(hour) + minutes
        return Timed(None, f"T{total // 60:02d}:{total % 60:02d}", "clock time, half of the day not said")

    return build


def _bare_clock(place: Place, time: tuple[int, int | None]) -> Timed | None:
    """Read "10:35" as a clock time only after such words as "at": it may be a score or the length of a film."""
    is_clock = place.end == place.first + 3 and place.words.at(place.first + 1) == ":"
    return _clock(place, time) if is_clock and place.words.at(place.first - 1) in _BEFORE_A_CLOCK else None


CLOCK = Table(
    [
        ("CLOCK HALF_OF_DAY ZONE?", _clock),
        ("CLOCK ZONE", lambda place, time, zone: _clock(place, time, None, zone)),
        ("CLOCK o '|’ clock", _hour),
        ("AMOUNT o '|’ clock", _minutes_beside(0)),
        ("half past AMOUNT", _minutes_beside(30)),
        ("a? quarter past AMOUNT", _minutes_beside(15)),
        ("a? quarter to AMOUNT", _minutes_beside(-15)),
        ("CLOCK", _bare_clock),
        ("CLOCK in the morning", lambda place, time: _clock(place, time, 0)),
        ("CLOCK in the afternoon|evening", lambda place, time: _clock(place, time, 12)),
        ("CLOCK o '|’ clock in the morning", lambda place, time: _clock(place, time, 0)),
        ("CLOCK o '|’ clock in the afternoon|evening", lambda place, time: _clock(place, time, 12)),
    ],
    CLASSES,
)
"""Clock times."""

_TODAY, _YESTERDAY = Step("D", 0, "published", "today"), Step("D", -1, "published", "yesterday")
_THAT_DAY, _NEXT_DAY = Step("D", 0, "before", "that day"), Step("D", 1, "before", "the day after")


def _last_word_of(day: Point | None) -> Builder:
    """Make a builder of the part of a day that the last word of the match names."""
    return lambda place, *_: Timed(day, f"T{PARTS_OF_DAY[place.words.at(place.end - 1)]}", "part of day")


def _is_when(place: Place) -> bool:
    return place.words.at(place.first - 1) in ("in", "by", "until", "during", "throughout", "late", "early")


def _is_at_light(place: Place) -> bool:
    """Tell "before dawn" from "the dawn of an age"."""
    return place.words.at(place.first - 1) in ("at", "before", "after", "until", "since", "by", "around", "near")


def _is_no_film(place: Place) -> bool:
    return place.words.at(place.first - 1) != "high"


def _is_not_final(place: Place) -> bool:
    """Tell "last night" from "the last night of the talks"."""
    return place.words.at(place.first - 1) not in ("the", "very", "his", "her", "their", "its")


def _is_no_show(place: Place) -> bool:
    """Tell "tonight" from "World News Tonight"."""
    words, first = place.words, place.first
    is_named = words.is_capital(first) and words.is_capital(first - 1) and not words.is_capital(place.end)
    return not is_named and is_no_programme(place)


_PART = Table(
    [
        ("this morning|afternoon|evening", only_if(is_no_programme, _last_word_of(_TODAY))),
        ("that morning|afternoon|evening|night", _last_word_of(_THAT_DAY)),
        ("the next|following morning|afternoon|evening|night", _last_word_of(_NEXT_DAY)),
        ("the morning|afternoon|evening", only_if(_is_when, _last_word_of(None))),
        ("tonight", only_if(_is_no_show, part_of(_TODAY, "TNI", "tonight"))),
        ("last night", only_if(_is_not_final, part_of(_YESTERDAY, "TNI", "last night"))),
        ("last evening", part_of(_YESTERDAY, "TEV", "last evening")),
        ("overnight <day>", lambda _, day: Timed(day, "TNI", "overnight")),
        ("overnight", part_of(_TODAY, "TNI", "overnight, the night that ends or begins on the day")),
        ("CLOCK_WORD", only_if(_is_no_film, lambda _, time: Timed(None, time, "clock time"))),
        ("early|late PART", only_if(_is_when, _last_word_of(None))),
        ("dawn|daybreak|dusk", only_if(_is_at_light, _last_word_of(None))),
        ("mid -? PART", lambda _, part: Timed(None, part, "part of day")),
    ],
    CLASSES,
    {"day": DAY},
)
"""Parts of days that need no day next to them."""

_LATER_PARTS = ("TAF", "TEV", "TNI")
_EARLIEST_AT_NIGHT = 5
_HALVES = frozenset("am pm a p noon midnight".split())
"""Words that fix the half of the day."""


def _clock_in_part(place: Place, time: Timed, part: Timed) -> Timed:
    """Build "3:15 this afternoon": the part fixes the half of the day, unless the clock time does.

    "At 1 Friday night" and "12:30 tonight" may fall on the next day, so the value is the night.
    """
    hour = int(time.time[1:3])
    is_told = hour > 12 or not _HALVES.isdisjoint(place.words.lower[place.first : place.end])
    if not is_told and part.time == "TNI" and not _EARLIEST_AT_NIGHT <= hour < 12:
        return Timed(part.day, part.time, "part of day")
    if not is_told and part.time in _LATER_PARTS and hour < 12:
        time = replace(time, time=f"T{hour + 12:02d}{time.time[3:]}")
    return replace(time, day=part.day)


def _hour_of_part(place: Place, time: tuple[int, int | None], day: Point, part: str) -> Timed | None:
    """Build "at 11 Thursday night"."""
    clock = _clock(place, time) if place.words.at(place.first - 1) in _BEFORE_A_CLOCK and time[0] <= 12 else None
    return _clock_in_part(place, clock, Timed(day, part, "")) if clock else None


TIME = Table(
    [
        ("<day> early|late? PART", part_of_day),
        ("<part-of-nth>", value),
        ("<part>", value),
        ("DIGIT_DATE_WITH_TIME", value),
        ("<clock>", value),
        ("<clock> <day>", lambda _, time, day: replace(time, day=day)),
        ("<clock> <part>", _clock_in_part),
        ("<clock> <day> PART", lambda place, time, day, part: _clock_in_part(place, time, Timed(day, part, ""))),
        ("CLOCK <day> PART", _hour_of_part),
        ("CLOCK_WORD ZONE? <day>", lambda _, time, zone, day: Timed(day, time, "clock time")),
        ("mid? -? PART <day>", lambda place, part, day: part_of_day(place, day, part)),
        ("the PART of <day>", lambda place, part, day: part_of_day(place, day, part)),
    ],
    CLASSES,
    {"day": DAY, "part-of-nth": PART_OF_NTH_WEEKDAY, "part": _PART, "clock": CLOCK},
)
"""Clock times and parts of days."""
