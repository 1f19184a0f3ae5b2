"""A strict grammar of TIMEX3 values, written apart from the code that it checks.

Follows TimeML 1.2.1 and the TIDES 2005 guidelines for what stands in a value: calendar dates, ISO weeks, parts of the
year and of the day, and lengths. What is not known is X.
"""

from __future__ import annotations

import re

_PART_OF_DAY = "MO|MI|AF|EV|NI|DT"
_CLOCK = r"(?:[01][0-9]|2[0-4]|XX)(?::(?:[0-5][0-9]|XX)(?::(?:[0-5][0-9]|XX))?)?"
_TIME = rf"T(?:{_CLOCK}|{_PART_OF_DAY})"
_DAY_VALUE = (
    r"[0-9X]{4}-(?:0[1-9]|1[0-2]|XX)-(?:0[1-9]|[12][0-9]|3[01]|XX)|[0-9X]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-3]|XX)-[1-7X]"
)
_PERIOD_VALUE = (
    r"[0-9X]{2,4}|[0-9X]{4}-(?:0[1-9]|1[0-2]|XX|SP|SU|FA|WI|Q[1-4X]|H[12X]|W(?:0[1-9]|[1-4][0-9]|5[0-3]|XX)(?:-WE)?)"
)
_AMOUNT = r"(?:[0-9]+(?:\.[0-9]+)?|X)"
_CALENDAR_LENGTH = "".join(
    f"(?:{_AMOUNT}{unit})?" for unit in ("ML", "CE", "DE", "Y", "Q", "M", "W", "WE", "SU", "WI", "D")
)
_DAY_LENGTH = "".join(f"(?:{_AMOUNT}{unit})?" for unit in ("NI", "H", "M", "S"))
_DURATION = rf"P(?!$){_CALENDAR_LENGTH}(?:T(?!$){_DAY_LENGTH})?"
_VALUES = {
    "DATE": re.compile(rf"PRESENT_REF|PAST_REF|FUTURE_REF|{_DAY_VALUE}|{_PERIOD_VALUE}"),
    "TIME": re.compile(rf"(?:{_DAY_VALUE}){_TIME}"),
    "DURATION": re.compile(_DURATION),
    "SET": re.compile(rf"{_DURATION}|(?:{_DAY_VALUE})(?:{_TIME})?|{_PERIOD_VALUE}"),
}


def is_timex_value(type_: str, value: str) -> bool:
    return type_ in _VALUES and _VALUES[type_].fullmatch(value) is not None
