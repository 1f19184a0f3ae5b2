"""The grammar of days and of the times in them: "3 March 2016", "last Friday", "tomorrow", "10 a.m. EST Tuesday"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onrecord.extract.times.builders import (
    QUOTES,
    Unit,
    choose,
    day_month,
    is_no_programme,
    known,
    month_day,
    moved,
    of_weekday,
    only_if,
    part_of,
    part_of_day,
    recurring,
    step,
    value,
    year,
)
from onrecord.extract.times.calendar import parse_day
from onrecord.extract.times.classes import CLASSES
from onrecord.extract.times.lexicon import PARTS_OF_DAY
from onrecord.extract.times.numbers import VAGUE
from onrecord.extract.times.patterns import Builder, Place, Table
from onrecord.extract.times.readings import Beside, Known, Moved, Point, Range, Recurring, Step, Timed

YEAR = Table(
    [
        ("YEAR", year),
        ("the year YEAR", year),
        ("last year", step("Y", -1, "last year")),
        ("next year", step("Y", 1, "next year")),
        ("this year", step("Y", 0, "this year")),
        ("the year", step("Y", 0, "this year")),
        ("that|same year", step("Y", 0, "that year", "before")),
        ("the same year", step("Y", 0, "that year", "before")),
        ("the previous|preceding year", step("Y", -1, "the year before", "before")),
        ("the following year", step("Y", 1, "the year after", "before")),
    ],
    CLASSES,
)
"""What can name the year of a month, quarter or season."""

DATE = Table(
    [
        ("DIGIT_DATE", value),
        ("9 / 11", known("DATE", "2001-09-11", "day with a name")),
        ("MONTH the? DAY", month_day),
        ("MONTH the? DAY ,? <year>", month_day),
        ("DAY MONTH", day_month),
        ("DAY MONTH ,? <year>", day_month),
        ("the? DAY of MONTH", day_month),
        ("the? DAY of MONTH ,? <year>", day_month),
    ],
    CLASSES,
    {"year": YEAR},
)
"""Days of a month."""


def choices(element: str, build: Builder) -> list[tuple[str, Builder]]:
    """Give the patterns of a recurring thing behind the words that choose one of them."""
    return [
        (f"last {element}", choose("last", build)),
        (f"this past {element}", choose("last", build)),
        (f"next {element}", choose("next", build)),
        (f"this coming|upcoming {element}", choose("next", build)),
        (f"this {element}", choose("this", build)),
        (f"that same? {element}", choose("same", build)),
        (f"the? same {element}", choose("same", build)),
        (f"the previous|preceding {element}", choose("previous", build)),
        (f"the following|next {element}", choose("following", build)),
    ]


_WEEK = Table(
    [
        ("last week", step("W", -1, "last week")),
        ("this week", step("W", 0, "this week")),
        ("next week", step("W", 1, "next week")),
    ],
    CLASSES,
)


def _is_no_event(place: Place) -> bool:
    """Tell "Saturday night" from the names "Saturday Night Massacre" and "Saturday Night Live"."""
    words, end = place.words, place.end
    return not (words.at(end) in PARTS_OF_DAY and words.is_capital(end) and words.is_capital(end + 1))


_weekday = only_if(_is_no_event, recurring("weekday", "weekday"))
_holiday = recurring("holiday", "holiday")


def _holiday_of_year(_: Place, name: str, number: int) -> Recurring:
    return Recurring("holiday", name, "tense", Known("DATE", f"{number:04d}", "year"), "holiday")


RELATIVE_YEAR = Table(
    [
        ("last year", step("Y", -1, "last year")),
        ("this year", step("Y", 0, "this year")),
        ("next year", step("Y", 1, "next year")),
    ],
    CLASSES,
)
"""The year of a holiday or quarter without a preposition: "the third quarter last year"."""

_NAMED_DAY = Table(
    [
        ("WEEKDAY", _weekday),
        *choices("WEEKDAY", _weekday),
        ("WEEKDAY of? <week>", lambda _, day, week: Recurring("weekday", day, "tense", week, "weekday")),
        ("HOLIDAY", _holiday),
        ("HOLIDAY ,? YEAR", _holiday_of_year),
        ("HOLIDAY <relative>", recurring("holiday", "holiday")),
        *choices("HOLIDAY", _holiday),
        ("<date>", value),
        ("WEEKDAY ,? <date>", of_weekday),
        ("this|next|last coming|past? WEEKDAY ,? <date>", of_weekday),
        ("this past <date>", choose("last", value)),
        ("last <date>", choose("last", value)),
        ("next <date>", choose("next", value)),
        ("this <date>", choose("this", value)),
    ],
    CLASSES,
    {"date": DATE, "week": _WEEK, "relative": RELATIVE_YEAR},
)
"""Days by date or by name."""


_SAYING = frozenset("said says say saying asked added wrote".split())


def _names_no_paper_or_show(place: Place) -> bool:
    """Tell "today" from "USA Today", from NBC's "Today" and from "the new “Today” anchor"."""
    words, first = place.words, place.first
    if words.at(first - 1) == "usa" or not is_no_programme(place):
        return False
    opening = first - 1
    while words.at(opening) in QUOTES:
        opening -= 1
    closing = place.end + (words.at(place.end) in (",", "."))
    is_quoted = opening < first - 1 and words.at(closing) in QUOTES and words.is_capital(first)
    return not (is_quoted and words.at(opening).isalpha() and words.at(opening) not in _SAYING)


