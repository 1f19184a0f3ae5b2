"""The grammar of time expressions: patterns and their readings.

Follows the TIDES 2005 and TimeML 1.2.1 guidelines. An expression includes its article and its modifiers ("the early
1990s", "nearly three years", "earlier this month") but no preposition. Ages and prices are not time expressions.
"""

from __future__ import annotations

from onrecord import lexicon
from onrecord.extract.times.grammar.builders import known, names_nothing_after, only_if, shade, step, value, year
from onrecord.extract.times.grammar.clock import CLOCK, TIME
from onrecord.extract.times.grammar.days import DATE, DAY, RANGE
from onrecord.extract.times.grammar.lengths import LENGTH, SET
from onrecord.extract.times.grammar.nth_weekdays import NTH_WEEKDAY
from onrecord.extract.times.grammar.numbers import VAGUE
from onrecord.extract.times.grammar.periods import AGO, PERIOD
from onrecord.extract.times.grammar.readings import Known, Length, ThatTime
from onrecord.extract.times.matching.patterns import Builder, Place, Table
from onrecord.extract.times.matching.word_classes import CLASSES

_present, _past, _future = (known("DATE", f"{name}_REF", name.lower()) for name in ("PRESENT", "PAST", "FUTURE"))
_COUNTED = ("D", "W", "M")
"""Units whose plural is a length after "recent" and "coming"."""
_CLOSE = 4
"""How many words after "one day" may hold its verb."""
_AFTER_SOON_IN_THE_PAST = lexicon.words("after-past-soon")


def _is_to_come(place: Place) -> bool:
    """Tell "he will soon" from "he soon found", "as soon as" and "too soon"."""
    before, after = place.words.at(place.first - 1), place.words.at(place.end)
    is_past = before in ("was", "were", "had") or after.endswith("ed") or after in _AFTER_SOON_IN_THE_PAST
    return not is_past and before not in ("as", "too", "how")


def _some(rule: str, other: Known) -> Builder:
    """Make a builder of "recent weeks" as a length; "recent years" mean the recent past in general."""
    return lambda _, unit: Length(VAGUE, unit[0], 0, rule) if unit[0] in _COUNTED else other


def _is_no_last_one(place: Place) -> bool:
    """Tell "recent polls" from "the most recent poll"."""
    return place.words.at(place.first - 1) != "most"


def _is_at(place: Place) -> bool:
    return place.words.at(place.first - 1) == "at"


_SPEAKING = lexicon.words("speech", "reporting")
_that_time = ThatTime("at that time")


def _is_back_then(place: Place) -> bool:
    """Tell "she was ill at the time" and "said at the time that" from "at the time of the vote"."""
    words, first = place.words, place.first
    if words.at(first - 1) != "at":
        return False
    return names_nothing_after(place) or (words.at(place.end) == "that" and words.at(first - 2) in _SPEAKING)


_MODALS = lexicon.words("modal") - {"shall", "must", "should"}


def _follows_until(place: Place) -> bool:
    """Tell "until at least 1995" from "at least 1995 people"."""
    return place.words.at(place.first - 1) in ("until", "till", "since")


def _is_one_day_to_come(place: Place) -> bool:
    """Tell "they may one day" and "one day they will" from "one day they met" and "it took one day"."""
    words, first = place.words, place.first
    after = range(place.end, min(place.end + _CLOSE, len(words.lower))) if words.is_capital(first) else ()
    # "May" with a capital is the month.
    return any(words.at(index) in _MODALS and not words.is_capital(index) for index in (first - 1, *after))


_VAGUE = Table(
    [
        ("right? now", _present),
        ("currently|current|nowadays|presently", _present),
        ("these days", _present),
        ("this moment", _present),
        ("the moment|present", only_if(_is_at, _present)),
        ("more? recently", _past),
        ("lately", _past),
        ("recent", only_if(_is_no_last_one, _past)),
        ("past PLURAL", _past),
        ("recent PLURAL", _some("length just over", Known("DATE", "PAST_REF", "past"))),
        ("recent PLURAL and PLURAL", _past),
        ("the recent? past", _past),
        ("long ago", _past),
        ("the other day|night|week", _past),
        ("soon", only_if(_is_to_come, _future)),
        ("as soon as possible", _future),
        ("future PLURAL", _future),
        ("the? coming PLURAL", _some("length to come", Known("DATE", "FUTURE_REF", "future"))),
        ("the near|foreseeable|immediate|distant? future", _future),
        ("the near|short|long|medium term", _future),
        ("one day", only_if(_is_one_day_to_come, _future)),
    ],
    CLASSES,
)
"""Words for the present, the past and the future in general."""

_POINT = Table(
    [("<day>", value), ("<nth>", value), ("<period>", value), ("<ago>", value)],
    CLASSES,
    {"day": DAY, "nth": NTH_WEEKDAY, "period": PERIOD, "ago": AGO},
)
"""Any date."""

EXPRESSION = Table(
    [
        ("<vague>", value),
        ("<point>", value),
        ("<time>", value),
        ("<length>", value),
        ("<set>", value),
        ("<range>", value),
        ("the|that time", only_if(_is_back_then, lambda _: _that_time)),
        ("early -? <point>", shade("early")),
        ("mid -? <point>", shade("middle")),
        ("late -? <point>", shade("late")),
        ("the early -? <period>", shade("early")),
        ("the mid|middle -? <period>", shade("middle")),
        ("the late -? <period>", shade("late")),
        ("earlier|later <period>", shade("part of it")),
        ("early|earlier <time>", shade("early")),
        ("late|later <time>", shade("late")),
        ("the end|beginning|start|middle|close|rest|eve of <point>", shade("part of it")),
        ("the first|last|final|early|opening|closing days|weeks|months of <point>", shade("part of it")),
        ("the first|second|last|final day|week|weekend|month of <point>", shade("part of it")),
        ("around <date>", shade("about")),
        ("around <clock>", shade("about")),
        ("around year -? end", step("Y", 0, "this year, its end")),
        ("nearly|almost|roughly|approximately <ago>", shade("about")),
        ("more|less than <ago>", shade("about")),
        ("over|under <ago>", shade("about")),
        ("at least|most <ago>", shade("about")),
        ("<point> or later|earlier|so", shade("about")),
        ("at least <date>", shade("about")),
        ("at least YEAR", only_if(_follows_until, year)),
    ],
    CLASSES,
    {
        "point": _POINT,
        "time": TIME,
        "length": LENGTH,
        "set": SET,
        "vague": _VAGUE,
        "range": RANGE,
        "period": PERIOD,
        "ago": AGO,
        "date": DATE,
        "clock": CLOCK,
    },
)
"""Every time expression."""
