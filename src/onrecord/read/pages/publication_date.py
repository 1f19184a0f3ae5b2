"""The day on which the article of a page was first published.

Dates of the publication come before dates without a label, and these before dates of updates. Where dates of one rank
differ, the others decide: the address, a printed date, the update. Where nothing decides, the earliest day stands and
is marked as uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from onrecord.lexicon.date_order import find_day_first
from onrecord.read.pages.date_candidates import DateCandidate, find_candidates, find_url_day
from onrecord.read.pages.date_forms import DateReading
from onrecord.read.pages.structured_data import find_article_data, find_identity

_DAY = timedelta(days=1)
_UNIX_START = date(1970, 1, 1)
_ORDER_BY_REGION = {"en-us": False, "en_us": False, "en-gb": True, "en_gb": True, "en-au": True, "en_au": True,
                    "en-ie": True, "en-in": True, "en-nz": True, "en-za": True}  # fmt: skip


class PublicationDate(NamedTuple):
    """When an article was published.

    Attributes:
        day: The day, as the publisher prints it.
        is_certain: False where candidates differ and nothing decides between them.
        others: The other days that it may be.
    """

    day: date
    is_certain: bool
    others: frozenset[date] = frozenset()


def find_publication_date(tree: Any, publisher: str | None = None, url: str | None = None) -> PublicationDate | None:
    """Find the day on which the article of a page was first published.

    Args:
        tree: The parsed page.
        publisher: Its publisher, if known; some write the month first.
        url: Its address, if known.

    Returns:
        The day, or None if the page gives none.

    Example:
        >>> find_publication_date(tree)
        PublicationDate(day=datetime.date(2031, 3, 12), is_certain=True, others=frozenset())
    """
    identity = find_identity(tree)
    day_first = find_day_first(publisher, url)
    if day_first is None:
        day_first = _find_region_order(tree)
    candidates = find_candidates(tree, find_article_data(tree, identity), day_first)
    return choose_publication_date(candidates, find_url_day((*identity.urls, *((url,) if url else ()))))


def choose_publication_date(
    candidates: Sequence[DateCandidate], url_day: DateReading | None = None
) -> PublicationDate | None:
    """Choose among the dates that a page gives.

    Args:
        candidates: The dates.
        url_day: The date in the address of the page, if there is one.
    """
    candidates = [one for one in candidates if one.reading.days != (_UNIX_START,)]
    published, dated, updated = (
        [one for one in candidates if one.role == role] for role in ("published", "dated", "updated")
    )
    known = set(url_day.days) if url_day else set()
    changed = {day for one in updated for day in one.reading.days}
    if published:
        return _settle(published, [*dated], known, changed)
    if dated:
        return _settle(dated, [], known, changed)
    if url_day is not None:
        return PublicationDate(url_day.days[0], True)
    if updated:
        days = {day for one in updated for day in _local_days(one, updated)}
        return PublicationDate(min(days), False, frozenset(days))
    return None


def _settle(
    best: Sequence[DateCandidate], others: Sequence[DateCandidate], url_days: set[date], changed: set[date]
) -> PublicationDate:
    everything = [*best, *others]
    readings = [_local_days(one, everything) for one in best]
    fixed = {days[0] for days in readings if len(days) == 1}
    open_days = {day for days in readings if len(days) > 1 for day in days}
    if not fixed:
        # Day and month may be exchanged: what else the page says decides.
        hints = [{day for one in others for day in one.reading.days}, url_days, changed]
        shared = [open_days & hint for hint in hints if len(open_days & hint) == 1]
        if shared:
            return _doubt(min(shared[0]), best)
        return PublicationDate(readings[0][0], False, frozenset(open_days))
    if len(fixed) == 1:
        day = next(iter(fixed))
        is_near = not url_days or any(abs(day - one) <= _DAY for one in url_days)
        confirmed = any(one.is_printed and day in _local_days(one, everything) for one in everything)
        fits = all(day in days for days in readings)
        certain = fits and (is_near or confirmed)
        return _doubt(day, best) if certain else PublicationDate(day, False, frozenset(open_days | url_days | fixed))
    for hint in (url_days, {day for one in others for day in _local_days(one, everything)}):
        if len(fixed & hint) == 1:
            return _doubt(min(fixed & hint), best)
    unchanged = fixed - changed
    if len(unchanged) == 1:
        return _doubt(min(unchanged), best)
    return PublicationDate(min(unchanged or fixed), False, frozenset(fixed))


def _doubt(day: date, best: Sequence[DateCandidate]) -> PublicationDate:
    """A settled day; uncertain where every candidate for it has a weekday of another day beside it."""
    doubts = [one.reading.is_doubtful for one in best if day in one.reading.days]
    return PublicationDate(day, not doubts or not all(doubts))


def _local_days(candidate: DateCandidate, everything: Iterable[DateCandidate]) -> tuple[date, ...]:
    """The day at the publisher: for an hour in UTC, the same moment elsewhere or a printed day may give another."""
    reading = candidate.reading
    if not reading.is_utc or reading.moment is None:
        return reading.days
    printed: tuple[date, ...] | None = None
    for one in everything:
        other = one.reading
        if other.moment == reading.moment and not other.is_utc:
            return other.days
        is_beside = len(other.days) == 1 and other.days[0] != reading.days[0] and _may_be_local(reading, other.days[0])
        if one.is_printed and one.role == candidate.role and is_beside and not other.is_utc:
            printed = other.days
    return printed or reading.days


def _may_be_local(reading: DateReading, day: date) -> bool:
    """Tell whether a moment in UTC falls on a day in some time zone: from 12 hours behind to 14 hours ahead."""
    assert reading.moment is not None
    away = day - reading.days[0]
    return (away == -_DAY and reading.moment.hour < 12) or (away == _DAY and reading.moment.hour >= 10)


def _find_region_order(tree: Any) -> bool | None:
    declared = [tree.get("lang") or ""]
    declared += [meta.get("content") or "" for meta in tree.iter("meta") if meta.get("property") == "og:locale"]
    return next((_ORDER_BY_REGION[one.lower()] for one in declared if one.lower() in _ORDER_BY_REGION), None)
