"""The grammar of days: "3 March 2016", "last Friday", "tomorrow"."""

from __future__ import annotations

from typing import Any

from onrecord import lexicon
from onrecord.extract.times.grammar.builders import (
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
    recurring,
    step,
    value,
    year,
)
from onrecord.extract.times.grammar.numbers import VAGUE
from onrecord.extract.times.grammar.readings import Beside, DayOfMonth, Known, Moved, Point, Range, Recurring, Step
from onrecord.extract.times.grammar.time_words import PARTS_OF_DAY
from onrecord.extract.times.matching.patterns import Builder, Place, Table
from onrecord.extract.times.matching.word_classes import CLASSES
from onrecord.extract.times.meaning.calendar import parse_day

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
"""Words for the year of a month, quarter or season."""

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
        ("the DAY day of MONTH", day_month),
        ("the DAY day of MONTH ,? <year>", day_month),
    ],
    CLASSES,
    {"year": YEAR},
)
"""Days of a month."""


def choices(element: str, build: Builder) -> list[tuple[str, Builder]]:
    """Return the patterns of a recurring day or period after the words that choose one: "last", "next", "this"."""
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


_SAYING = lexicon.words("quotes-today")


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
"""Days that weeks and years are counted from: "a year ago today", "a week from tomorrow"."""


_AFTER_DAY_OF_MONTH = lexicon.words("clause-start", "head-noun-end", "modal", "past", "venue-end", "connective")


def _day_of_month(place: Place, weekday: int, day: int) -> DayOfMonth | None:
    """Build "Monday the 3rd", but not "Monday the 3rd Infantry Division left"."""
    words, end = place.words, place.end
    following = words.at(end)
    is_ordinal = not words.at(end - 1).isdecimal()
    is_noun = following.isalnum() and (words.is_capital(end) or following not in _AFTER_DAY_OF_MONTH)
    return DayOfMonth(day, weekday, "weekday and day") if is_ordinal and not is_noun else None


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
    before, after = place.words.at(place.first - 1), place.words.at(place.end)
    return before not in ("the", "a", "last", "this", "next") and after not in ("-", "'", "’") and not after.isdigit()


def _weekday_week(_: Place, number: int) -> Moved:
    return Moved(_coming_weekday(number), "W", 1, "a week after")


DAY = Table(
    [
        ("<day>", value),
        ("yesterday", step("D", -1, "yesterday")),
        ("today", only_if(_names_no_paper_or_show, step("D", 0, "today"))),
        ("tomorrow", step("D", 1, "tomorrow")),
        ("WEEKDAY ,? the DAY", _day_of_month),
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
    """Tell a day from the month that stands for a day that does not exist."""
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


def _years_in_short(place: Place, first: int, last: str) -> Range | None:
    """Build "1957-58" and "1999-2000"'s short form "1999-00"; "2010-08" is a month."""
    end = first - first % 100 + int(last)
    end += 100 * (end <= first)
    is_month = int(last) in range(1, 13) and end != first + 1
    return None if is_month or end - first > _LONGEST_RANGE else _years(place, first, end)


_LONGEST_RANGE = 30
"""Most years between those of "1957-58"; a longer one is a telephone number or a score."""

RANGE = Table(
    [
        ("MONTH DAY -|–|—|to|and|through DAY", _days),
        ("MONTH DAY -|–|—|to|and|through DAY ,? <year>", _days),
        ("DAY -|–|—|to|and DAY MONTH", _days_before_month),
        ("DAY -|–|—|to|and DAY MONTH ,? <year>", _days_before_month),
        ("YEAR -|–|— YEAR", _years),
        ("YEAR -|–|/ TWO_DIGITS", _years_in_short),
    ],
    CLASSES,
    {"year": YEAR},
)
"""From one day or year to another, with one word or mark between them."""
