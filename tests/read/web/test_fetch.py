from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from onrecord.errors import ReadError
from onrecord.read.web import addresses, exchange, fetch
from onrecord.read.web.exchange import FetchLimits
from onrecord.read.web.fetch import Fetcher
from onrecord.read.web.robots import LARGEST_ROBOTS
from tests.read.webserver import FakeClock, WebServer

QUICK = FetchLimits(silence=30.0, whole=60.0, redirects=3, pause=0.0)
LARGEST = 1_000_000


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer().running() as running:
        yield running


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(QUICK, allow_private=True)


def test_a_page_is_fetched_with_the_programs_name(server: WebServer, fetcher: Fetcher) -> None:
    server.pages["/a%20b?x=1"] = 200, {"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'}, b"page"
    response = fetcher.fetch(server.url + "/a b?x=1#part", LARGEST, {"If-None-Match": '"0"'})
    assert (response.status, response.body, response.headers["etag"]) == (200, b"page", '"1"')
    robots, asked = server.asked
    assert robots[0] == "/robots.txt"
    assert asked[1]["User-Agent"].startswith("onrecord/")
    assert asked[1]["If-None-Match"] == '"0"'
    assert asked[1]["Host"] == server.url.removeprefix("http://")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, {}, b""), "answers 404 Not Found"),
        ((500, {}, b""), "answers 500"),
        ((200, {}, b"x" * (LARGEST + 1)), "is larger than"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * (LARGEST * 30))), "is larger than"),
        ((200, {"Content-Encoding": "zstd"}, b"x"), "coding that cannot be read"),
        ((200, {"Content-Length": "500"}, b"x"), "cannot be fetched"),
        ((302, {"Location": "/loop"}, b""), "redirects more than 3 times"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "only http and https"),
        ((302, {"Location": "http://[::1"}, b""), "no valid address"),
        ((301, {"Location": "javascript:alert(1)"}, b""), "only http and https"),
        ((302, {}, b""), "redirects more than 3 times"),
    ],
)
def test_what_cannot_be_used_is_said(server: WebServer, fetcher: Fetcher, answer: Any, said: str) -> None:
    server.pages["/loop"] = answer
    with pytest.raises(ReadError, match=said):
        fetcher.fetch(server.url + "/loop", LARGEST)


def test_a_redirect_is_followed_and_its_robots_are_asked(server: WebServer, fetcher: Fetcher) -> None:
    with WebServer().running() as other:
        server.pages["/a"] = 301, {"Location": other.url + "/b"}, b""
        other.pages["/b"] = b"page"
        assert fetcher.fetch(server.url + "/a", LARGEST).url == other.url + "/b"
        other.pages["/robots.txt"] = b"User-agent: *\nDisallow: /b"
        with pytest.raises(ReadError, match=r"robots\.txt asks"):
            Fetcher(QUICK, allow_private=True).fetch(server.url + "/a", LARGEST)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ((200, {}, b"User-agent: *\nDisallow: /private"), True),
        ((200, {}, b"User-agent: *\nDisallow: /"), False),
        ((200, {}, b"User-agent: onrecord\nDisallow: /\n\nUser-agent: *\nAllow: /"), False),
        ((200, {}, b"User-agent: somebody\nDisallow: /"), True),
        ((200, {}, b"\x00\xff\xfe not for programs" * 100_000), True),
        ((404, {}, b""), True),
        ((403, {}, b""), True),
        ((503, {}, b""), False),
        ((302, {"Location": "/robots.txt"}, b""), True),
    ],
)
def test_robots_are_obeyed(server: WebServer, fetcher: Fetcher, robots: Any, allowed: bool) -> None:
    server.pages |= {"/robots.txt": robots, "/a": b"page"}
    for _ in range(2):
        if allowed:
            assert fetcher.fetch(server.url + "/a", LARGEST).body == b"page"
        else:
            with pytest.raises(ReadError, match="robots"):
                fetcher.fetch(server.url + "/a", LARGEST)
    assert server.paths() == ["/a", "/a"] * allowed