_NEAR_DAY = Table(
    [
        ("yesterday", step("D", -1, "yesterday")),
        ("today", step("D", 0, "today")),
        ("tomorrow", step("D", 1, "tomorrow")),
        ("this week", step("W", 0, "this week")),
        ("this month", step("M", 0, "this month")),
    ],
    CLASSES,
)
"""What one counts weeks and years from: "a year ago today", "a week from tomorrow"."""


def _past_weekday(number: int) -> Recurring:
    return Recurring("weekday", number, "last", None, "weekday")


def _coming_weekday(number: int) -> Recurring:
    return Recurring("weekday", number, "next", None, "weekday")


def _weekday_ago(_: Place, amount: float, unit: Unit, number: int) -> Recurring | Moved | None:
    """Build "two weeks ago Tuesday", the Tuesday of that week, and "50 years ago Wednesday"."""
    if unit[0] not in ("W", "M", "Y") or amount in (VAGUE, 0.5):
        return None
    if unit[0] == "W":
        week = Step("W", -amount * unit[1], "published", "ago", counts=True)
        return Recurring("weekday", number, "tense", week, "weekday")
    return Moved(Recurring("weekday", number, "tense", None, "weekday"), unit[0], -amount, "ago, from a day")


def _weekday_from(_: Place, amount: float, unit: Unit, number: int) -> Moved | None:
    """Build "a week from Tuesday"."""
    is_counted = unit[0] in ("D", "W", "M", "Y") and amount not in (VAGUE, 0.5)
    return Moved(_coming_weekday(number), unit[0], amount * unit[1], "from a day") if is_counted else None


def _ends_in_week(place: Place) -> bool:
    """Tell "on Friday week", a week after Friday, from "the Friday week-long talks"."""
    before, behind = place.words.at(place.first - 1), place.words.at(place.end)
    return before not in ("the", "a", "last", "this", "next") and behind not in ("-", "'", "’") and not behind.isdigit()


def _weekday_week(_: Place, number: int) -> Moved:
    return Moved(_coming_weekday(number), "W", 1, "a week after")


DAY = Table(
    [
        ("<day>", value),
        ("yesterday", step("D", -1, "yesterday")),
        ("today", only_if(_names_no_paper_or_show, step("D", 0, "today"))),
        ("tomorrow", step("D", 1, "tomorrow")),
        ("the? day before yesterday", step("D", -2, "the day before yesterday")),
        ("the? day after tomorrow", step("D", 2, "the day after tomorrow")),
        ("AMOUNT UNIT before <day>", moved(-1, "before a day", is_exact=False)),
        ("AMOUNT UNIT after <day>", moved(1, "after a day", is_exact=False)),
        ("AMOUNT UNIT before <day> PART", moved(-1, "before a day", is_exact=False)),
        ("AMOUNT UNIT after <day> PART", moved(1, "after a day", is_exact=False)),
        ("AMOUNT UNIT from WEEKDAY", _weekday_from),
        ("AMOUNT UNIT from <near>", moved(1, "from a day")),
        ("AMOUNT UNIT ago <near>", moved(-1, "ago, from a day")),
        ("AMOUNT UNIT ago WEEKDAY", _weekday_ago),
        ("WEEKDAY week", only_if(_ends_in_week, _weekday_week)),
        ("the WEEKDAY before last", lambda _, day: Moved(_past_weekday(day), "W", -1, "before last")),
        ("WEEKDAY after next", lambda _, day: Moved(_coming_weekday(day), "W", 1, "after next")),
        ("the? day before <day>", lambda _, day: Beside(day, -1, "D", "the day before")),
        ("the? day after <day>", lambda _, day: Beside(day, 1, "D", "the day after")),
        ("the? same day", step("D", 0, "that day", "before")),
        ("that same? day", step("D", 0, "that day", "before")),
        ("the next|following day", step("D", 1, "the day after", "before")),
        ("the previous|preceding day", step("D", -1, "the day before", "before")),
    ],
    CLASSES,
    {"day": _NAMED_DAY, "near": _NEAR_DAY},
)
"""Days."""


