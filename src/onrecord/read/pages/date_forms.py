"""Dates as pages give them: ISO 8601, RFC 5322, figures and written months, each as the day that it prints.

A day in figures such as 07/11 has two readings. A weekday beside it, or the order of day and month that the publisher
uses, decides between them; without either, both readings stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from onrecord import lexicon

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTHS = lexicon.numbers("month") | lexicon.numbers("month-abbreviation")
_WEEKDAYS = lexicon.numbers("weekday") | lexicon.numbers("weekday-abbreviation")


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WEEKDAY = rf"(?:(?P<weekday>{_any_of(dict(_WEEKDAYS))})\b\.?,?\s{{0,3}}(?:the\s)?)?"
_CLOCK = (
    r"(?:(?:T|,?\s{1,3}(?:at\s)?)(?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?(?:[.,][0-9]{1,9})?"
    r"\s?(?P<zone>Z\b|UTC\b|GMT\b|[+-][0-9]{2}:?[0-9]{2}(?![0-9]))?)?"
)
_DATE = re.compile(
    rf"(?<![0-9/.-]){_WEEKDAY}(?:"
    r"(?P<year>[0-9]{4})(?P<mark>[-/.]?)(?P<month>[0-9]{2})(?P=mark)(?P<day>[0-9]{2})(?![0-9-])"
    rf"|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-](?P<month2>{_any_of(dict(_MONTHS))})\b\.?,?[\s-]"
    r"(?P<year2>[0-9]{4})(?![0-9])"
    rf"|(?P<month3>{_any_of(dict(_MONTHS))})\b\.?\s(?P<day3>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year3>[0-9]{{4}})(?![0-9])"
    r"|(?P<first>[0-9]{1,2})(?P<mark4>[/.-])(?P<other>[0-9]{1,2})(?P=mark4)(?P<year4>[0-9]{4}|[0-9]{2})(?![0-9/.-])"
    rf"){_CLOCK}",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
_LONGEST = 2_000


class DateReading(NamedTuple):
    """A date as printed.

    Attributes:
        days: The days that it can mean, the likelier first; two where day and month may be exchanged.
        moment: The moment in UTC, where the hour and a time zone are printed.
        is_utc: Whether that time zone is UTC, so that the day at the publisher may be another.
        is_doubtful: Whether the weekday beside it is that of no reading.
        start: Where it begins in the words.
        end: Where it ends.
    """

    days: tuple[date, ...]
    moment: datetime | None = None
    is_utc: bool = False
    is_doubtful: bool = False
    start: int = 0
    end: int = 0


def read_date(words: str, day_first: bool | None = None) -> DateReading | None:
    """Read a value that is a date, such as that of a meta tag.

    Args:
        words: The value: a date that may have a weekday, an hour and a time zone, or seconds since 1970.
        day_first: Whether the publisher writes the day before the month in figures; None if unknown.

    Returns:
        The first date in it, or None.

    Example:
        >>> read_date("Tue, 03/11/2031 8:15 AM").days
        (datetime.date(2031, 3, 11),)
    """
    words = words.strip()
    if _EPOCH.fullmatch(words):
        return _read_epoch(int(words[:10]))
    return next(find_dates(words, day_first), None)


def find_dates(words: str, day_first: bool | None = None) -> Iterator[DateReading]:
    """Find the full dates in a line, in order.

    Args:
        words: The line; its first 2,000 characters count.
        day_first: As for :func:`read_date`.
    """
    for match in _DATE.finditer(words, 0, _LONGEST):
        days = tuple(day for day in _list_days(match, day_first) if FIRST_YEAR <= day.year <= LAST_YEAR)
        if not days:
            continue
        weekday = _WEEKDAYS[match["weekday"].lower()] if match["weekday"] else None
        fitting = tuple(day for day in days if weekday in (None, day.isoweekday()))
        moment = _find_moment(match, (fitting or days)[0])
        is_utc = moment is not None and match["zone"].upper() in ("Z", "UTC", "GMT", "+00:00", "+0000", "-00:00")
        yield DateReading(fitting or days, moment, is_utc, not fitting, *match.span())


def _list_days(match: re.Match[str], day_first: bool | None) -> Iterator[date]:
    if match["first"]:
        year = int(match["year4"]) + (2000 if len(match["year4"]) == 2 else 0)
        first, other = int(match["first"]), int(match["other"])
        orders = [(other, first), (first, other)]
        if day_first is None:
            orders = orders[: 1 if match["mark4"] == "." else 2][:: 1 if match["mark4"] == "." else -1]
        else:
            orders = orders[:: 1 if day_first else -1]
        found = [day for month, number in orders if (day := _make_day(year, month, number))]
        # The publisher's order settles it; the other order is read only where this one gives no day.
        yield from dict.fromkeys(found if day_first is None else found[:1])
        return
    if match["year"]:
        numbers = (int(match["year"]), int(match["month"]), int(match["day"]))
    elif match["day2"]:
        numbers = (int(match["year2"]), _MONTHS[match["month2"].lower()], int(match["day2"]))
    else:
        numbers = (int(match["year3"]), _MONTHS[match["month3"].lower()], int(match["day3"]))
    day = _make_day(*numbers)
    if day is not None:
        yield day


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _find_moment(match: re.Match[str], day: date) -> datetime | None:
    zone = match["zone"]
    if not zone:
        return None
    offset = timedelta()
    if zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    try:
        clock = (int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        return datetime(day.year, day.month, day.day, *clock, tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_epoch(seconds: int) -> DateReading | None:
    moment = datetime.fromtimestamp(seconds, UTC)
    return DateReading((moment.date(),), moment, is_utc=True) if seconds else None
