from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import ReadError
from onrecord.read.options import ReadOptions
from onrecord.read.web import feed as module
from onrecord.read.web.exchange import FetchLimits
from onrecord.read.web.feed import FeedState, read_feed
from onrecord.read.web.fetch import Fetcher
from onrecord.record import Report
from tests.read.webserver import WebServer

BODY = "<p>“The boats will sail before the week is out,” said Ilse Brandvold, the harbour master.</p>" * 3
QUICK = FetchLimits(silence=30.0, whole=60.0, pause=0.0)


def page(title: str = "", meta: str = "") -> bytes:
    head = f"<title>{title}</title>{meta}"
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{BODY}</article></body></html>".encode()


def rss(*items: str) -> bytes:
    joined = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>The Post</title>{joined}</channel></rss>'.encode()


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer().running() as running:
        running.pages["/boats"] = page("Boats will sail soon")
        running.pages["/ice"] = page("Ice is thin this year")
        running.pages["/feed"] = (
            200,
            {"ETag": '"7"', "Last-Modified": "Sun, 09 Mar 2031 10:00:00 GMT"},
            rss("<link>boats</link><pubDate>Sun, 09 Mar 2031 23:00:00 -0500</pubDate>", "<link>/ice</link>"),
        )
        yield running


def read(server: WebServer, state: FeedState | None = None, **options: str) -> list[Report | ReadError]:
    fetcher = Fetcher(QUICK, allow_private=True)
    return list(read_feed(server.url + "/feed", state or FeedState(), ReadOptions(**options), fetcher))  # type: ignore[arg-type]


def reports(items: list[Report | ReadError]) -> list[Report]:
    assert not [item for item in items if isinstance(item, ReadError)], items
    return [item for item in items if isinstance(item, Report)]


def test_the_pages_of_a_feed_are_reports(server: WebServer) -> None:
    boats, ice = reports(read(server))
    assert (boats.origin, boats.url, boats.title) == (f"{server.url}/boats",) * 2 + ("Boats will sail soon",)
    assert (boats.published, boats.published_from) == ("2031-03-09", "feed")
    assert (ice.published, ice.published_from) == (None, "none")
    assert "“The boats will sail before the week is out,” said Ilse Brandvold" in boats.text


def test_the_caller_goes_before_the_page_and_that_before_the_feed(server: WebServer) -> None:
    meta = '<meta property="article:published_time" content="2031-01-02T00:00:00Z">'
    meta += '<meta name="author" content="Tove Quist">'
    dated = "<link>boats</link><author>N. Øye</author><pubDate>Sun, 09 Mar 2031 23:00:00 GMT</pubDate>"
    server.pages["/boats"] = page("Boats will sail soon", meta)
    server.pages["/feed"] = rss(dated, dated.replace("boats", "ice"), "<link>/undated</link>")
    server.pages["/undated"] = page("Nobody knows the day yet")
    boats, ice, undated = reports(read(server, publisher="The Post"))
    assert (boats.published, boats.published_from, boats.authors) == ("2031-01-02", "metadata", ("Tove Quist",))
    assert (ice.published, ice.published_from, ice.authors) == ("2031-03-09", "feed", ("N. Øye",))
    assert (undated.published, undated.published_from) == (None, "none")
    assert undated.publisher == "The Post"
    for report in reports(read(server, date="2030-12-31")):
        assert (report.published, report.published_from) == ("2030-12-31", "option")


def test_an_unchanged_feed_is_not_read_again(server: WebServer) -> None:
    state = FeedState()
    assert len(reports(read(server, state))) == 2
    assert state == FeedState('"7"', "Sun, 09 Mar 2031 10:00:00 GMT", (server.url + "/boats", server.url + "/ice"))
    state = FeedState.from_dict(json.loads(json.dumps(state.to_dict())))
    server.pages["/feed"] = 304, {}, b""
    server.asked.clear()
    before = state.to_dict()
    assert not read(server, state)
    assert server.paths() == ["/feed"]
    assert server.asked[-1][1]["If-None-Match"] == '"7"'
    assert server.asked[-1][1]["If-Modified-Since"] == "Sun, 09 Mar 2031 10:00:00 GMT"
    assert state.to_dict() == before


