"""The grammar of weeks, months, quarters, seasons, years, decades, centuries, and of distances such as "ago"."""

from __future__ import annotations

from typing import Any

from onrecord import lexicon
from onrecord.extract.times.grammar.builders import (
    Unit,
    is_no_programme,
    month_year,
    names_nothing_after,
    only_if,
    recurring,
    step,
    step_of_unit,
    steps,
    year,
)
from onrecord.extract.times.grammar.days import DATE, RELATIVE_YEAR, YEAR, choices
from onrecord.extract.times.grammar.numbers import VAGUE
from onrecord.extract.times.grammar.numbers import YEAR as YEAR_CLASS
from onrecord.extract.times.grammar.readings import Beside, Fiscal, Known, Length, Origin, Recurring, SamePeriod, Step
from onrecord.extract.times.grammar.time_words import UNIT_NAMES, UNITS
from onrecord.extract.times.matching.patterns import Builder, Place, Table
from onrecord.extract.times.matching.word_classes import CLASSES

_SUM = 16
"""How many words before a date may hold a sum of money and its comparison."""
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_BEFORE_A_YEAR = frozenset("([“\"‘'–—/-`_")
"""Marks that may touch a year; after any other, such as a currency sign, the digits are no year."""
_COUNTED = lexicon.words("counted")
_NUMBERED = lexicon.words("numbered")


def _bare_year(place: Place, number: int) -> Known | None:
    """Read four digits as a year unless the words around show that they count or number something."""
    words, first, end = place
    if not words.lower[first].isdecimal():
        return year(place, number)
    before, after = words.at(first - 1), words.at(end)
    is_numbered = before in _NUMBERED or (before == "." and words.at(first - 2) == "no")
    is_joined = words.is_glued(first) and (before not in _BEFORE_A_YEAR or words.at(first - 2).isdecimal())
    goes_on = words.is_glued(end) and (after.isalnum() or after == "%" or _is_decimal(place))
    is_year = _FIRST_YEAR <= number <= _LAST_YEAR and not (is_numbered or is_joined or goes_on or after in _COUNTED)
    return year(place, number) if is_year and before not in ("$", "£", "€") else None


def _is_decimal(place: Place) -> bool:
    """Tell "1990,500" and "2000.5" from a year before a comma or full stop."""
    words, end = place.words, place.end
    return words.at(end) in "-.,:" and words.is_glued(end + 1) and words.at(end + 1).isdecimal()


_JOINTS = lexicon.words("time-joint") | frozenset("- –".split())
_BEFORE_A_MONTH = lexicon.words("before-month")
_BEGINNINGS_OF_CLAUSES = lexicon.words("subject-pronoun") | {"that", "when"}
_OPENING = frozenset(["", *".\"“'‘”:?!`"])


def _is_surely_month(place: Place) -> bool:
    """Tell the months from "May" that begins a question and "March" that is part of a name."""
    words, first = place.words, place.first
    if words.at(first) not in ("may", "march"):
        return True
    before = words.at(first - 1)
    is_march = before == "the" and words.at(place.end) in ("for", "on", "of")
    is_name = is_march or (words.is_capital(first - 1) and before not in _BEFORE_A_MONTH)
    return before not in _OPENING and not is_name


def _decade(_: Place, decade: str) -> Known:
    return Known("DATE", decade, "decade")


def _is_in_digits(place: Place) -> bool:
    return place.words.lower[place.first] in "'’‘" or place.words.lower[place.first].isdecimal()


def _century(place: Place, number: int) -> Known | None:
    words, end = place.words, place.end
    if words.is_capital(end - 1) and words.is_capital(end):
        # "Twenty-First Century Fox".
        return None
    return Known("DATE", f"{number - 1:02d}", "century") if 1 <= number <= _LAST_YEAR // 100 else None


def _share_of_year(part: Any, parts: int) -> Builder:
    """Make a builder of a quarter or half from its number and year."""
    build = recurring(part, part)
    return lambda place, number, of_year=None: build(place, number, of_year) if 1 <= number <= parts else None


