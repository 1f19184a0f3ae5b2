"""The grammar of time expressions: patterns and what they mean.

Written from the TIDES 2005 and TimeML 1.2.1 guidelines: an expression takes in its article and the words that shade it
("the early 1990s", "nearly three years", "earlier this month") but no preposition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from onrecord.extract.times import classes, numbers
from onrecord.extract.times.builders import (
    Year,
    chosen,
    clock,
    day_month,
    day_range,
    known,
    length,
    length_value,
    month_day,
    month_year,
    part_of,
    recurring,
    shaded,
    step,
    steps,
    timed,
    unit_step,
)
from onrecord.extract.times.lexicon import CLOCK_WORDS, PARTS_OF_DAY, PERIODS, SEASONS, UNIT_PLURALS, UNITS, WEEKDAYS
from onrecord.extract.times.patterns import Place, Table, class_of
from onrecord.extract.times.readings import Beside, Known, Length, Point, Recurring, Step, Timed

_PLURAL_UNITS = {plural: UNITS[word] for plural, word in UNIT_PLURALS.items()}
_CALENDAR_UNITS = {w: UNITS[w] for w in ("day", "week", "month", "quarter", "year", "decade", "century", "weekend")}
_WEEKDAY_PLURALS = {f"{name}s": number for name, number in WEEKDAYS.items()}

_CLASSES = {
    "AMOUNT": numbers.AMOUNT,
    "ORDINAL": numbers.ORDINAL,
    "DAY": numbers.DAY,
    "YEAR": numbers.YEAR,
    "DECADE": numbers.DECADE,
    "MONTH": classes.MONTH,
    "WEEKDAY": classes.WEEKDAY,
    "WEEKDAYS": class_of(_WEEKDAY_PLURALS),
    "HOLIDAY": classes.HOLIDAY,
    "CLOCK": classes.CLOCK,
    "HALF_OF_DAY": classes.HALF_OF_DAY,
    "ZONE": classes.ZONE,
    "DIGIT_DATE": classes.DIGIT_DATE,
    "SEASON": class_of(SEASONS),
    "UNIT": class_of(UNITS | _PLURAL_UNITS),
    "SINGULAR": class_of(UNITS),
    "PLURAL": class_of(_PLURAL_UNITS),
    "CALENDAR_UNIT": class_of(_CALENDAR_UNITS),
    "PART": class_of({word: f"T{code}" for word, code in PARTS_OF_DAY.items()}),
    "CLOCK_WORD": class_of({word: f"T{time}" for word, time in CLOCK_WORDS.items()}),
    "PERIOD": class_of(PERIODS),
}


def _year(_: Place, year: int) -> Known:
    return Known("DATE", f"{year:04d}", "year")


_YEAR = Table(
    [
        ("YEAR", _year),
        ("the year YEAR", _year),
        ("last year", step("Y", -1, "last year")),
        ("next year", step("Y", 1, "next year")),
        ("this year", step("Y", 0, "this year")),
        ("that|same year", step("Y", 0, "that year", "before")),
        ("the same year", step("Y", 0, "that year", "before")),
        ("the previous|preceding year", step("Y", -1, "the year before", "before")),
        ("the following year", step("Y", 1, "the year after", "before")),
        ("the year", step("Y", 0, "the year")),
    ],
    _CLASSES,
    {},
)
"""What can name the year of a month, quarter or season."""


def _digit_date(_: Place, numbers_: tuple[str, int, int, int]) -> Known | None:
    order, first, second, third = numbers_
    value = {
        "ymd": f"{first:04d}-{second:02d}-{third:02d}",
        "dmy": f"{third:04d}-{second:02d}-{first:02d}",
        "?": f"{first:02d}/{second:02d}/{third:04d}",
    }[order]
    return Known("DATE", value, "numeric date")


def _with_weekday(_: Place, __: int, date: Point, ___: object = None) -> Point:
    return date


def _with_weekday_behind(_: Place, date: Point, __: int) -> Point:
    return date


_DATE = Table(
    [
        ("DIGIT_DATE", _digit_date),
        ("MONTH the? DAY", month_day),
        ("MONTH the? DAY ,? <year>", month_day),
        ("DAY MONTH", day_month),
        ("DAY MONTH ,? <year>", day_month),
        ("the? DAY of MONTH", day_month),
        ("the? DAY of MONTH ,? <year>", day_month),
    ],
    _CLASSES,
    {"year": _YEAR},
)
"""Days of a month."""

_CHOICES: dict[str, Any] = {
    "last": "last", "past": "last", "next": "next", "coming": "next", "this": "this",
}  # fmt: skip


def _choices(element: str, build: Callable[..., Recurring | None]) -> list[tuple[str, Any]]:
    """Give the patterns of a recurring thing with the words that choose one of them."""
    return [
        (f"last {element}", chosen("last", build)),
        (f"this past {element}", chosen("last", build)),
        (f"next {element}", chosen("next", build)),
        (f"this coming|upcoming {element}", chosen("next", build)),
        (f"this {element}", chosen("this", build)),
        (f"that|same {element}", chosen("same", build)),
        (f"the same {element}", chosen("same", build)),
        (f"the previous|preceding {element}", chosen("previous", build)),
        (f"the following|next {element}", chosen("following", build)),
    ]


def _weekday_of_week(_: Place, weekday: int, week: Step) -> Recurring:
    return Recurring("weekday", weekday, "tense", week, "weekday of a week")


def _weekend(place: Place, *_: object) -> Recurring:
    del place
    return Recurring("weekend", 6, "tense", None, "weekend")


_WEEK = Table(
    [
        ("last week", step("W", -1, "last week")),
        ("this week", step("W", 0, "this week")),
        ("next week", step("W", 1, "next week")),
    ],
    _CLASSES,
    {},
)
_weekday = recurring("weekday", "weekday")
_OTHER_DAY = Table(
    [
        ("WEEKDAY", _weekday),
        *_choices("WEEKDAY", _weekday),
        ("<date>", lambda _, date: date),
        ("HOLIDAY", recurring("holiday", "holiday")),
    ],
    _CLASSES,
    {"date": _DATE},
)


def _beside(day: Point, days: int) -> Beside:
    return Beside(day, days, "the day before" if days < 0 else "the day after")


_DAY = Table(
    [
        ("<date>", lambda _, date: date),
        ("WEEKDAY ,? <date>", _with_weekday),
        ("this? coming|next|last WEEKDAY ,? <date>", _with_weekday),
        ("WEEKDAY", _weekday),
        *_choices("WEEKDAY", _weekday),
        ("WEEKDAY of? <week>", _weekday_of_week),
        ("the? day before <other_day>", lambda _, day: _beside(day, -1)),
        ("the? day after <other_day>", lambda _, day: _beside(day, 1)),
        ("the? day before yesterday", step("D", -2, "two days ago")),
        ("the? day after tomorrow", step("D", 2, "in two days")),
        ("yesterday", step("D", -1, "yesterday")),
        ("today", step("D", 0, "today")),
        ("tomorrow", step("D", 1, "tomorrow")),
        ("the same day", step("D", 0, "that day", "before")),
        ("that day", step("D", 0, "that day", "before")),
        ("the next|following day", step("D", 1, "the day after", "before")),
        ("the previous|preceding day", step("D", -1, "the day before", "before")),
        ("HOLIDAY ,? YEAR?", lambda _, name, year: _holiday(name, year)),
        *_choices("HOLIDAY", recurring("holiday", "holiday")),
    ],
    _CLASSES,
    {"date": _DATE, "week": _WEEK, "other_day": _OTHER_DAY},
)
"""Days."""


def _holiday(name: str, year: int | None) -> Recurring:
    within = Known("DATE", f"{year:04d}", "year") if year else None
    return Recurring("holiday", name, "tense", within, "holiday")


def _is_surely_month(place: Place) -> bool:
    """Tell the months "May" and "March" from the verbs with a capital that begin sentences."""
    words, first = place.words, place.first
    if words.at(first) not in ("may", "march"):
        return True
    return first > 0 and words.at(first - 1) not in (".", '"', "“", "'", "‘", "”", ":", "?", "!")


def _month(place: Place, month: int, within: Year | None = None) -> Recurring | None:
    return Recurring("month", month, "tense", within, "month") if _is_surely_month(place) else None


def _bare_year(place: Place, year: int) -> Known | None:
    """Take four digits for a year where nothing around them says that they count or number something else."""
    words, first, end = place
    before, after = words.at(first - 1), words.at(end)
    if words.lower[first].isdecimal():
        if words.is_glued(first) and before not in ("(", "[", "“", '"', "‘", "'", "–", "—", "/", "-", "`", "_"):
            return None
        if before in ("$", "£", "€", "#", "no", "number", "than", "least", "s.", "section", "page", "flight", "area"):
            return None
        if after in ("%", "percent", "people", "miles", "feet", "years", "times", "pounds", "dollars", "km", "votes"):
            return None
        if words.is_glued(end) and (
            after.isalnum()
            or (after in ("-", ".", ",", ":") and words.is_glued(end + 1) and words.at(end + 1).isdecimal())
        ):
            return None
        if not 1500 <= year <= 2100:
            return None
    return Known("DATE", f"{year:04d}", "year")


def _decade(_: Place, decade: str) -> Known:
    return Known("DATE", decade, "decade")


def _century(_: Place, number: int) -> Known | None:
    return Known("DATE", f"{number - 1:02d}", "century") if 1 <= number <= 30 else None


def _quarter(place: Place, number: int, within: Year | None = None) -> Recurring | None:
    del place
    return Recurring("quarter", number, "tense", within, "quarter") if 1 <= number <= 4 else None


def _quarter_behind(place: Place, year: Year, number: int) -> Recurring | None:
    return _quarter(place, number, year)


def _half(place: Place, number: int, within: Year | None = None) -> Recurring | None:
    del place
    return Recurring("half", number, "tense", within, "half-year") if 1 <= number <= 2 else None


def _season(place: Place, season: str, within: Year | None = None) -> Recurring | None:
    del place
    return Recurring("season", season, "tense", within, "season")


def _quarter_of_other_year(place: Place, number: int) -> Step:
    del place, number
    return Step("Q", -4, "before", "the quarter a year before")


_PERIOD = Table(
    [
        ("YEAR", _bare_year),
        ("the? year YEAR", _year),
        ("the DECADE", _decade),
        (
            "DECADE",
            lambda place, decade: _decade(place, decade) if place.words.lower[place.first].isdecimal() else None,
        ),
        ("the? ORDINAL -? century", _century),
        ("MONTH", _month),
        ("MONTH ,? <year>", month_year),
        ("MONTH of <year>", month_year),
        *_choices("MONTH", recurring("month", "month")),
        (
            "SEASON ,? YEAR",
            lambda _, s, y: Recurring("season", s, "tense", Known("DATE", f"{y:04d}", "year"), "season"),
        ),
        ("the? SEASON of <year>", _season),
        ("the SEASON", _season),
        *_choices("SEASON", recurring("season", "season")),
        ("the? fiscal? -? ORDINAL -? quarter", _quarter),
        ("the? fiscal? ORDINAL -? quarter of fiscal? <year>", _quarter),
        ("the? fiscal? ORDINAL -? quarter , <year>", _quarter),
        ("the? <year> fiscal? ORDINAL quarter", _quarter_behind),
        ("<year> ' s ORDINAL -? quarter", _quarter_behind),
        ("<year> ’ s ORDINAL -? quarter", _quarter_behind),
        ("the? ORDINAL half of <year>", _half),
        ("the? <year> ORDINAL half", lambda place, year, number: _half(place, number, year)),
        ("last CALENDAR_UNIT", unit_step(-1, "published", "last")),
        ("next CALENDAR_UNIT", unit_step(1, "published", "next")),
        ("this CALENDAR_UNIT", unit_step(0, "published", "this")),
        ("this coming CALENDAR_UNIT", unit_step(1, "published", "next")),
        ("this past CALENDAR_UNIT", unit_step(-1, "published", "last")),
        ("the past|last CALENDAR_UNIT", unit_step(-1, "published", "last")),
        ("the coming CALENDAR_UNIT", unit_step(1, "published", "next")),
        ("the current fiscal? CALENDAR_UNIT", unit_step(0, "published", "this")),
        ("that|same CALENDAR_UNIT", unit_step(0, "before", "the same")),
        ("the same CALENDAR_UNIT", unit_step(0, "before", "the same")),
        ("the previous|preceding CALENDAR_UNIT", unit_step(-1, "before", "the one before")),
        ("the following|next CALENDAR_UNIT", unit_step(1, "before", "the one after")),
        ("the year -? ago|earlier quarter|period", lambda _: Step("Y", -1, "before", "a year before", True)),
        ("the YEAR quarter", lambda _, year: Step("Q", None, "before", f"the quarter of {year}")),
        ("the YEAR period", _year),
        ("fiscal YEAR", _year),
        ("the week of <date>", lambda _, day: Beside(day, 0, "the week of a day", "W")),
        (
            "the? HOLIDAY week|weekend",
            lambda p, name: Beside(
                Recurring("holiday", name, "tense", None, "holiday"),
                0,
                "week of a holiday",
                "W" if p.words.at(p.end - 1) == "week" else "WE",
            ),
        ),
        ("the? year -? end", lambda p: Step("Y", 0, "published", "year's end")),
        ("year ' s end", lambda p: Step("Y", 0, "published", "year's end")),
        ("the quarter", lambda _: Step("Q", 0, "before", "the quarter")),
        ("the full? year", lambda _: Step("Y", 0, "published", "the year")),
        ("the week", lambda _: Step("W", 0, "published", "the week")),
        ("the latest period", step("Q", -1, "the latest quarter")),
        ("the weekend", _weekend),
        *_choices("weekend", _weekend),
        ("the latest|last quarter", step("Q", -1, "last quarter")),
        ("the latest fiscal? year", step("Y", -1, "last year")),
    ],
    _CLASSES,
    {"year": _YEAR},
)
"""Years, months, seasons, quarters, weeks."""

_CLOSING = frozenset(
    ["", ".", ",", ";", ":", ")", '"', "”", "'", "’", "–", "—", "-", "and", "but", "in", "at", "when", "on", "with"]
)


def _unless_clause(build: Callable[..., Any]) -> Callable[..., Any]:
    """Keep "two days before" from what is before something that is named ("two days before the vote")."""
    return lambda place, *values: build(place, *values) if place.words.at(place.end) in _CLOSING else None


_AGO = Table(
    [
        ("AMOUNT UNIT ago", steps(-1, "published", "ago")),
        ("AMOUNT UNIT or so ago", steps(-1, "published", "ago")),
        ("PLURAL ago", lambda _, unit: Step(unit[0], None, "published", "ago")),
        ("AMOUNT UNIT earlier|previously", steps(-1, "before", "earlier")),
        ("AMOUNT UNIT before", _unless_clause(steps(-1, "before", "earlier"))),
        ("AMOUNT UNIT later|afterward|afterwards", steps(1, "before", "later")),
        ("AMOUNT UNIT from now|today", steps(1, "published", "from now")),
        ("the day|night before", _unless_clause(step("D", -1, "the day before", "before"))),
        ("the day|night after", _unless_clause(step("D", 1, "the day after", "before"))),
        ("the week before", _unless_clause(step("W", -1, "the week before", "before"))),
        ("the week after", _unless_clause(step("W", 1, "the week after", "before"))),
        ("the month before", _unless_clause(step("M", -1, "the month before", "before"))),
        ("the year before", _unless_clause(step("Y", -1, "the year before", "before"))),
        ("the year after", _unless_clause(step("Y", 1, "the year after", "before"))),
        ("the? year -? ago|earlier ORDINAL -? quarter", lambda _, n: Step("Q", -4, "before", "a year before", True)),
        ("the year -? ago|earlier AMOUNT UNIT", lambda _, n, u: Length(n, u[0], 0, "length a year before")),
        ("year -? ago|earlier", lambda _: Step("Y", -1, "before", "a year before", True)),
    ],
    _CLASSES,
    {},
)
"""Points told by their distance."""

_POINT = Table(
    [("<day>", lambda _, p: p), ("<period>", lambda _, p: p), ("<ago>", lambda _, p: p)],
    _CLASSES,
    {"day": _DAY, "period": _PERIOD, "ago": _AGO},
)
"""Any date."""

_OWN_PART = Table(
    [
        (
            "this|that morning|afternoon|evening",
            lambda place: Timed(
                Step("D", 0, "published" if place.words.at(place.first) == "this" else "before", "day"),
                f"T{PARTS_OF_DAY[place.words.at(place.end - 1)]}",
                "part of day",
            ),
        ),
        ("tonight", part_of(Step("D", 0, "published", "today"), "tonight", "TNI")),
        ("last night", part_of(Step("D", -1, "published", "yesterday"), "last night", "TNI")),
        ("last evening", part_of(Step("D", -1, "published", "yesterday"), "last evening", "TEV")),
        ("overnight", part_of(Step("D", -1, "published", "yesterday"), "overnight", "TNI")),
        ("the next|following PART", part_of(Step("D", 1, "before", "the day after"), "part of the next day")),
        ("the PART", part_of(None, "part of day")),
        ("CLOCK_WORD", part_of(None, "clock time")),
        ("mid -? PART", part_of(None, "part of day")),
    ],
    _CLASSES,
    {},
)


def _own_part_fixed(place: Place, *values: Any) -> Any:
    return values


_CLOCK = Table(
    [
        ("CLOCK HALF_OF_DAY ZONE?", clock),
        ("CLOCK ZONE", lambda place, time, zone: clock(place, time, None, zone)),
        ("CLOCK o ' clock", clock),
        ("CLOCK o ’ clock", clock),
        ("CLOCK", lambda place, time: clock(place, time) if place.words.at(place.first + 1) == ":" else None),
        ("CLOCK in the morning", lambda place, time: clock(place, time, 0)),
        ("CLOCK in the afternoon|evening", lambda place, time: clock(place, time, 12)),
    ],
    _CLASSES,
    {},
)


def _timed_day(_: Place, time: Timed, day: Point) -> Timed:
    return replace(time, day=day)


_TIME = Table(
    [
        ("<day> PART", timed("part of day")),
        ("<day> early|late PART", timed("part of day")),
        ("early|late <day> PART", timed("part of day")),
        ("<part>", lambda _, reading: reading),
        ("PART <day>", lambda _, part, day: Timed(day, part, "part of day")),
        ("mid -? PART <day>", lambda _, part, day: Timed(day, part, "part of day")),
        ("CLOCK_WORD on? <day>", lambda _, time, day: Timed(day, time, "clock time")),
        ("<clock>", lambda _, reading: reading),
        ("<clock> on? <day>", _timed_day),
        ("<clock> <part>", lambda _, time, part: replace(time, day=part.day)),
    ],
    _CLASSES,
    {"day": _DAY, "part": _OWN_PART, "clock": _CLOCK},
)
"""Clock times and parts of days."""


_BEFORE_A_LENGTH = frozenset(
    """for in within after over during of about nearly almost barely just only than under last lasts lasted took take
    takes spent spend by to least most exactly around roughly and or once""".split()
)


def _is_age(place: Place) -> bool:
    """Tell "six years old" and "6-year-old"."""
    words, end = place.words, place.end
    return words.at(end) == "old" or (words.at(end) in ("-", "‑") and words.at(end + 1) == "old")


def _no_age(build: Callable[..., Any]) -> Callable[..., Any]:
    return lambda place, *values: None if _is_age(place) else build(place, *values)


def _hyphenated(place: Place, amount: float, unit: tuple[str, int]) -> Any:
    """Read "five-day" before a noun; an article before it belongs to the noun."""
    words, first = place.words, place.first
    if _is_age(place) or words.at(first) in ("a", "an", "the") or (unit[0] in ("S", "Q", "SU", "WI") and amount >= 1):
        return None
    return length(0, "length")(place, amount, unit)


def _article_length(place: Place, amount: float, unit: tuple[str, int]) -> Any:
    """Read "a year" as a rate behind a price or a count ("$5 a day", "twice a week"), else as a length."""
    words, first = place.words, place.first
    if _is_age(place) or (1000 < amount < 2100 and words.at(first).isdecimal()):
        return None
    if words.at(first) in ("a", "an") and place.end == first + 2:
        if unit[0] in ("S", "Q", "WE", "NI", "SU", "WI", "CE") and unit[1] == 1:
            return None
        before = words.at(first - 1)
        if before in ("times", "twice", "once") or (
            (before.isdecimal() or before in ("million", "billion", "percent", "%")) and unit[0] == "Y"
        ):
            return Known("SET", length_value(1, unit[0]), "rate")
        if before not in _BEFORE_A_LENGTH and not (before in _CLOSING and words.is_capital(first)):
            return None
    return length(0, "length")(place, amount, unit)


_NEARLY = "nearly|almost|under|around|roughly|approximately"


def _over(place: Place, reading: Any) -> Any:
    is_more = place.words.at(place.first - 1) in (
        "for",
        "last",
        "lasted",
        "just",
        "took",
        "after",
        "of",
        "in",
        "spent",
        "well",
    )
    return replace(reading, rule=reading.rule + ", more") if is_more else None


_LENGTH = Table(
    [
        ("AMOUNT UNIT", _article_length),
        ("AMOUNT - UNIT", _hyphenated),
        ("AMOUNT SINGULAR and a half", lambda _, n, u: Known("DURATION", length_value(n + 0.5, u[0]), "length")),
        ("AMOUNT SINGULAR or two|so", lambda _, n, u: Length(None, u[0], 0, "length, about")),
        ("AMOUNT more|additional|full|straight|consecutive|whole|long UNIT", length(0, "length")),
        ("the AMOUNT PLURAL", _no_age(length(0, "length"))),
        ("each of the past|last AMOUNT UNIT", length(-1, "length that ends at the report's date")),
        ("the first AMOUNT UNIT", length(0, "length")),
        ("the? past|last|previous|latest AMOUNT UNIT", length(-1, "length that ends at the report's date")),
        ("these past AMOUNT UNIT", length(-1, "length that ends at the report's date")),
        ("the? next|coming|following AMOUNT UNIT", length(1, "length that begins at the report's date")),
        (
            "AMOUNT UNIT and AMOUNT UNIT",
            lambda _, a, u, b, v: Known(
                "DURATION", length_value(a, u[0]) + length_value(b, v[0]).removeprefix("P"), "length"
            ),
        ),
    ],
    _CLASSES,
    {},
)
"""Lengths of time."""
_LENGTHS = Table(
    [
        ("<length>", lambda _, r: r),
        (
            "<length> or so|more|less|longer",
            lambda _, r: replace(r, rule=r.rule + ", about") if not isinstance(r, Step) else r,
        ),
        (f"{_NEARLY} <length>", shaded("about")),
        ("over <length>", _over),
        ("no? more|less|fewer than <length>", shaded("about")),
        ("at least|most <length>", shaded("at least or most")),
        ("up to <length>", shaded("at most")),
        ("as long|many as <length>", shaded("at most")),
        ("PLURAL", lambda place, unit: _plural(place, unit)),
        ("the PLURAL ahead", lambda place, unit: Known("DURATION", length_value(None, unit[0]), "length")),
        ("PLURAL -? long", lambda place, unit: Known("DURATION", length_value(None, unit[0]), "length")),
        ("SINGULAR -? long", lambda place, unit: Known("DURATION", length_value(1, unit[0]), "length")),
        ("PLURAL or|and PLURAL", lambda place, unit, _: _plural(place, unit)),
    ],
    _CLASSES,
    {"length": _LENGTH},
)


def _plural(place: Place, unit: tuple[str, int]) -> Known | None:
    if place.words.at(place.first - 1) not in (
        "for",
        "in",
        "within",
        "over",
        "after",
        "of",
        "the",
        "last",
        "lasted",
        "take",
    ):
        return None
    if unit[0] in ("S", "NI", "WE", "SU", "WI", "Q", "MIN"):
        return None
    return Known("DURATION", length_value(None, unit[0]), "length")


def _weekday_set(_: Place, weekday: int, part: str | None = None) -> Known:
    return Known("SET", f"XXXX-WXX-{weekday}{part or ''}", "every one")


_SET = Table(
    [
        ("every|each SINGULAR", lambda _, unit: Known("SET", length_value(unit[1], unit[0]), "every one")),
        ("every AMOUNT UNIT", lambda _, n, unit: Known("SET", length_value(n, unit[0]), "every so many")),
        ("every other SINGULAR", lambda _, unit: Known("SET", length_value(2, unit[0]), "every so many")),
        ("every few PLURAL", lambda _, unit: Known("SET", length_value(None, unit[0]), "every so many")),
        ("every|each WEEKDAY PART?", _weekday_set),
        ("WEEKDAYS", lambda place, day: _weekday_set(place, day) if place.words.is_capital(place.first) else None),
        (
            "WEEKDAY nights|mornings|afternoons|evenings",
            lambda place, day: _weekday_set(place, day, "T" + PARTS_OF_DAY[place.words.at(place.end - 1)]),
        ),
        ("every|each MONTH", lambda _, month: Known("SET", f"XXXX-{month:02d}", "every one")),
        ("every|each SEASON", lambda _, season: Known("SET", f"XXXX-{season}", "every one")),
        ("every|each PART", lambda _, part: Known("SET", f"XXXX-XX-XX{part}", "every one")),
        ("PERIOD", lambda _, period: Known("SET", period, "every one")),
        ("per SINGULAR", lambda _, unit: None),
    ],
    _CLASSES,
    {},
)
"""What comes back."""

_present, _past, _future = (known("DATE", f"{n}_REF", f"{n.lower()}") for n in ("PRESENT", "PAST", "FUTURE"))
_VAGUE = Table(
    [
        ("right? now", _present),
        ("coming|future|ensuing PLURAL", lambda p, _: known("DATE", "FUTURE_REF", "future")(p)),
        ("past PLURAL", lambda p, _: known("DATE", "PAST_REF", "past")(p)),
        ("recent PLURAL and PLURAL", lambda p, *_: known("DATE", "PAST_REF", "past")(p)),
        ("in future", lambda p: None),
        ("as soon as possible", _future),
        ("as soon as", lambda p: None),
        ("currently|nowadays|presently", _present),
        ("current", _present),
        ("these days", _present),
        ("at present", _present),
        ("the present", _present),
        (
            "the moment",
            lambda p: known("DATE", "PRESENT_REF", "present")(p) if p.words.at(p.first - 1) == "at" else None,
        ),
        ("this moment", _present),
        ("more? recently", _past),
        ("recent", _past),
        ("recent PLURAL", lambda p, _: known("DATE", "PAST_REF", "past")(p)),
        ("lately", _past),
        ("the recent? past", _past),
        ("soon", lambda p: _future(p) if p.words.at(p.first - 1) != "as" and p.words.at(p.end) != "after" else None),
        ("the? near|foreseeable? future", _future),
        ("the near|short|long term", _future),
        ("one|some day", lambda p: None),
    ],
    _CLASSES,
    {},
)


def _end_of_unit(place: Place) -> Step:
    return Step(UNITS[place.words.at(place.end - 1)][0], 0, "published", "part of it")


def _edge(name: str) -> list[tuple[str, Any]]:
    return [(f"the {name} of <point>", shaded(name.split("|")[0])), (f"{name} of <point>", shaded(name.split("|")[0]))]


_RANGE = Table(
    [
        ("MONTH DAY -|–|to|and|through DAY", day_range),
        ("MONTH DAY -|–|to|and|through DAY ,? <year>", day_range),
        ("DAY -|–|to|and DAY MONTH ,? <year>?", lambda p, a, b, m, y: day_range(p, m, a, b, y)),
    ],
    _CLASSES,
    {"year": _YEAR},
)

EXPRESSION = Table(
    [
        ("<point>", lambda _, r: r),
        ("<time>", lambda _, r: r),
        ("<lengths>", lambda _, r: r),
        ("<set>", lambda _, r: r),
        ("<vague>", lambda _, r: r),
        ("<range>", lambda _, r: r),
        ("early|mid -? <point>", shaded("early")),
        ("late -? <point>", shaded("late")),
        ("the early|mid|late <period>", shaded("early or late")),
        ("earlier|later <period>", shaded("earlier or later")),
        ("later|earlier|early|late <time>", shaded("early or late")),
        ("around <date>", shaded("about")),
        ("around year -? end", lambda p: Step("Y", 0, "published", "year's end")),
        ("around <clock>", shaded("about")),
        (f"{_NEARLY} <ago>", shaded("about")),
        ("more than <ago>", shaded("about")),
        ("less than <ago>", shaded("about")),
        ("the end|beginning|start|middle|close|rest|eve of <point>", shaded("part of it")),
        ("the end|beginning|start|middle|close|rest of the month|year|week|day|quarter", _end_of_unit),
        ("earlier|later in the month|year|week|day", _end_of_unit),
        ("<point> or later|earlier", shaded("open")),
    ],
    _CLASSES,
    {
        "point": _POINT,
        "time": _TIME,
        "lengths": _LENGTHS,
        "set": _SET,
        "vague": _VAGUE,
        "range": _RANGE,
        "period": _PERIOD,
        "ago": _AGO,
        "date": _DATE,
        "clock": _CLOCK,
    },
)
"""Every time expression."""
