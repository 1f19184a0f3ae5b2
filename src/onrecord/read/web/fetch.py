"""Pages from the web, fetched politely.

One request at a time, a pause before the next to the same host, ``robots.txt`` obeyed (RFC 9309), and redirects checked
like the first address.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from urllib.parse import SplitResult

from onrecord.errors import ReadError
from onrecord.read.web.addresses import check_url, find_addresses, join_url
from onrecord.read.web.exchange import AGENT, FetchLimits, Request, Response, send_request
from onrecord.read.web.robots import (
    LARGEST_ROBOTS,
    ROBOTS_REDIRECTS,
    Clock,
    RobotsCache,
    RobotsRules,
    rules_of_answer,
)

NOT_MODIFIED = 304

_SUCCESS = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Fetcher:
    """Fetches pages, one at a time.

    Args:
        limits: How patient and polite to be.
        allow_private: Whether addresses outside the public internet are connected to.
        clock: Tells the time and waits between two requests to one host.

    Example:
        >>> Fetcher().fetch("https://post.example/boats", 20 * 2**20).status
        200
    """

    def __init__(self, limits: FetchLimits | None = None, allow_private: bool = False, *, clock: Clock = time) -> None:
        self._limits = limits or FetchLimits()
        self._allow_private = allow_private
        self._clock = clock
        self._robots = RobotsCache(self._load_robots, clock)
        self._last: dict[str, float] = {}
        self._named: set[str] = set()

    def fetch(self, url: str, largest: int, headers: Mapping[str, str] | None = None) -> Response:
        """Fetch a page.

        Args:
            url: Its address.
            largest: The most bytes it may have, compressed and not.
            headers: Headers to send beside the usual ones.

        Returns:
            The response, with status 200 or 304.

        Raises:
            ReadError: The address may not be fetched, the server does not answer, or its answer cannot be used.
        """
        parts = check_url(url)
        for _ in range(self._limits.redirects + 1):
            self._robots.check(parts)
            response = self._send(Request(parts, largest, headers or {}))
            if response.status not in _REDIRECTS:
                return _check_status(response)
            parts = _follow_redirect(response)
        raise ReadError(url, f"redirects more than {self._limits.redirects} times; check the address in a browser")

    def allow_port(self, url: str) -> None:
        """Allow the port of an address that a person gives; links and redirects may name only the usual ports.

        Raises:
            ReadError: The address is malformed.
        """
        self._named.add(check_url(url).netloc)

    def _check_port(self, parts: SplitResult) -> None:
        if parts.port is not None and not self._allow_private and parts.netloc not in self._named:
            reason = f"names port {parts.port}, where no public page lies; --allow-private fetches it anyway"
            raise ReadError(parts.geturl(), reason)

    def _load_robots(self, parts: SplitResult) -> RobotsRules:
        place = SplitResult(parts.scheme, parts.netloc, "/robots.txt", "", "")
        for _ in range(ROBOTS_REDIRECTS + 1):
            # One byte more shows that the file is longer.
            response = self._send(Request(place, LARGEST_ROBOTS + 1, truncate=True))
            if response.status not in _REDIRECTS:
                break
            place = _follow_redirect(response)
        rules = rules_of_answer(response.status, response.body, AGENT)
        if rules is None:
            reason = f"robots.txt answers {response.status}, so nothing is fetched from there; try again later"
            raise ReadError(place.geturl(), reason)
        return rules

    def _send(self, request: Request) -> Response:
        self._check_port(request.parts)
        addresses = find_addresses(request.parts, self._allow_private)
        self._wait_turn(request.parts)
        try:
            return send_request(request, addresses, self._limits)
        finally:
            self._last[request.parts.netloc] = self._clock.monotonic()

    def _wait_turn(self, parts: SplitResult) -> None:
        pause = max(self._limits.pause, self._robots.crawl_delay(parts))
        last = self._last.get(parts.netloc)
        wait = 0.0 if last is None else last + pause - self._clock.monotonic()
        if wait > 0:
            self._clock.sleep(wait)


def _follow_redirect(response: Response) -> SplitResult:
    return check_url(join_url(response.url, response.headers.get("location", "")))


def _check_status(response: Response) -> Response:
    if response.status not in (_SUCCESS, NOT_MODIFIED):
        meaning = http.client.responses.get(response.status, "a status without a name")
        raise ReadError(response.url, f"answers {response.status} {meaning}; check the address")
    return response
