"""The date of a dateline: ``WESTMERE, Aug. 30, 2031 (AP) —``, ``30 August 2031 –``.

A dateline opens one of the first lines of a report and ends in a dash. It dates the report only with a year, which
stands in the dateline or is known from elsewhere. A day without a year is a time expression of the text, nothing more.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from onrecord import lexicon

_NUMBERS = lexicon.numbers("month") | lexicon.numbers("month-abbreviation")
_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\.?"
_DATE = re.compile(
    rf"\b(?:{_MONTH}\s(?P<day>\d{{1,2}})|(?P<day_first>\d{{1,2}})\s{_MONTH.replace('month', 'month_behind')})"
    r"(?:,?\s(?P<year>\d{4}))?\b",
    re.IGNORECASE | re.ASCII,
)
_DASH = re.compile(r"\s(?:-{1,2}|–|—)\s|—|--")
_PLACE = re.compile(r"[^a-z]{0,60}|(?:[A-Z][\w.'’]{0,30},?\s){0,4}", re.ASCII)
_LONGEST, _LINES = 100, 5


def find_dateline(text: str, year: int | None = None) -> str | None:
    """Find the date of the dateline of a report.

    Args:
        text: The text of the report; its first lines count.
        year: The year of the report, if something else gives it.

    Returns:
        The ISO date, or None if there is no dateline, or no year for it.

    Example:
        >>> find_dateline("WESTMERE, Aug. 30, 2031 (AP) — The mayor spoke.")
        '2031-08-30'
    """
    for line in islice(text.lstrip().splitlines(), _LINES):
        found = _DASH.search(line, 0, _LONGEST)
        match = _DATE.search(line, 0, found.start()) if found else None
        if match and _PLACE.fullmatch(line, 0, match.start()):
            return _as_date(match, year)
    return None


def _as_date(match: re.Match[str], year: int | None) -> str | None:
    month = _NUMBERS[(match["month"] or match["month_behind"]).lower()]
    number = int(match["year"]) if match["year"] else year
    try:
        return date(number, month, int(match["day"] or match["day_first"])).isoformat() if number else None
    except ValueError:
        return None
