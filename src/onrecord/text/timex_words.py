"""TIMEX3 values in words: ``2031-07-03TMO`` as "2031-07-03, morning"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

_PARTS = {
    "MO": "morning",
    "MI": "midday",
    "AF": "afternoon",
    "EV": "evening",
    "NI": "night",
    "DT": "by day",
}
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_REFERENCES = {"PAST_REF": "in the past", "PRESENT_REF": "now", "FUTURE_REF": "in the future"}


def _month(number: str) -> str:
    return calendar.month_name[int(number)]


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(MO|MI|AF|EV|NI|DT)"), lambda found: f"{found[1]}, {_PARTS[found[2]]}"),
    (re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9:.]{2,15})Z?"), lambda found: f"{found[1]}, {found[2]}"),
    (re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})TXX:XX"), lambda found: found[1]),
    (re.compile(r"([0-9]{4})-W([0-9]{2})-WE"), lambda found: f"weekend of week {int(found[2])} of {found[1]}"),
    (re.compile(r"([0-9]{4})-W([0-9]{2})"), lambda found: f"week {int(found[2])} of {found[1]}"),
    (re.compile(r"([0-9]{4})-(SP|SU|FA|WI)"), lambda found: f"{_SEASONS[found[2]]} of {found[1]}"),
    (re.compile(r"([0-9]{4})-Q([1-4])"), lambda found: f"quarter {found[2]} of {found[1]}"),
    (re.compile(r"([0-9]{4})-H([12])"), lambda found: f"half {found[2]} of {found[1]}"),
    (re.compile(r"P([0-9]{1,3})D"), lambda found: f"over {found[1]} days"),
    (re.compile(r"([0-9]{3})"), lambda found: f"the {found[1]}0s"),
    (
        re.compile(r"XXXX-WXX-([1-7])(?:T.{1,8})?"),
        lambda found: f"a {calendar.day_name[int(found[1]) - 1]}, date unknown",
    ),
    (re.compile(r"XXXX-(0[1-9]|1[0-2])"), lambda found: f"{_month(found[1])}, year unknown"),
    (
        re.compile(r"XXXX-(0[1-9]|1[0-2])-([0-9]{2})(?:T.{1,8})?"),
        lambda found: f"{int(found[2])} {_month(found[1])}, year unknown",
    ),
    (re.compile(r"XXXX-.{1,20}"), lambda found: "date unknown"),
)


def drop_unknown_hour(value: str) -> str:
    """Return a TIMEX3 value without an hour that is unknown: "an hour ago" is shown as its day.

    Example:
        >>> drop_unknown_hour("2031-07-03TXX:XX")
        '2031-07-03'
    """
    return value.removesuffix("TXX:XX")


def describe_timex(value: str) -> str:
    """Describe a TIMEX3 value in words if it is a code; return dates and anything else unchanged.

    Example:
        >>> describe_timex("2031-W28-WE")
        'weekend of week 28 of 2031'
    """
    if value in _REFERENCES:
        return _REFERENCES[value]
    return next((words(found) for form, words in _FORMS if (found := form.fullmatch(value))), value)
