"""The date a report was published on, and what says so.

The option of the caller comes first, then what the report itself says (its header or metadata), then the name of the
file, then the dateline of the text. Every relative date is resolved against this one. So a value that is no date is an
error and never a guess, and the name of a file counts only with a full date of a plausible year.
"""

from __future__ import annotations

import logging
import re
from datetime import date, datetime
from pathlib import PurePath
from typing import NamedTuple

from onrecord.read.datelines import find_dateline
from onrecord.read.options import ReadOptions, parse_iso_date
from onrecord.read.pages.date_forms import find_dates
from onrecord.record import PublishedFrom

_LOGGER = logging.getLogger("onrecord")
_NAME_DATE = re.compile(r"(?<![0-9])([0-9]{4})([-_]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_URL_YEAR = re.compile(r"/([0-9]{4})/")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LONGEST_VALUE = 80
_TIME_BEHIND = re.compile(r"[\s,|·•()–—-]{0,5}(?:(?:at\s)?[0-9]{1,2}[:.][0-9]{2}.{0,20}|[AaPp]\.?[Mm]\.?.{0,6})?")


class DateValue(NamedTuple):
    """A date that a report gives about itself.

    Attributes:
        day: The ISO date.
        is_certain: False where day and month may be exchanged, or the weekday beside it is that of another day.
    """

    day: str
    is_certain: bool = True


class ChosenDate(NamedTuple):
    """When a report was published, as onrecord chooses it.

    Attributes:
        day: The ISO date, or None.
        source: What says so.
        is_certain: Whether nothing speaks against it.
    """

    day: str | None
    source: PublishedFrom
    is_certain: bool


def choose_document_date(
    own: DateValue | None,
    created: str | None,
    options: ReadOptions,
    path: str,
    text: str,
    url: str | None = None,
) -> ChosenDate:
    """Choose the date of publication of a document.

    Args:
        own: The date that a line at its head gives, or None.
        created: The ISO date on which the file was made, or None. It stands in where nothing else dates the document,
            and is uncertain, because a file may be made long after or before.
        options: The options of the caller; their date comes first.
        path: As for :func:`choose_date`.
        text: As for :func:`choose_date`.
        url: As for :func:`choose_date`.
    """
    day, source = choose_date(own.day if own else None, "header", options, path, text, url)
    if source == "none" and created is not None and parse_iso_date(created) is not None:
        _LOGGER.warning("%s: the date %s is uncertain: it is only the day on which the file was made", path, created)
        return ChosenDate(created, "metadata", False)
    is_certain = own is None or own.is_certain or source != "header"
    if not is_certain:
        _LOGGER.warning("%s: the date %s is uncertain: it can be read in two ways; --date sets it", path, day)
    return ChosenDate(day, source, is_certain)


def choose_date(
    own: str | None, own_from: PublishedFrom, options: ReadOptions, path: str | None, text: str, url: str | None = None
) -> tuple[str | None, PublishedFrom]:
    """Choose the date of publication.

    Args:
        own: The ISO date that the report itself gives, or None.
        own_from: Where the report gives it.
        options: The options of the caller; their date comes first.
        path: The file whose name may hold a date, or None if the name says nothing about this report.
        text: The text of the report; its first lines may hold a dateline.
        url: The address of the report; it may hold the year that a dateline lacks.

    Returns:
        The ISO date and what says so; ``(None, "none")`` if nothing does.

    Example:
        >>> choose_date(None, "header", ReadOptions(), "2031-03-09.txt", "The mayor spoke.")
        ('2031-03-09', 'file-name')
    """
    if options.date is not None:
        return options.date, "option"
    if own is not None:
        return own, own_from
    named = find_date_in_name(path) if path is not None else None
    if named is not None:
        return named, "file-name"
    dateline = find_dateline(text, _find_year(url))
    return (dateline, "dateline") if dateline is not None else (None, "none")


def _find_year(url: str | None) -> int | None:
    """Find the year in an address such as ``https://news.example/2031/08/strike.html``."""
    found = _URL_YEAR.search(url) if url else None
    year = int(found[1]) if found else 0
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def find_date_in_name(path: str) -> str | None:
    """Find the first full date in the name of a file.

    Args:
        path: The file; its folders do not count.

    Returns:
        The ISO date of ``2024-09-22``, ``20240922`` or ``2024_09_22``, or None.

    Example:
        >>> find_date_in_name("reports/harbour_20240922.txt")
        '2024-09-22'
    """
    for match in _NAME_DATE.finditer(PurePath(path).name):
        year, _, month, day = match.groups()
        found = parse_iso_date(f"{year}-{month}-{day}")
        if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found.isoformat()
    return None


def parse_date_value(value: object, day_first: bool | None = None, *, is_whole: bool = False) -> DateValue | None:
    """Parse a value that is a date, such as a cell of a table or the header of a message.

    Args:
        value: A date object, or a date as ISO 8601, RFC 5322, words or figures, with or without a time.
        day_first: Whether the publisher writes the day before the month in figures; None if unknown.
        is_whole: Whether nothing but a date, and a time behind it, may stand in the value.

    Returns:
        The date as written (a time zone does not shift it), or None if the value is no date.

    Example:
        >>> parse_date_value("2024-09-22T23:30:00-05:00").day
        '2024-09-22'
    """
    if isinstance(value, datetime):
        return DateValue(value.date().isoformat())
    if isinstance(value, date):
        return DateValue(value.isoformat())
    if not isinstance(value, str) or len(value) > _LONGEST_VALUE:
        return None
    words = value.strip()
    try:
        return DateValue(datetime.fromisoformat(words).date().isoformat())
    except ValueError:
        readings = list(find_dates(words, day_first))
    if len(readings) != 1:
        return None
    (reading,) = readings
    if is_whole and (reading.start > 0 or not _TIME_BEHIND.fullmatch(words, reading.end)):
        return None
    return DateValue(reading.days[0].isoformat(), len(reading.days) == 1 and not reading.is_doubtful)
