"""Which order of day and month a publisher writes: "03/04/2016" is in April in London and in March in New York."""

from __future__ import annotations

import re

_DAY_FIRST = """
    bbc | bbc news | the guardian | guardian | the independent | independent | the daily telegraph | the telegraph |
    telegraph | daily mail | mail online | the sun | daily mirror | the mirror | sky news | financial times |
    the economist | evening standard | the scotsman | the herald | irish times | the irish times | rte |
    irish independent | the sydney morning herald | the age | the australian | abc news (au) | new zealand herald |
    the times of india | the hindu | hindustan times | the indian express | dawn | al jazeera | the straits times
"""
_MONTH_FIRST = """
    associated press | ap | new york times | the new york times | new york times - news | washington post |
    the washington post | wall street journal | the wall street journal | usa today | los angeles times | cnn |
    cnn (web news) | fox news | fox online news | nbc news | cbs news | abc news | npr | npr online news | politico |
    the hill | bloomberg | newsmax | breitbart | breitbart news | vox | slate | salon | the atlantic | time |
    newsweek | washington times | the washington times | new york post | chicago tribune | boston globe |
    christian science monitor | national review | townhall | the daily caller | daily beast | the daily beast |
    huffpost | propublica | axios | business insider | cnbc | msnbc | marketwatch | fivethirtyeight | reason
"""
_NAMES = {" ".join(name.split()): True for name in _DAY_FIRST.split("|")} | {
    " ".join(name.split()): False for name in _MONTH_FIRST.split("|")
}
_DAY_FIRST_DOMAIN = re.compile(r"^https?://[^/\s]{1,200}\.(?:uk|ie|au|nz|in|za|pk|sg)(?:[:/]|$)", re.IGNORECASE)
_MONTH_FIRST_DOMAIN = re.compile(r"^https?://[^/\s]{1,200}\.(?:us|gov|mil)(?:[:/]|$)", re.IGNORECASE)


def find_day_first(publisher: str | None, url: str | None) -> bool | None:
    """Tell which order of day and month a publisher writes.

    Args:
        publisher: Its name, or None.
        url: An address of its, or None.

    Returns:
        True for the day first, False for the month first, None where neither is known.
    """
    name = " ".join((publisher or "").lower().split())
    if name in _NAMES:
        return _NAMES[name]
    if url and _DAY_FIRST_DOMAIN.match(url):
        return True
    return False if url and _MONTH_FIRST_DOMAIN.match(url) else None