def test_there_is_a_pause_between_requests_to_one_host(server: WebServer) -> None:
    server.pages["/a"] = b"page"
    clock = FakeClock()
    fetcher = Fetcher(FetchLimits(pause=3.0), allow_private=True, clock=clock)
    for _ in range(2):
        fetcher.fetch(server.url + "/a", LARGEST)
    assert clock.slept == [3.0, 3.0]
    clock.now += 1.0
    fetcher.fetch(server.url + "/a", LARGEST)
    assert clock.slept == [3.0, 3.0, 2.0]
    clock.now += 3.0
    fetcher.fetch(server.url + "/a", LARGEST)
    assert len(clock.slept) == 3
    with WebServer().running() as other:
        other.pages["/a"] = 404, {}, b""
        for _ in range(2):
            with pytest.raises(ReadError):
                fetcher.fetch(other.url + "/a", LARGEST)
    assert clock.slept == [3.0, 3.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize(("asked", "pause"), [("7", 7.0), ("600", 30.0), ("1", 2.0)])
def test_robots_may_ask_for_a_longer_pause(server: WebServer, asked: str, pause: float) -> None:
    server.pages |= {"/robots.txt": f"User-agent: *\nCrawl-delay: {asked}".encode(), "/a": b"page"}
    clock = FakeClock()
    Fetcher(FetchLimits(pause=2.0), allow_private=True, clock=clock).fetch(server.url + "/a", LARGEST)
    assert clock.slept == [pause]


def test_the_rules_behind_up_to_five_redirects_hold_for_the_first_site(server: WebServer) -> None:
    with WebServer().running() as other:
        server.pages |= {"/a": b"page", "/robots.txt": (301, {"Location": "/robots/1"}, b"")}
        for number in range(1, 4):
            server.pages[f"/robots/{number}"] = 302, {"Location": f"/robots/{number + 1}"}, b""
        server.pages["/robots/4"] = 307, {"Location": other.url + "/robots.txt"}, b""
        other.pages |= {"/a": b"page", "/robots.txt": b"User-agent: *\nDisallow: /a"}
        with pytest.raises(ReadError, match=r"robots\.txt asks"):
            Fetcher(QUICK, allow_private=True).fetch(server.url + "/a", LARGEST)
        server.pages["/robots/4"] = 308, {"Location": "/robots/5"}, b""
        server.pages["/robots/5"] = 308, {"Location": other.url + "/robots.txt"}, b""
        assert Fetcher(QUICK, allow_private=True).fetch(server.url + "/a", LARGEST).body == b"page"


def test_robots_that_lead_to_a_private_address_close_the_site(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server stands in for one on the public internet."""
    server.pages |= {"/a": b"page", "/robots.txt": (302, {"Location": "http://10.0.0.1/robots.txt"}, b"")}
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    fetcher = Fetcher(QUICK)
    fetcher.allow_port(server.url)
    with pytest.raises(ReadError, match="not on the public internet"):
        fetcher.fetch(server.url + "/a", LARGEST)
    assert not server.paths()


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_only_the_first_500_kib_of_robots_count(server: WebServer, coding: str) -> None:
    robots = b"User-agent: *\nDisallow: /a\n" + b"#" * LARGEST_ROBOTS + b"\nDisallow: /b\n"
    body = gzip.compress(robots) if coding == "gzip" else robots
    server.pages |= {"/robots.txt": (200, {"Content-Encoding": coding}, body), "/a": b"page", "/b": b"page"}
    fetcher = Fetcher(QUICK, allow_private=True)
    assert fetcher.fetch(server.url + "/b", LARGEST).body == b"page"
    with pytest.raises(ReadError, match=r"robots\.txt asks"):
        fetcher.fetch(server.url + "/a", LARGEST)


def test_private_addresses_are_fetched_only_when_allowed(server: WebServer) -> None:
    for url in (server.url, server.url.replace("127.0.0.1", "localhost")):
        with pytest.raises(ReadError, match="--allow-private"):
            Fetcher(QUICK).fetch(url + "/", LARGEST)
    assert not server.asked


def test_a_redirect_to_a_private_address_is_not_followed(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands in for one on the public internet."""
    server.pages["/a"] = 302, {"Location": "http://169.254.169.254/latest/meta-data"}, b""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    fetcher = Fetcher(QUICK)
    fetcher.allow_port(server.url)
    with pytest.raises(ReadError, match=r"169\.254\.169\.254 is not on the public internet"):
        fetcher.fetch(server.url + "/a", LARGEST)


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere at the second look (DNS rebinding) is looked up once for each request."""
    server.pages["/a"] = b"page"
    looked_up: list[str] = []

    def rebind(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        addresses.socket,
        "getaddrinfo",
        lambda host, *rest, **kind: (
            rebind(host, *rest, **kind) if host == "rebind.example" else real(host, *rest, **kind)
        ),
    )
    url = server.url.replace("127.0.0.1", "rebind.example")
    assert Fetcher(QUICK, allow_private=True).fetch(url + "/a", LARGEST).body == b"page"
    assert looked_up == ["rebind.example"] * 2
    assert server.asked[1][1]["Host"].startswith("rebind.example:")


def test_a_server_that_is_not_there_is_asked_once(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def connect(*found: object) -> None:
        calls.append(found)
        raise OSError("gone")

    monkeypatch.setattr(exchange, "_connect", connect)
    for _ in range(3):
        with pytest.raises(ReadError, match="gone"):
            fetcher.fetch("http://127.0.0.1:9/a", LARGEST)
    assert len(calls) == 1


def test_a_link_names_no_port_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that anybody may write must not knock at every door of a host."""
    looked_up: list[str] = []

    def look_up(parts: object, _: bool) -> list[tuple[str, int]]:
        looked_up.append(parts.netloc)  # type: ignore[attr-defined]
        raise ReadError(parts.geturl(), "is looked up")  # type: ignore[attr-defined]

    monkeypatch.setattr(fetch, "find_addresses", look_up)
    fetcher = Fetcher()
    fetcher.allow_port("https://feed.example:8443/feed")
    for url in ("https://other.example:22/", "https://feed.example:25/", "http://other.example:443/"):
        with pytest.raises(ReadError, match="names port"):
            fetcher.fetch(url, 1000)
    assert looked_up == []
    for url in ("https://feed.example:8443/a", "https://other.example:443/", "http://other.example/"):
        with pytest.raises(ReadError, match="is looked up"):
            fetcher.fetch(url, 1000)
