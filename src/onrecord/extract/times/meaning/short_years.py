"""The century of a year printed with two digits: "’48", "3/14/38", "the ’30s".

News prints such years for what has happened: the class of ’48, born 12/26/45. So the latest such year that is not after
the report is meant, unless the words place it in the future ("will expire on 3/14/33", "by ’45") or it is only a few
years away and nothing places it in the past ("the ’92 campaign", printed in 1989).
"""

from __future__ import annotations

from onrecord import lexicon
from onrecord.extract.times.meaning.anchors import Context
from onrecord.extract.times.meaning.values import find_interval

_NAMING = lexicon.words("article", "possessive", "demonstrative") | {"s"}
"""Words after which a year belongs to a noun, whatever the tense: "his ’92 campaign"."""
_NEAR_YEARS, _FAR_YEARS = 5, 30
"""Most years ahead of a report without words for the future, and with them."""


def choose_century(value: str, context: Context) -> str:
    """Put a TIMEX3 value whose century is open into the century that is meant.

    Args:
        value: The value in some century: a decade, year, month or day.
        context: The context of the expression.

    Returns:
        The value in the last century that has begun it by the report's date, or in the next; as it was if the report
        has no date.
    """
    published = context.setting.published
    if published is None:
        return value
    now = published.year // 100
    options = [f"{century:02d}{value[2:]}" for century in (now - 1, now, now + 1) if century > 0]
    begun = [option for option in options if (days := find_interval(option)) is None or days[0] <= published]
    coming = [option for option in options if option not in begun]
    if not begun or not coming:
        return value
    years_ahead = int(coming[0][:4].ljust(4, "0")) - published.year
    if years_ahead > _FAR_YEARS:
        return begun[-1]
    before, tense = context.word_before(), context.tense()
    if tense == "future" and before not in _NAMING and before != "of":
        return coming[0]
    is_past = context.is_surely_past() or (tense == "past" and before not in _NAMING)
    return begun[-1] if is_past or years_ahead > _NEAR_YEARS else coming[0]