def _is_day(point: Point | None) -> bool:
    """Tell a day from the month that is left of one that does not exist."""
    if isinstance(point, Known):
        return parse_day(point.value) is not None
    return isinstance(point, Recurring) and point.part == "day"


def _days(place: Place, month: int, first: int, last: int, of_year: Any = None) -> Range | Point | None:
    """Build a range of days; where the last does not exist, the month."""
    begin, end = month_day(place, month, first, of_year), month_day(place, month, last, of_year)
    if begin is None or end is None or first >= last:
        return None
    return Range(begin, end, "D", "range of days") if _is_day(end) else end


def _days_before_month(place: Place, first: int, last: int, month: int, of_year: Any = None) -> Range | Point | None:
    return _days(place, month, first, last, of_year)


def _years(place: Place, first: int, last: int) -> Range | None:
    words = place.words
    is_joined = words.is_glued(place.first + 1) and words.is_glued(place.end - 1)
    return Range(year(place, first), year(place, last), "Y", "range of years") if is_joined and first < last else None


RANGE = Table(
    [
        ("MONTH DAY -|–|—|to|and|through DAY", _days),
        ("MONTH DAY -|–|—|to|and|through DAY ,? <year>", _days),
        ("DAY -|–|—|to|and DAY MONTH", _days_before_month),
        ("DAY -|–|—|to|and DAY MONTH ,? <year>", _days_before_month),
        ("YEAR -|–|— YEAR", _years),
    ],
    CLASSES,
    {"year": YEAR},
)
"""From one day or year to another, with one word or mark between them."""

_BEFORE_A_CLOCK = frozenset("at by around about until till from to since after before between and".split())


def _clock(_: Place, time: tuple[int, int | None], half: int | None = None, zone: str | None = None) -> Timed | None:
    """Build a clock time from hour and minute, the half of the day and the zone."""
    hour, minute = time
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + half
    return Timed(None, f"T{hour:02d}:{minute or 0:02d}", "clock time" + (f", {zone}" if zone else ""))


def _hour(place: Place, time: tuple[int, int | None]) -> Timed | None:
    """Build "5 o'clock"; morning or afternoon is not said."""
    found = _clock(place, time)
    return replace(found, rule="clock time, half of the day not said") if found else None


def _minutes_beside(minutes: int) -> Builder:
    """Make a builder of "half past three" and "a quarter to three"; morning or afternoon is not said."""

    def build(_: Place, hour: float) -> Timed | None:
        if hour not in range(1, 13):
            return None
        total = 60 * int(hour) + minutes
        return Timed(None, f"T{total // 60:02d}:{total % 60:02d}", "clock time, half of the day not said")

    return build


def _bare_clock(place: Place, time: tuple[int, int | None]) -> Timed | None:
    """Take "10:35" for a clock time where the word before says so: it may be a score or the length of a film."""
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
"""Parts of days that need no day beside them."""

_LATER_PARTS = ("TAF", "TEV", "TNI")
_EARLIEST_LATER = 5
"""Hour from which on an hour of the night is one of the evening: "at 1 Friday night" may be the morning after."""


def _clock_in_part(_: Place, time: Timed, part: Timed) -> Timed:
    """Build "3:15 this afternoon": the part says which half of the day."""
    hour = int(time.time[1:3])
    is_later = part.time == "TAF" or hour >= _EARLIEST_LATER
    if part.time in _LATER_PARTS and hour < 12 and is_later:
        time = Timed(None, f"T{hour + 12:02d}{time.time[3:]}", "clock time")
    return replace(time, day=part.day)


def _hour_of_part(place: Place, time: tuple[int, int | None], day: Point, part: str) -> Timed | None:
    """Build "at 11 Thursday night"."""
    clock = _clock(place, time) if place.words.at(place.first - 1) in _BEFORE_A_CLOCK and time[0] <= 12 else None
    return _clock_in_part(place, clock, Timed(day, part, "")) if clock else None


TIME = Table(
    [
        ("<day> early|late? PART", part_of_day),
        ("<part>", value),
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
    {"day": DAY, "part": _PART, "clock": CLOCK},
)
"""Clock times and parts of days."""