def test_a_changed_feed_gives_the_pages_that_are_new(server: WebServer) -> None:
    state = FeedState()
    read(server, state)
    server.pages["/feed"] = rss("<link>/new</link>", "<link>/ice</link>")
    server.pages["/new"] = page("News from the quay today")
    (new,) = reports(read(server, state))
    assert new.title == "News from the quay today"
    assert state == FeedState(None, None, (server.url + "/ice", server.url + "/new"))


def test_a_page_that_failed_is_tried_again_and_the_rest_is_read(server: WebServer) -> None:
    state = FeedState()
    server.pages["/boats"] = 500, {}, b""
    error, ice = read(server, state)
    assert isinstance(error, ReadError) and isinstance(ice, Report)
    assert error.path == server.url + "/boats"
    assert state == FeedState(None, None, (server.url + "/ice",))
    server.pages["/boats"] = page("Boats will sail soon")
    assert [report.title for report in reports(read(server, state))] == ["Boats will sail soon"]
    assert state.etag == '"7"'


def test_a_reading_that_was_stopped_goes_on_where_it_was(server: WebServer) -> None:
    state = FeedState()
    reading = read_feed(server.url + "/feed", state, ReadOptions(), Fetcher(QUICK, allow_private=True))
    next(reading)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert state == FeedState(None, None, (server.url + "/boats",))
    assert [report.title for report in reports(read(server, state))] == ["Ice is thin this year"]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("javascript:alert(1)", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://[::1", "no valid address"),
        ("/picture", "is no page but image/png"),
        ("/empty", "no body text"),
        ("/gone", "404"),
    ],
)
def test_a_link_that_leads_to_no_page_is_an_error_and_the_rest_is_read(server: WebServer, link: str, said: str) -> None:
    server.pages["/feed"] = rss(f"<link>{link}</link>", "<link>/ice</link>")
    server.pages["/picture"] = 200, {"Content-Type": "image/png"}, b"\x89PNG"
    server.pages["/empty"] = b"<html></html>"
    error, ice = read(server)
    assert said in str(error)
    assert isinstance(ice, Report)


def test_the_encoding_that_a_page_is_sent_with_counts(server: WebServer) -> None:
    body = (
        page("Лодки выйдут в море")
        .decode()
        .replace("harbour master", "начальник порта")
        .encode("windows-1251", "replace")
    )
    server.pages["/feed"] = rss("<link>/boats</link>")
    server.pages["/boats"] = 200, {"Content-Type": 'text/html; Charset="windows-1251"'}, body
    (report,) = reports(read(server))
    assert "начальник порта" in report.text


def test_a_feed_that_cannot_be_had_is_an_error(server: WebServer) -> None:
    for answer, said in (
        ((500, {}, b""), "500"),
        (b"<html>Not here.</html>", "is no RSS"),
        (b"x" * 6_000_000, "larger"),
    ):
        server.pages["/feed"] = answer
        (error,) = read(server)
        assert said in str(error)


def test_only_so_many_pages_are_fetched(
    server: WebServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 1)
    assert len(read(server)) == 1
    assert "lists 2 pages" in caplog.text


def test_a_feed_in_a_file(server: WebServer, tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    items = [{"url": server.url + "/boats", "date_published": "2031-03-09"}, {"url": "/nowhere"}]
    path.write_text(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))
    boats, error = read_feed(str(path), FeedState(), ReadOptions(), Fetcher(QUICK, allow_private=True))
    assert isinstance(boats, Report) and isinstance(error, ReadError)
    assert boats.published == "2031-03-09"
    (error,) = read_feed(str(tmp_path / "none.xml"), FeedState(), ReadOptions(), Fetcher(QUICK))
    assert "cannot be read" in str(error)