def _year_first(build: Builder) -> Builder:
    return lambda place, of_year, number: build(place, number, of_year)


def _month(place: Place, month: int) -> Recurring | Known | None:
    """Build a month; "between June and December 2016" gives both the year."""
    if not _is_surely_month(place):
        return None
    of_year = _year_of_next_month(place)
    if of_year is not None:
        return Known("DATE", f"{of_year:04d}-{month:02d}", "month, year behind")
    return Recurring("month", month, "tense", None, "month")


def _year_of_next_month(place: Place) -> int | None:
    words, end = place.words, place.end
    if words.at(end) not in _JOINTS or words.at(end + 1) not in CLASSES["MONTH"].first:
        return None
    for month in CLASSES["MONTH"].find_matches(words, end + 1):
        years = YEAR_CLASS.find_matches(words, month.end) if words.at(month.end).isdecimal() else ()
        for found in years:
            return int(found.value)
    return None


def _is_no_downfall(place: Place) -> bool:
    """Tell the season from "the fall of the government", "the fall in prices" and "the Spring Lake board"."""
    words, end = place.words, place.end
    if words.is_capital(end - 1) and words.is_capital(end) and not words.at(end).isdecimal():
        return False
    return words.at(end - 1) != "fall" or words.at(end) not in ("of", "in", "from")


def _is_when(place: Place) -> bool:
    """Tell "until spring" from "a spring" and "springs of hope"."""
    words, first = place.words, place.first
    is_named = words.is_capital(first) or words.at(place.end) in ("of", "from", "-")
    return not is_named and words.at(first - 1) in ("in", "by", "until", "till", "since", "during", "before", "this")


_season = recurring("season", "season")
_quarter, _half = _share_of_year("quarter", 4), _share_of_year("half", 2)


def _fiscal(build: Builder) -> Builder:
    """Make a builder of a period of a company's fiscal year."""

    def building(place: Place, *values: Any) -> Fiscal | None:
        period = build(place, *values)
        return Fiscal(period, "fiscal") if period else None

    return building


def _known_year(build: Builder) -> Builder:
    return lambda place, number, of_year: build(place, number, year(place, of_year))


def _is_joined(place: Place) -> bool:
    """Tell "Q3" from "Q 3"."""
    return place.words.is_glued(place.first + 1)


def _date_after(place: Place) -> tuple[int, int] | None:
    """The month and day in "the quarter ended Sept. 30"."""
    if place.words.at(place.end) not in ("ended", "ending") or place.end + 1 >= len(place.words):
        return None
    date = DATE.longest_match(place.words, place.end + 1)
    is_day = date is not None and isinstance(date.value, Recurring) and isinstance(date.value.number, tuple)
    return date.value.number if date is not None and is_day else None


