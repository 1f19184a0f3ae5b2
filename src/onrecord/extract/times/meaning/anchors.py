"""Anchors: what an expression counts from, the report's date or an earlier expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.extract.times.grammar.readings import Known, Origin, Reading, Recurring, Step, Timed
from onrecord.extract.times.meaning.tense import Tense
from onrecord.extract.times.meaning.values import find_interval
from onrecord.record import TimexType

_FARTHEST = 8
"""How many expressions the search goes back."""
_FEWEST_YEARS, _FAR_YEARS = 8, 10
_NEWS_SHARE, _RECENT_SHARE = 0.04, 0.05


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means.

    Attributes:
        type: TIMEX3 type.
        value: TIMEX3 value.
        interval: First day and the day after the last, or None.
        anchor: ``published``, the index of the expression that it counts from, or None.
        rule: What was read, and what decided.
        compares: Whether it is the year before the period that the text is about.
    """

    type: TimexType
    value: str
    interval: tuple[date, date] | None
    anchor: str | int | None
    rule: str
    compares: bool = False


def resolved(value: str, anchor: str | int | None, rule: str, type_: TimexType = "DATE") -> Resolved:
    """Return a meaning with the interval of its value."""
    return Resolved(type_, value, find_interval(value) if type_ in ("DATE", "TIME") else None, anchor, rule)


@dataclass(frozen=True, slots=True)
class Setting:
    """Facts about a whole report.

    Attributes:
        published: Its date, or None.
        is_history: Whether it narrates years far from its date, so that "in May" counts from an earlier expression.
        day_first: Whether 03/04 is the third of April; None if unknown.
    """

    published: date | None
    is_history: bool
    day_first: bool | None


@dataclass(frozen=True, slots=True)
class Context:
    """The context of an expression; what is costly to find is found on demand.

    Attributes:
        setting: Facts about the report.
        before: The earlier expressions, in order.
        first_nearby: Returns the index of the first expression of the previous sentence.
        first_of_previous_sentence: If the expression opens its sentence or clause, returns the index of the first
            expression of the previous sentence in the paragraph; else None.
        tense: Returns the tense of the words around.
        is_surely_past: Tells whether the words right before it allow only the past ("since May", "met in May").
        is_goal: Tells whether it is the end of a change ("postponed to May"), which the tense does not date.
        day_after: Returns the day close after it in the sentence, or None.
        word_before: Returns the word right before it, in lower case.
    """

    setting: Setting
    before: Sequence[Resolved]
    first_nearby: Callable[[], int]
    first_of_previous_sentence: Callable[[], int | None]
    tense: Callable[[], Tense | None]
    is_surely_past: Callable[[], bool]
    is_goal: Callable[[], bool]
    day_after: Callable[[], Resolved | None]
    word_before: Callable[[], str]


def find_origin(origin: Origin, longest: int, context: Context) -> tuple[date | None, str | int | None]:
    """Find the day that an expression counts from.

    Args:
        origin: What it counts from. If no earlier expression fits, it counts from the report.
        longest: Most days that the earlier expression may cover: "the following week" counts from a day or a week.
        context: The context of the expression.

    Returns:
        The day, and ``published`` or the index of the expression; None if there is none.
    """
    published = context.setting.published
    found = None
    if origin == "before" or (origin in ("near", "told") and context.setting.is_history):
        found = _find_before(longest, context)
    elif origin == "near" or (origin == "told" and context.tense() != "future"):
        # "The vote is on Tuesday. Earlier in the day Lund spoke": nothing has happened yet on a day in the future.
        latest = published if context.tense() != "future" else None
        found = _find_before(longest, context, context.first_nearby(), latest, takes_compared=False)
    return found or (published, "published" if published else None)


def _find_before(
    longest: int, context: Context, first: int = 0, latest: date | None = None, takes_compared: bool = True
) -> tuple[date, int] | None:
    """Find the last date before, with or without years that are only compared with."""
    for index, found in look_back(context):
        is_date = index >= first and found.type in ("DATE", "TIME") and (takes_compared or not found.compares)
        if not is_date or not found.interval or _days(found.interval) > longest:
            continue
        if latest is None or found.interval[0] <= latest:
            return found.interval[0], index
    return None


def find_last_date(context: Context) -> int | None:
    """Find the index of the last earlier date that has days."""
    dates = (index for index, found in look_back(context) if found.type in ("DATE", "TIME") and found.interval)
    return next(dates, None)


def find_day(context: Context) -> Resolved | None:
    """Find the day of a clock time: a day close after it, else the last day before it, else the report's date."""
    day_after = context.day_after()
    if day_after is not None and day_after.interval:
        return day_after
    published = context.setting.published
    # "It runs through 28 April. The vote was at noon": nothing has happened yet on a day in the future.
    found = _find_before(1, context)
    is_beside = found is not None and found[1] == len(context.before) - 1 and found[1] >= context.first_nearby()
    if found is not None and not is_beside and context.tense() == "past":
        found = _find_before(1, context, latest=published)
    day, anchor = found or (published, "published")
    return resolved(day.isoformat(), anchor, "") if day else None


def tells_history(readings: Sequence[Reading], published: date | None) -> bool:
    """Tell whether a text narrates years long before its date, as a history does and news does not.

    A history has many dates with years, few of them recent, and few such expressions as "Friday" and "yesterday".

    Args:
        readings: The readings of the text's expressions.
        published: The report's date, or None.
    """
    values = [reading.value for reading in readings if isinstance(reading, Known) and reading.type == "DATE"]
    years = [int(value[:4]) for value in values if value[:4].isdecimal()]
    near = sum(map(_is_of_the_day, readings))
    recent = [] if published is None else [year for year in years if year > published.year - _FAR_YEARS]
    is_far = len(recent) <= _RECENT_SHARE * len(years)
    return is_far and len(years) >= _FEWEST_YEARS and near <= _NEWS_SHARE * len(years)


def _is_of_the_day(reading: Reading) -> bool:
    """Recognise "Friday", "yesterday" and "last week", which news uses and history does not."""
    if isinstance(reading, Timed) and reading.day is not None:
        return _is_of_the_day(reading.day)
    is_weekday = isinstance(reading, Recurring) and reading.part == "weekday"
    return is_weekday or (isinstance(reading, Step) and reading.origin == "published")


def look_back(context: Context) -> Iterator[tuple[int, Resolved]]:
    """Yield the earlier expressions with their indices, nearest first; their number is bounded to keep time linear."""
    last = len(context.before) - 1
    for index in range(last, max(-1, last - _FARTHEST), -1):
        yield index, context.before[index]


def _days(interval: tuple[date, date]) -> int:
    return (interval[1] - interval[0]).days
