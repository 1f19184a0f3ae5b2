"""The order of day and month that a publisher uses: "03/04/2016" is in April in London and in March in New York."""

from __future__ import annotations

import re

from onrecord.lexicon.entries import values

_DAY_FIRST_DOMAIN = re.compile(r"^https?://[^/\s]{1,200}\.(?:uk|ie|au|nz|in|za|pk|sg)(?:[:/]|$)", re.IGNORECASE)
_MONTH_FIRST_DOMAIN = re.compile(r"^https?://[^/\s]{1,200}\.(?:us|gov|mil)(?:[:/]|$)", re.IGNORECASE)


def find_day_first(publisher: str | None, url: str | None) -> bool | None:
    """Tell the order of day and month that a publisher uses.

    Args:
        publisher: Its name, or None.
        url: The address of a report, or None.

    Returns:
        True for the day first, False for the month first, None if unknown.

    Example:
        >>> find_day_first("The Guardian", None)
        True
    """
    name = " ".join((publisher or "").lower().split())
    order = values("date-order").get(name)
    if order:
        return order == "day-first"
    if url and _DAY_FIRST_DOMAIN.match(url):
        return True
    return False if url and _MONTH_FIRST_DOMAIN.match(url) else None
