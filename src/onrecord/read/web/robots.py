"""robots.txt (RFC 9309): what a site allows this program to fetch, and how fast.

Protego matches paths: ``*`` and ``$`` work, and the longest matching rule decides. Only the groups that apply to this
program reach it, because a file may name tens of thousands of programs and Protego copies every rule to each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult

from onrecord.errors import ReadError
from onrecord.extras import import_extra

LARGEST_ROBOTS = 500 * 1024
"""Bytes that are read; the rest is ignored (RFC 9309, section 2.5)."""
ROBOTS_REDIRECTS = 5
"""Redirects that are followed; after more, the site counts as one without a robots.txt (section 2.3.1.2)."""

_CACHE_SECONDS = 24 * 3600.0  # section 2.4
_RETRY_SECONDS = 3600.0
_LONGEST_CRAWL_DELAY = 30.0
_SUCCESS, _SERVER_ERROR = 2, 5
# As tolerant of spelling as Protego, which must not meet the groups of other programs.
_GROUP_LINE = re.compile(r"\s*(?i:user(?:-|\s*)agent)\s*[:\s]\s*(\*(?![^\s#])|[A-Za-z_-]*)")
_OTHERS = "user-agent: -"


class Clock(Protocol):
    """What tells time; the standard library's :mod:`time` is one."""

    def monotonic(self) -> float:
        """Give the seconds since some fixed moment."""

    def sleep(self, seconds: float, /) -> None:
        """Wait."""


class RobotsRules:
    r"""The rules of one robots.txt for one program.

    Args:
        content: The file as sent; empty for a site without one, which allows everything.
        agent: The product token of this program, such as ``onrecord``.

    Example:
        >>> rules = RobotsRules(b"User-agent: *\nDisallow: /*?print=1", "onrecord")
        >>> rules.allows("https://post.example/boats?print=1")
        False
    """

    def __init__(self, content: bytes, agent: str) -> None:
        protego = import_extra("protego", "feed")
        self._agent = agent
        self._parser = protego.Protego.parse(_keep_own_groups(_cut(content).decode("utf-8-sig", "replace"), agent))

    def allows(self, url: str) -> bool:
        """Tell whether the site allows this program to fetch a page."""
        return bool(self._parser.can_fetch(url, self._agent))

    @property
    def crawl_delay(self) -> float:
        """Seconds the site wants between two requests, at most 30; 0 if it names none."""
        return min(self._parser.crawl_delay(self._agent) or 0.0, _LONGEST_CRAWL_DELAY)


def rules_of_answer(status: int, body: bytes, agent: str) -> RobotsRules | None:
    """Read the rules from what a site answers when asked for its robots.txt (RFC 9309, section 2.3.1).

    Args:
        status: The HTTP status.
        body: The content, decoded.
        agent: The product token of this program.

    Returns:
        The rules; rules that allow everything where the site has no robots.txt (any 4xx, or too many redirects); None
        where the site does not work (5xx), so that nothing may be fetched.
    """
    kind = status // 100
    if kind == _SERVER_ERROR:
        return None
    return RobotsRules(body if kind == _SUCCESS else b"", agent)


class RobotsCache:
    """The rules of the sites met so far.

    Rules are kept for 24 hours. A site that does not answer is closed for an hour, so that its other pages do not wait
    for it too.

    Args:
        load: Reads the rules of the site of an address, or raises a ReadError where the site does not answer.
        clock: Tells when rules are too old.
    """

    def __init__(self, load: Callable[[SplitResult], RobotsRules], clock: Clock) -> None:
        self._load = load
        self._clock = clock
        self._entries: dict[tuple[str, str], _Entry] = {}

    def check(self, parts: SplitResult) -> None:
        """Check that a page may be fetched.

        Raises:
            ReadError: The site forbids it, or its robots.txt cannot be reached.
        """
        entry = self._entries.get((parts.scheme, parts.netloc))
        if entry is None or self._clock.monotonic() >= entry.expires:
            entry = self._entries[parts.scheme, parts.netloc] = self._load_entry(parts)
        if isinstance(entry.rules, ReadError):
            raise ReadError(parts.geturl(), entry.rules.reason)
        if not entry.rules.allows(parts.geturl()):
            raise ReadError(parts.geturl(), "the site's robots.txt asks programs not to fetch it; leave it out")

    def crawl_delay(self, parts: SplitResult) -> float:
        """Give the seconds a site wants between two requests; 0 where its rules are not known yet."""
        entry = self._entries.get((parts.scheme, parts.netloc))
        return entry.rules.crawl_delay if entry is not None and isinstance(entry.rules, RobotsRules) else 0.0

    def _load_entry(self, parts: SplitResult) -> _Entry:
        try:
            return _Entry(self._load(parts), self._clock.monotonic() + _CACHE_SECONDS)
        except ReadError as error:
            return _Entry(error, self._clock.monotonic() + _RETRY_SECONDS)


@dataclass(frozen=True, slots=True)
class _Entry:
    rules: RobotsRules | ReadError
    expires: float


def _cut(content: bytes) -> bytes:
    """Cut a long file behind its last whole line: half a rule may forbid more than the whole one."""
    if len(content) <= LARGEST_ROBOTS:
        return content
    kept = content[:LARGEST_ROBOTS]
    return kept[: max(kept.rfind(b"\n"), kept.rfind(b"\r")) + 1]


def _keep_own_groups(content: str, agent: str) -> str:
    """Rename the groups of other programs to one name, and those of this program to its token (section 2.2.1)."""
    lines: list[str] = []
    for line in content.splitlines():
        group = _GROUP_LINE.match(line)
        if group is not None:
            token = group[1].lower()
            line = f"user-agent: {token}" if token in ("*", agent.lower()) else _OTHERS
            if line == _OTHERS and lines and lines[-1] == _OTHERS:
                continue
        lines.append(line)
    return "\n".join(lines)