def _the_quarter(place: Place) -> SamePeriod | Recurring:
    date = _date_after(place)
    if date is not None:
        # The day on which it ended may be the first of the next month or a late Saturday.
        return Recurring("quarter", (date[0] + 1) // 3 or 4, "tense", None, "quarter by its end")
    return SamePeriod(None, 0, False, "the quarter")


def _the_year(place: Place) -> Step | Known | None:
    following = place.words.at(place.end)
    if following in ("ended", "ending", "to"):
        return Known("DURATION", "P1Y", "the year")
    # "Person of the Year" is a title.
    is_title = place.words.is_capital(place.end - 1) and not place.words.is_capital(place.first)
    is_other = is_title or following in ("-", "of") or following in _BEGINNINGS_OF_CLAUSES
    return None if is_other else Step("Y", 0, "told", "the year")


def _is_no_week_of_others(place: Place) -> bool:
    """Tell "the week" and "for the week it fell" from "the week she left"."""
    return place.words.at(place.first - 1) == "for" or place.words.at(place.end) not in _BEGINNINGS_OF_CLAUSES


def _quarter_of(_: Place, number: int) -> SamePeriod:
    return SamePeriod(number, 0, False, "the quarter of a year")


def _period_before(is_open: bool) -> Builder:
    """Make a builder of "the year-earlier quarter" and of "the year-earlier period"."""
    return lambda *_: SamePeriod(None, 1, is_open, "the period a year before")


def _is_compared(place: Place) -> bool:
    """Tell "net fell from $3 million last year", a quarter of it in a report on quarters, from "it began last year"."""
    before = place.words.lower[max(0, place.first - _SUM) : place.first]
    return "$" in before and not {"compared", "from"}.isdisjoint(before) and "this" not in before


def _is_not_part(place: Place) -> bool:
    """Tell "last month" from "the last month of the war" and from "Last Week Tonight"."""
    words, first = place.words, place.first
    is_definite = words.at(first) == "the" or words.at(first - 1) in ("the", "very", "and")
    return not (is_definite and words.at(place.end) == "of") and words.at(place.end) != "tonight"


def _is_no_phrase(place: Place) -> bool:
    """Tell "by the end of the day" from "at the end of the day", which sums up."""
    words, first = place.words, place.first
    is_sum = words.at(first - 1) == "at" and words.at(first + 1) == "end" and words.at(place.end - 1) == "day"
    return not is_sum


def _unit_of_end(place: Place) -> Step:
    """Build "week's end", which is part of the week that the text is about."""
    unit = UNITS[place.words.at(place.first)][0]
    return Step(unit, 0, "told", f"the {UNIT_NAMES[unit]}, part of it")


def _last_unit(amount: int, rule: str, origin: Origin = "published") -> Builder:
    """Make a builder of the unit that the last word of the match names, a number of units from the origin."""
    build = step_of_unit(amount, rule, origin)
    return lambda place, *_: build(place, UNITS[place.words.at(place.end - 1)])


def _the_next(place: Place, unit: Unit) -> Step | Length | None:
    """Read "the next year" as the year after an earlier date, but "over the next year" as a year from now."""
    if place.words.at(place.first - 1) in ("over", "within", "in", "during", "throughout", "for"):
        return Length(1, unit[0], 1, "length that begins at the report's date")
    return Step(unit[0], 1, "before", f"the {UNIT_NAMES[unit[0]]} after")


def _weekend(_: Place) -> Recurring:
    return Recurring("weekend", 6, "tense", None, "weekend")


def _week_of_holiday(place: Place, name: str) -> Beside:
    unit = "W" if place.words.at(place.end - 1) == "week" else "WE"
    return Beside(Recurring("holiday", name, "tense", None, "holiday"), 0, unit, "the week of a day")


_compared_year = Step("Y", -1, "before", "a year before", compares=True)
_compared_last_year = Step("Y", -1, "published", "last year", compares=True)
_compared_quarter = Step("Q", -4, "before", "a quarter a year before", compares=True)

PERIOD = Table(
    [
        ("YEAR", _bare_year),
        ("the? full? year YEAR", year),
        ("the YEAR period", year),
        ("the same|comparable|corresponding|like YEAR period", year),
        ("the same|comparable|corresponding|like period of|in YEAR", year),
        ("fiscal YEAR", _fiscal(year)),
        ("fiscal|financial year YEAR", _fiscal(year)),
        ("fy YEAR", _fiscal(year)),
        ("fy SHORT_YEAR", _fiscal(year)),
        ("this fiscal|financial CALENDAR_UNIT", _fiscal(step_of_unit(0, "this {}"))),
        ("last fiscal|financial CALENDAR_UNIT", _fiscal(step_of_unit(-1, "last {}"))),
        ("next fiscal|financial CALENDAR_UNIT", _fiscal(step_of_unit(1, "next {}"))),
        ("the coming|next fiscal|financial CALENDAR_UNIT", _fiscal(step_of_unit(1, "next {}"))),
        ("the DECADE", _decade),
        ("DECADE", only_if(_is_in_digits, _decade)),
        ("the? ORDINAL -? century", _century),
        ("MONTH", _month),
        ("MONTH ,? <year>", month_year),
        ("MONTH of <year>", month_year),
        *choices("MONTH", recurring("month", "month")),
        ("the SEASON", only_if(_is_no_downfall, _season)),
        ("SEASON", only_if(_is_when, _season)),
        ("SEASON ,? YEAR", _known_year(_season)),
        ("the? SEASON of <year>", _season),
        *choices("SEASON", _season),
        ("the? ORDINAL -? quarter", _quarter),
        ("the? ORDINAL -? quarter of|, <year>", _quarter),
        ("the? ORDINAL -? quarter <relative>", _quarter),
        ("the last|final -? quarter of|, <year>", lambda place, of_year: _quarter(place, 4, of_year)),
        ("the? <year> ORDINAL quarter", _year_first(_quarter)),
        ("the? fiscal -? ORDINAL -? quarter", _fiscal(_quarter)),
        ("the? fiscal -? ORDINAL -? quarter of|, <year>", _fiscal(_quarter)),
        ("the? ORDINAL -? quarter of fiscal <year>", _fiscal(_quarter)),
        ("<year> '|’ s ORDINAL -? quarter", _year_first(_quarter)),
        ("q AMOUNT", only_if(_is_joined, _quarter)),
        ("q AMOUNT of|,? <year>", only_if(_is_joined, _quarter)),
        ("quarter AMOUNT of|,? <year>", _quarter),
        ("AMOUNT q", only_if(_is_joined, _quarter)),
        ("AMOUNT q of|,? <year>", only_if(_is_joined, _quarter)),
        ("AMOUNT q SHORT_YEAR", only_if(_is_joined, _known_year(_quarter))),
        ("q AMOUNT SHORT_YEAR", only_if(_is_joined, _known_year(_quarter))),
        ("q AMOUNT of|,? fy YEAR", only_if(_is_joined, _fiscal(_known_year(_quarter)))),
        ("q AMOUNT of|,? fy SHORT_YEAR", only_if(_is_joined, _fiscal(_known_year(_quarter)))),
        ("AMOUNT q of|,? fy YEAR", only_if(_is_joined, _fiscal(_known_year(_quarter)))),
        ("the? ORDINAL -? quarter of|,? fy YEAR", _fiscal(_known_year(_quarter))),
        ("the? ORDINAL half of <year>", _half),
        ("the? <year> ORDINAL half", _year_first(_half)),
        ("h AMOUNT of|,? <year>", only_if(_is_joined, _half)),
        ("the quarter", _the_quarter),
        ("the YEAR quarter", _quarter_of),
        ("the same|comparable|corresponding|like quarter of|in YEAR", _quarter_of),
        ("the same|comparable|corresponding|like quarter last year", _period_before(is_open=False)),
        ("the same|comparable|corresponding|like quarter a year ago|earlier", _period_before(is_open=False)),
        ("the same|comparable|corresponding|like period last year", _period_before(is_open=True)),
        ("the same|comparable|corresponding|like period a year ago|earlier", _period_before(is_open=True)),
        ("the latest quarter|period", lambda _: SamePeriod(None, 0, False, "the latest quarter")),
        ("the full? year", _the_year),
        ("the fiscal year", _the_year),
        ("the latest year", step("Y", -1, "last year")),
        ("the latest fiscal year", _fiscal(step("Y", -1, "last year"))),
        ("the? year -? end", step("Y", 0, "this year, its end")),
        ("the? year -? end YEAR", year),
        ("year '|’ s end", step("Y", 0, "this year, its end")),
        ("the week", only_if(_is_no_week_of_others, step("W", 0, "this week"))),
        ("the week before last", step("W", -2, "the week before last")),
        ("the week after next", step("W", 2, "the week after next")),
        ("week|month|quarter '|’ s end", _unit_of_end),
        ("the week of|ending|ended <date>", lambda _, day: Beside(day, 0, "W", "the week of a day")),
        ("the? HOLIDAY week|weekend", _week_of_holiday),
        ("the weekend", _weekend),
        *choices("weekend", _weekend),
        ("last year", only_if(_is_compared, lambda _: _compared_last_year)),
        ("last CALENDAR_UNIT", only_if(_is_not_part, step_of_unit(-1, "last {}"))),
        ("this past CALENDAR_UNIT", step_of_unit(-1, "last {}")),
        ("the last month|quarter", only_if(_is_not_part, _last_unit(-1, "last {}"))),
        ("next CALENDAR_UNIT", step_of_unit(1, "next {}")),
        ("this|the coming CALENDAR_UNIT", step_of_unit(1, "next {}")),
        ("this CALENDAR_UNIT", only_if(is_no_programme, step_of_unit(0, "this {}"))),
        ("the current CALENDAR_UNIT", step_of_unit(0, "this {}")),
        ("the current fiscal|financial CALENDAR_UNIT", _fiscal(step_of_unit(0, "this {}"))),
        ("that same? CALENDAR_UNIT", step_of_unit(0, "that {}", "before")),
        ("the? same CALENDAR_UNIT", step_of_unit(0, "that {}", "before")),
        ("the previous|preceding CALENDAR_UNIT", step_of_unit(-1, "the {} before", "before")),
        ("the following CALENDAR_UNIT", step_of_unit(1, "the {} after", "before")),
        ("the next century", step("CE", 1, "next century")),
        ("the next CALENDAR_UNIT", _the_next),
        (
            "the end|beginning|start|middle|close|rest of the month|year|week|day|quarter|decade|century",
            only_if(_is_no_phrase, _last_unit(0, "the {}, part of it", "told")),
        ),
        ("earlier|later in the month|year|week|day", _last_unit(0, "the {}, part of it", "near")),
    ],
    CLASSES,
    {"year": YEAR, "date": DATE, "relative": RELATIVE_YEAR},
)
"""Weeks, months, quarters, seasons, years and more."""


_some_time_ago = Step("Y", -VAGUE, "published", "ago")


def _vague_step(direction: int, rule: str) -> Builder:
    return lambda _, unit: Step(unit[0], direction * VAGUE, "published", rule)


def _compares_nothing(place: Place) -> bool:
    """Tell "two years later" from "two years later than planned"."""
    return place.words.at(place.end) != "than"


_ago = steps(-1, "ago")
_ends = names_nothing_after
AGO = Table(
    [
        ("AMOUNT UNIT ago", steps(-1, "ago")),
        ("AMOUNT UNIT or so ago", steps(-1, "ago, about")),
        ("AMOUNT SINGULAR and a half ago", lambda place, amount, unit: _ago(place, amount + 0.5, unit)),
        ("a quarter -? century ago", step("Y", -25, "ago")),
        ("PLURAL ago", _vague_step(-1, "ago")),
        ("some time ago", lambda _: _some_time_ago),
        ("AMOUNT UNIT earlier|previously", only_if(_compares_nothing, steps(-1, "earlier", "before"))),
        ("AMOUNT UNIT before", only_if(_ends, steps(-1, "earlier", "before"))),
        ("AMOUNT UNIT later|afterward|afterwards", only_if(_compares_nothing, steps(1, "later", "before"))),
        ("AMOUNT UNIT from now|today", steps(1, "from now")),
        ("the day|night before", only_if(_ends, step("D", -1, "the day before", "before"))),
        ("the day|night after", only_if(_ends, step("D", 1, "the day after", "before"))),
        ("the week before", only_if(_ends, step("W", -1, "the week before", "before"))),
        ("the week after", only_if(_ends, step("W", 1, "the week after", "before"))),
        ("the month before", only_if(_ends, step("M", -1, "the month before", "before"))),
        ("the year before", only_if(_ends, step("Y", -1, "the year before", "before"))),
        ("the year after", only_if(_ends, step("Y", 1, "the year after", "before"))),
        ("year -? ago|earlier", lambda _: _compared_year),
        ("the year -? ago|earlier quarter", _period_before(is_open=False)),
        ("the year -? ago|earlier period", _period_before(is_open=True)),
        ("the? year -? ago|earlier ORDINAL -? quarter", lambda _, number: _compared_quarter),
        ("the year -? ago|earlier AMOUNT UNIT", lambda _, amount, unit: Length(amount * unit[1], unit[0], 0, "length")),
    ],
    CLASSES,
)
"""Points given by their distance from the report's date or from an earlier date."""
