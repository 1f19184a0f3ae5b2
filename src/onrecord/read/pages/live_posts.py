"""Live blogs: posts below one another, each with a time of its own.

The time of a post is written as a line above it, with its day, so that the text says when each post was made. A
relative date in a post counts from that day, not from the day on which the blog began.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from onrecord.read.pages.date_forms import find_dates, read_date
from onrecord.read.pages.layout import name_of, read_words
from onrecord.read.pages.visible_lines import is_elsewhere
from onrecord.record import DatedPost
from onrecord.text.spans import Span

_LIVE = re.compile(r"(?:^|[\s_-])live|liveblog|\bupdates?\b")
_LIVE_TYPE = "LiveBlogPosting"
_FEWEST, _MOST = 3, 500
_PROSE = 40
_LONGEST_TIME = 60
_CLOCK = re.compile(r"T([0-9]{2}):?([0-9]{2})")


class LivePost(NamedTuple):
    """A post of a live blog.

    Attributes:
        line: The line that says when it was made.
        day: The day.
    """

    line: str
    day: date


def open_live_posts(tree: Any) -> list[LivePost]:
    """Write the time of each post of a live blog as a line above it, in place.

    Args:
        tree: The parsed page.

    Returns:
        The posts in order; none where the page is no live blog.
    """
    declared = any(_LIVE_TYPE in (script.text or "") for script in tree.iter("script"))
    groups: dict[tuple[Any, str, str], list[tuple[Any, Any]]] = defaultdict(list)
    seen: set[Any] = set()
    for time in tree.iter("time"):
        post = _find_post(time)
        if post is not None and post not in seen:
            seen.add(post)
            groups[post.getparent(), post.tag, (name_of(post).split() or [""])[0]].append((post, time))
    found: list[tuple[Any, Any]] = max(groups.values(), key=len, default=[])
    if not _FEWEST <= len(found) <= _MOST or not (declared or _is_named_live(found[0][0])):
        return []
    return [_write_time(post, time) for post, time in found]


def locate_posts(text: str, posts: Iterable[LivePost]) -> tuple[DatedPost, ...]:
    """Find where posts stand in the text of a report; those that are not in it are left out."""
    starts = []
    begin = 0
    for post in posts:
        start = text.find(f"{post.line}\n\n", begin)
        if start >= 0 and (start == 0 or text[start - 1] == "\n"):
            starts.append((start, post.day.isoformat()))
            begin = start + len(post.line)
    ends = [*(start for start, _ in starts[1:]), len(text)] if starts else []
    return tuple(DatedPost(Span(start, end), day) for (start, day), end in zip(starts, ends, strict=True))


def _find_post(time: Any) -> Any:
    """The nearest element around a time that holds prose, and that has a sibling of its kind."""
    if _read_day(time) is None or is_elsewhere(time, None):
        return None
    for element in time.iterancestors("article", "div", "section", "li"):
        if any(len(read_words(paragraph)) > _PROSE for paragraph in element.iter("p")):
            siblings = (one for one in (element.getnext(), element.getprevious()) if one is not None)
            return element if any(one.tag == element.tag for one in siblings) else None
    return None


def _is_named_live(post: Any) -> bool:
    return any(_LIVE.search(name_of(element)) for element in (post, *post.iterancestors()))


def _read_day(time: Any) -> date | None:
    reading = read_date(time.get("datetime") or read_words(time)[:_LONGEST_TIME])
    return reading.days[0] if reading else None


def _write_time(post: Any, time: Any) -> LivePost:
    day = _read_day(time)
    assert day is not None
    printed = read_words(time)[:_LONGEST_TIME]
    clock = _CLOCK.search(time.get("datetime") or "")
    if not any(day in reading.days for reading in find_dates(printed)):
        hour = printed if any(map(str.isdigit, printed)) else f"{clock[1]}:{clock[2]}" if clock else ""
        printed = f"{day.day} {day:%B} {day.year}" + (f", {hour}" if hour else "")
    time.drop_tree()
    for name in ("class", "id", "style", "role"):
        post.attrib.pop(name, None)
    post.tag = "div"
    line = post.makeelement("p")
    line.text, line.tail, post.text = printed, post.text, None
    post.insert(0, line)
    return LivePost(printed, day)
