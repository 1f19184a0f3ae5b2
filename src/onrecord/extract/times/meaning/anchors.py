"""What an expression counts from: the report's date, or an expression before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.extract.times.grammar.readings import Known, Origin, Reading, Recurring, Step, Timed
from onrecord.extract.times.meaning.tense import Tense
from onrecord.extract.times.meaning.values import find_interval
from onrecord.record import TimexType

_FARTHEST = 8
"""Expressions looked back over."""
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
        compares: Whether it is a year before the period that the text is about.
    """

    type: TimexType
    value: str
    interval: tuple[date, date] | None
    anchor: str | int | None
    rule: str
    compares: bool = False


def resolved(value: str, anchor: str | int | None, rule: str, type_: TimexType = "DATE") -> Resolved:
    """Give a meaning with the interval of its value."""
    return Resolved(type_, value, find_interval(value) if type_ in ("DATE", "TIME") else None, anchor, rule)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a report as a whole.

    Attributes:
        published: Its date, or None.
        is_history: Whether it tells of years far from its date, so that "in May" counts from what was told.
        day_first: Whether 03/04 is the third of April; None where nothing says.
    """

    published: date | None
    is_history: bool
    day_first: bool | None


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read beside.

    Attributes:
        setting: What is known of the report.
        before: The expressions before, in order.
        near: Gives the index of the first expression of the sentence before.
        goes_on_from: Where it opens its sentence or clause, gives the index of the first expression of the sentence
            before it in the paragraph; else None.
        tense: Gives the tense of the words around.
        is_surely_past: Tells whether the words right before leave no other reading ("since May", "met in May").
        is_goal: Tells whether the word before makes it the end of a change ("postponed to May"), of which the tense of
            the verb says nothing.
        behind: Gives the day that stands close behind it in the sentence, or None.
    """

    setting: Setting
    before: Sequence[Resolved]
    near: Callable[[], int]
    goes_on_from: Callable[[], int | None]
    tense: Callable[[], Tense | None]
    is_surely_past: Callable[[], bool]
    is_goal: Callable[[], bool]
    behind: Callable[[], Resolved | None]


def find_origin(origin: Origin, longest: int, context: Context) -> tuple[date | None, str | int | None]:
    """Find the day that an expression counts from.

    Args:
        origin: What it counts from. Where no expression before fits, it counts from the report.
        longest: Most days that the expression before may cover: "the following week" counts from a day or a week.
        context: What the expression is read beside.

    Returns:
        The day, and ``published`` or the index of the expression; None where there is none.
    """
    published = context.setting.published
    found = None
    if origin == "before" or (origin in ("near", "told") and context.setting.is_history):
        found = _find_before(longest, context)
    elif origin == "near" or (origin == "told" and context.tense() != "future"):
        # "The vote is on Tuesday. Earlier in the day Lund spoke": a day to come holds nothing that was done.
        latest = published if context.tense() != "future" else None
        found = _find_before(longest, context, context.near(), latest, takes_compared=False)
    return found or (published, "published" if published else None)


def _find_before(
    longest: int, context: Context, first: int = 0, latest: date | None = None, takes_compared: bool = True
) -> tuple[date, int] | None:
    """Find the last date before, with or without years that a company's year is only compared with."""
    for index, found in look_back(context):
        is_date = index >= first and found.type in ("DATE", "TIME") and (takes_compared or not found.compares)
        if not is_date or not found.interval or _days(found.interval) > longest:
            continue
        if latest is None or found.interval[0] <= latest:
            return found.interval[0], index
    return None


def find_last_date(context: Context) -> int | None:
    """Find the index of the last date before an expression that has days."""
    dates = (index for index, found in look_back(context) if found.type in ("DATE", "TIME") and found.interval)
    return next(dates, None)


def find_day(context: Context) -> Resolved | None:
    """Find the day of a clock time: close behind it, or the last one before it, or the report's."""
    behind = context.behind()
    if behind is not None and behind.interval:
        return behind
    published = context.setting.published
    # "It runs through 28 April. The vote was at noon": a day to come holds nothing that was done.
    found = _find_before(1, context)
    is_beside = found is not None and found[1] == len(context.before) - 1 and found[1] >= context.near()
    if found is not None and not is_beside and context.tense() == "past":
        found = _find_before(1, context, latest=published)
    day, anchor = found or (published, "published")
    return resolved(day.isoformat(), anchor, "") if day else None


def tells_history(readings: Sequence[Reading], published: date | None) -> bool:
    """Tell whether a text tells of years long before its date, but for a few, as a history does and news does not.

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
    """Tell "Friday", "yesterday" and "last week", which news uses and history does not."""
    if isinstance(reading, Timed) and reading.day is not None:
        return _is_of_the_day(reading.day)
    is_weekday = isinstance(reading, Recurring) and reading.part == "weekday"
    return is_weekday or (isinstance(reading, Step) and reading.origin == "published")


def look_back(context: Context) -> Iterator[tuple[int, Resolved]]:
    """Give the expressions before, the nearest first, with their indices; only so many, to keep time linear."""
    last = len(context.before) - 1
    for index in range(last, max(-1, last - _FARTHEST), -1):
        yield index, context.before[index]


def _days(interval: tuple[date, date]) -> int:
    return (interval[1] - interval[0]).days
