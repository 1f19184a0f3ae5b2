"""Which date a report was published on, and what said so.

The caller's option wins, then what the report itself says: its header, its metadata. Then come the file's name and,
as the last resort, the dateline of the text. Every relative date is resolved against this one, so a value that is no
date is an error and never a guess, and a file name counts only with a full date of a plausible year.
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
        own: What the report says itself, as an ISO date, or None.
        own_from: Where it says so.
        options: The caller's options; their date goes before everything.
        path: The file whose name may hold a date, or None where the name says nothing of this report.
        text: The report's text, whose first lines may hold a dateline.
        url: Where it was published, which may hold the year that a dateline lacks.

    Returns:
        The ISO date and what said so; ``(None, "none")`` where nothing does.
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
    """Find the first full date in a file's name.

    Args:
        path: The file; its folders are not looked at.

    Returns:
        An ISO date from ``2024-09-22``, ``20240922`` or ``2024_09_22``, or None.
    """
    for match in _NAME_DATE.finditer(PurePath(path).name):
        year, _, month, day = match.groups()
        found = parse_iso_date(f"{year}-{month}-{day}")
        if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found.isoformat()
    return None


def parse_date_value(value: object) -> str | None:
    """Read the date of a table's cell.

    Args:
        value: An ISO date or date with time as a string, or a date object.

    Returns:
        The ISO date as written (a time zone does not shift it), or None where the value is no date.
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
