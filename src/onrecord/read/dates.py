"""The date a report was published on, and what says so.

The option of the caller comes first, then what the report itself says (its header or metadata), then the name of the
file, then the dateline of the text. Every relative date is resolved against this one. So a value that is no date is an
error and never a guess, and the name of a file counts only with a full date of a plausible year.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import PurePath

from onrecord.read.datelines import find_dateline
from onrecord.read.options import ReadOptions, parse_iso_date
from onrecord.record import PublishedFrom

_NAME_DATE = re.compile(r"(?<![0-9])([0-9]{4})([-_]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_URL_YEAR = re.compile(r"/([0-9]{4})/")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


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


def parse_date_value(value: object) -> str | None:
    """Parse the date in a cell of a table.

    Args:
        value: An ISO date, with or without a time, as a string, or a date object.

    Returns:
        The ISO date as written (a time zone does not shift it), or None if the value is no date.

    Example:
        >>> parse_date_value("2024-09-22T23:30:00-05:00")
        '2024-09-22'
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value.strip()).date().isoformat()
    except ValueError:
        return None
