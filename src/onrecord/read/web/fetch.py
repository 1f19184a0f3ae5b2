"""Pages from the web, fetched politely and with limits.

One request at a time, a pause before the next to the same host, ``robots.txt`` obeyed (RFC 9309), and a name in
``User-Agent``. Every step has an end: connecting and silence, the whole of a fetch, redirects, and the bytes of a page
before and after decompression. Each redirect is checked like the first address.

The standard library's client is used, because it lets the connection be opened here, to the very address that was
checked. Proxies are not used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import NamedTuple
from urllib.parse import SplitResult

from onrecord.errors import ReadError
from onrecord.read.web.addresses import check_url, find_addresses, join_url
from onrecord.read.web.content_encoding import decode_content
from onrecord.read.web.robots import (
    LARGEST_ROBOTS,
    ROBOTS_REDIRECTS,
    Clock,
    RobotsCache,
    RobotsRules,
    rules_of_answer,
)

AGENT = "onrecord"
NOT_MODIFIED = 304

_BLOCK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SUCCESS = 200
_MOST_ADDRESSES = 4
# ValueError: what the client says of values that cannot be sent, such as a header with a line's end in it.
_FAILURES = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How patient and how polite fetching is.

    Attributes:
        silence: Seconds to wait for a connection, or for the next byte.
        whole: Seconds that one fetch may take without its redirects.
        redirects: How many redirects are followed.
        pause: Seconds between two requests to one host; ``robots.txt`` may ask for more, up to half a minute.
    """

    silence: float = 10.0
    whole: float = 60.0
    redirects: int = 5
    pause: float = 1.0


class Response(NamedTuple):
    """What a server answered.

    Attributes:
        url: Where it came from, after redirects.
        status: The status, 200 or 304.
        headers: Its headers, names in lower case.
        body: The content, decoded.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Fetcher:
    """Fetches pages, one at a time.

    Args:
        limits: How patient and polite to be.
        allow_private: Whether addresses outside the public internet are connected to.
        clock: Tells the time and waits between two requests to one host.
    """

    def __init__(self, limits: FetchLimits | None = None, allow_private: bool = False, *, clock: Clock = time) -> None:
        self._limits = limits or FetchLimits()
        self._allow_private = allow_private
        self._clock = clock
        self._robots = RobotsCache(self._load_robots, clock)
        self._last: dict[str, float] = {}

    def fetch(self, url: str, largest: int, headers: Mapping[str, str] | None = None) -> Response:
        """Fetch a page.

        Args:
            url: Its address.
            largest: The most bytes it may have, compressed and not.
            headers: Headers to send beside the usual ones.

        Raises:
            ReadError: The address may not be fetched, or the server does not answer, or not with what can be used.
        """
        parts = check_url(url)
        for _ in range(self._limits.redirects + 1):
            self._robots.check(parts)
            response = self._request(parts, largest, headers or {})
            if response.status not in _REDIRECTS:
                return _check_status(response)
            parts = _redirected(response)
        raise ReadError(url, f"redirects more than {self._limits.redirects} times")

    def _load_robots(self, parts: SplitResult) -> RobotsRules:
        place = SplitResult(parts.scheme, parts.netloc, "/robots.txt", "", "")
        for _ in range(ROBOTS_REDIRECTS + 1):
            response = self._request(place, LARGEST_ROBOTS + 1, {}, cut_off=True)
            if response.status not in _REDIRECTS:
                break
            place = _redirected(response)
        rules = rules_of_answer(response.status, response.body, AGENT)
        if rules is None:
            reason = f"robots.txt answers {response.status}, so nothing is fetched from there; try again later"
            raise ReadError(place.geturl(), reason)
        return rules

    def _wait_turn(self, parts: SplitResult) -> None:
        pause = max(self._limits.pause, self._robots.crawl_delay(parts))
        last = self._last.get(parts.netloc)
        wait = 0.0 if last is None else last + pause - self._clock.monotonic()
        if wait > 0:
            self._clock.sleep(wait)

    def _request(self, parts: SplitResult, largest: int, headers: Mapping[str, str], cut_off: bool = False) -> Response:
        """Send one request, without following where it leads."""
        url = parts.geturl()
        addresses = find_addresses(parts, self._allow_private)
        self._wait_turn(parts)
        try:
            plain = self._connect(addresses)
            with self._deadline(plain, url), closing(_open(plain, parts)) as connection:
                response = _exchange(connection, parts, headers)
                body = _read_body(response, largest, url, cut_off)
        except _FAILURES as error:
            raise ReadError(url, f"cannot be fetched ({error or type(error).__name__}); try again later") from error
        finally:
            self._last[parts.netloc] = self._clock.monotonic()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Response(url, response.status, named, body)

    def _connect(self, addresses: list[tuple[str, int]]) -> socket.socket:
        *others, last = addresses[:_MOST_ADDRESSES]
        for address in others:
            with suppress(OSError):
                return socket.create_connection(address, self._limits.silence)
        return socket.create_connection(last, self._limits.silence)

    @contextmanager
    def _deadline(self, plain: socket.socket, url: str) -> Iterator[None]:
        """End an exchange that takes too long, however busy the server keeps it."""
        expired = threading.Event()
        # A copy, since the socket itself is taken over by the encryption.
        guard = plain.dup()

        def expire() -> None:
            expired.set()
            with suppress(OSError):
                guard.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self._limits.whole, expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        except _FAILURES:
            if not expired.is_set():
                raise
        finally:
            timer.cancel()
            timer.join()
            guard.close()
        if expired.is_set():
            raise ReadError(url, f"took longer than {self._limits.whole:g} seconds; try again later")


def _open(plain: socket.socket, parts: SplitResult) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(parts.hostname or "")
    try:
        connection.sock = _secure(plain, parts.hostname or "") if parts.scheme == "https" else plain
    except _FAILURES:
        plain.close()
        raise
    return connection


def _secure(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return _make_context().wrap_socket(plain, server_hostname=host)


@cache
def _make_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _exchange(
    connection: http.client.HTTPConnection, parts: SplitResult, headers: Mapping[str, str]
) -> http.client.HTTPResponse:
    usual = {
        "Host": parts.netloc,
        "User-Agent": f"{AGENT}/{version('onrecord')}",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    for name, value in (usual | dict(headers)).items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def _read_body(response: http.client.HTTPResponse, largest: int, url: str, cut_off: bool) -> bytes:
    pieces, size = [], 0
    while size <= largest and (piece := response.read(_BLOCK)):
        pieces.append(piece)
        size += len(piece)
    if size <= largest and response.length:
        raise http.client.IncompleteRead(b"", response.length)
    body = decode_content(b"".join(pieces), response.headers.get("Content-Encoding"))
    if body is None:
        raise ReadError(url, f"was sent in a coding that cannot be read ({response.headers.get('Content-Encoding')})")
    if max(size, len(body)) > largest and not cut_off:
        raise ReadError(url, f"is larger than {largest // 2**20} MB, which is more than is fetched")
    return body[:largest]


def _redirected(response: Response) -> SplitResult:
    return check_url(join_url(response.url, response.headers.get("location", "")))


def _check_status(response: Response) -> Response:
    if response.status not in (_SUCCESS, NOT_MODIFIED):
        raise ReadError(response.url, f"answers {response.status} {http.client.responses.get(response.status, '')}")
    return response
