"""One HTTP request and its response, within limits of time and size.

urllib3 speaks HTTP. The connection and its encryption are opened here for two reasons: the connection goes to an
address that was checked, and a deadline covers the whole exchange, the handshake included. The timeouts of urllib3
start again with every byte, so that a server can keep a request open for days. Proxies are not used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple
from urllib.parse import SplitResult

from onrecord.errors import ReadError
from onrecord.read.web.content_encoding import decode_content

AGENT = "onrecord"
"""Product token: the name in ``User-Agent`` and in robots.txt."""

_BLOCK = 65_536
_MOST_ADDRESSES = 4


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How patient and how polite fetching is.

    Attributes:
        silence: Seconds to wait for a connection, or for the next byte.
        whole: Seconds that one request may take; each redirect is a request.
        redirects: How many redirects are followed.
        pause: Seconds between two requests to one host; ``robots.txt`` may ask for more, up to half a minute.
    """

    silence: float = 10.0
    whole: float = 60.0
    redirects: int = 5
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for.

    Attributes:
        parts: The address, as :func:`~onrecord.read.web.addresses.check_url` gives it.
        largest: The most bytes that the body may have, compressed and not.
        headers: Headers to send beside the usual ones.
        truncate: Whether a longer body is cut off; otherwise it is an error.
    """

    parts: SplitResult
    largest: int
    headers: Mapping[str, str] = field(default_factory=dict)
    truncate: bool = False


class Response(NamedTuple):
    """What a server answered.

    Attributes:
        url: The address that answered.
        status: The HTTP status.
        headers: The headers, names in lower case; of several with one name the last.
        body: The content, decoded.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def send_request(request: Request, addresses: list[tuple[str, int]], limits: FetchLimits) -> Response:
    """Send a request and read its response; redirects are not followed.

    Args:
        request: What to ask for.
        addresses: IP addresses and ports of the host, checked, in the order of preference.
        limits: How long to wait.

    Raises:
        ReadError: The server does not answer, is too slow, or sends too much or what cannot be decoded.
    """
    from urllib3.exceptions import HTTPError

    url = request.parts.geturl()
    try:
        plain = _connect(addresses, limits.silence)
        with _deadline(plain, limits.whole, url), closing(_open(plain, request.parts, limits.silence)) as connection:
            return _exchange(connection, request)
    # ValueError: a value that cannot be sent, such as a header with a line end in it.
    except (OSError, http.client.HTTPException, HTTPError, ValueError) as error:
        cause = error.__cause__ or error
        raise ReadError(url, f"cannot be fetched ({cause or type(cause).__name__}); try again later") from error


def _connect(addresses: list[tuple[str, int]], silence: float) -> socket.socket:
    *others, last = addresses[:_MOST_ADDRESSES]
    for address in others:
        with suppress(OSError):
            return socket.create_connection(address, silence)
    return socket.create_connection(last, silence)


@contextmanager
def _deadline(plain: socket.socket, seconds: float, url: str) -> Iterator[None]:
    """End an exchange that takes too long, however busy the server keeps it."""
    expired = threading.Event()
    # A copy, because the encryption takes over the socket itself.
    guard = plain.dup()

    def expire() -> None:
        expired.set()
        with suppress(OSError):
            guard.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception:
        if not expired.is_set():
            raise
    finally:
        timer.cancel()
        timer.join()
        guard.close()
    if expired.is_set():
        raise ReadError(url, f"took longer than {seconds:g} seconds; try again later")


def _open(plain: socket.socket, parts: SplitResult, silence: float) -> Any:
    from urllib3.connection import HTTPConnection

    try:
        address, port = plain.getpeername()[:2]
        # The address and not the name, so that nothing looks the name up again.
        connection = HTTPConnection(address, port, timeout=silence)
        connection.sock = _secure(plain, parts.hostname or "") if parts.scheme == "https" else plain
    except Exception:
        plain.close()
        raise
    return connection


def _secure(plain: socket.socket, host: str) -> ssl.SSLSocket:
    return _make_context().wrap_socket(plain, server_hostname=host)


@cache
def _make_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _exchange(connection: Any, request: Request) -> Response:
    parts = request.parts
    usual = {
        "Host": parts.netloc,
        "User-Agent": f"{AGENT}/{version('onrecord')}",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("GET", target, headers={**usual, **request.headers}, preload_content=False, decode_content=False)
    with closing(connection.getresponse()) as response:
        body = _read_body(response, request)
    return Response(parts.geturl(), response.status, dict(_lower(response.headers.iteritems())), body)


def _lower(headers: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name.lower(), value) for name, value in headers)


def _read_body(response: Any, request: Request) -> bytes:
    url, largest = request.parts.geturl(), request.largest
    pieces, size = [], 0
    while size <= largest and (piece := response.read(_BLOCK)):
        pieces.append(piece)
        size += len(piece)
    coding = response.headers.get("Content-Encoding")
    body = decode_content(b"".join(pieces), coding, largest)
    if body is None:
        raise ReadError(url, f"was sent in a coding that cannot be read ({coding}); save the page and read the file")
    if max(size, len(body)) > largest and not request.truncate:
        raise ReadError(url, f"is larger than {largest // 2**20} MB, which is more than is fetched; save it to a file")
    return body[:largest]
