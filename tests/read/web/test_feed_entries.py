from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MalformedReportError, MissingExtraError
from onrecord.read.web import feed_entries
from onrecord.read.web.feed_entries import FeedEntry, parse_feed_date, read_entries

BASE = "https://post.example/feeds/all.xml"
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Post</title>
<item><title>Boats &amp; “ice”</title><link>https://post.example/boats</link><dc:creator>Tove Quist</dc:creator>
<pubDate>Sun, 09 Mar 2031 23:30:00 -0500</pubDate></item>
<item><link>/relative?a=1</link></item>
<item><link>https://post.example/boats</link><title>Again</title></item>
<item><title>No link</title></item>
<item><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><title>Boats</title><link rel="alternate" href="../boats"/><author><name>Tove Quist</name></author>
<author><name>N. Øye</name></author><published>2031-03-09T23:30:00-05:00</published>
<updated>2031-04-01T00:00:00Z</updated></entry>
<entry><title>Ice</title><link href="https://post.example/ice"/><updated>2031-04-01T00:00:00Z</updated></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {
            "url": "boats",
            "title": "Boats\n again",
            "authors": [{"name": "Tove Quist"}, {}],
            "date_published": "2031-03-09T01",
        },
        {"url": "https://post.example/ice", "author": {"name": "N. Øye"}, "date_modified": "2031-04-01T00:00:00Z"},
        {"url": 5, "title": ["x"], "authors": "x"},
        "nothing",
        {"id": "7"},
    ],
}
BOATS = FeedEntry("https://post.example/boats", "Boats & “ice”", ("Tove Quist",), "2031-03-09")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_rss_in_any_encoding(encoding: str) -> None:
    entries = read_entries(RSS.format(encoding=encoding).encode(encoding), "feed", BASE)
    assert entries == [
        BOATS,
        FeedEntry("https://post.example/relative?a=1", None, (), None),
        FeedEntry("javascript:alert(1)", None, (), None),
    ]


def test_an_encoding_that_is_not_the_one_declared_is_read_as_what_it_is() -> None:
    first, *_ = read_entries(RSS.format(encoding="utf-8").encode("windows-1252"), "feed", BASE)
    assert (first.url, first.published) == (BOATS.url, BOATS.published)


def test_the_encoding_that_a_feed_was_sent_with_counts() -> None:
    raw = RSS.partition("?>")[2].replace("Tove Quist", "Jānis Bērziņš").encode("windows-1257", "replace")
    first, *_ = read_entries(raw, "feed", BASE, "application/rss+xml; charset=windows-1257")
    assert first.authors == ("Jānis Bērziņš",)


@pytest.mark.parametrize("kind", ["text/html", "text/plain; charset=nonsense", "\xff", "application/octet-stream"])
def test_a_wrong_content_type_does_no_harm(kind: str) -> None:
    assert read_entries(RSS.format(encoding="utf-8").encode(), "feed", BASE, kind)[0] == BOATS


def test_atom() -> None:
    assert read_entries(ATOM.encode(), "feed", BASE) == [
        FeedEntry("https://post.example/boats", "Boats", ("Tove Quist", "N. Øye"), "2031-03-09"),
        FeedEntry("https://post.example/ice", "Ice", (), "2031-04-01"),
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n "])
def test_json_feed(mark: bytes) -> None:
    assert read_entries(mark + json.dumps(JSON_FEED).encode(), "feed", "https://post.example/feed.json") == [
        FeedEntry("https://post.example/boats", "Boats again", ("Tove Quist",), "2031-03-09"),
        FeedEntry("https://post.example/ice", None, ("N. Øye",), "2031-04-01"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"The mayor spoke.",
        b"<html><body>Not here.</body></html>",
        b"{",
        b"{}",
        b'{"version": "2"}',
        b'{"a":' * 100_000,
        b"\x00\x01\x02\xff",
    ],
)
def test_what_is_no_feed_is_refused(raw: bytes) -> None:
    with pytest.raises(MalformedReportError):
        read_entries(raw, "feed", BASE)


def test_a_feed_that_breaks_off_gives_what_is_there() -> None:
    raw = RSS.format(encoding="utf-8").encode()
    assert BOATS in read_entries(raw[: raw.index(b"<item><title>No link")], "feed", BASE)


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><rss version="2.0"><channel><item><title>&l9;</title>'
    "<link>https://post.example/a</link></item></channel></rss>",
    "outside entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
    "<title>&e;</title><link>https://post.example/a</link></item></channel></rss>",
    "outside type": '<!DOCTYPE rss SYSTEM "http://169.254.169.254/x.dtd"><rss version="2.0"><channel><item>'
    "<title>x</title><link>https://post.example/a</link></item></channel></rss>",
    "deep": '<rss version="2.0"><channel>' + "<x>" * 20_000,
    "many tags left open": '<rss version="2.0"><channel>' + "<item><title>x" * 20_000,
    "less-than signs": '<rss version="2.0"><channel><item>' + "<" * 100_000,
    "declarations": "<!ENTITY " * 100_000 + '<rss version="2.0"/>',
    "quotation marks": '<rss version="2.0"><channel><item a="' + "'\"" * 50_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_feed_is_read_or_refused(raw: str) -> None:
    try:
        entries = read_entries(raw.encode(), "feed", BASE)
    except MalformedReportError:
        entries = []
    for entry in entries:
        assert len(entry.title or "") < 10_000
        assert "root:" not in (entry.title or "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2031-03-09", "2031-03-09"),
        ("2031-03-09T23:30:00-05:00", "2031-03-09"),
        ("Sun, 09 Mar 2031 23:30:00 -0500", "2031-03-09"),
        ("9 Mar 31 10:00 GMT", "2031-03-09"),
        ("2031-02-30", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_is_the_one_that_is_written(words: str | None, expected: str | None) -> None:
    assert parse_feed_date(words) == expected


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_words_are_a_date_or_none(words: str) -> None:
    found = parse_feed_date(words)
    assert found is None or len(found) == 10


def test_without_feedparser_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[feed\]"):
        read_entries(ATOM.encode(), "feed", BASE)


@pytest.mark.parametrize(
    ("reference", "title"),
    [
        ("&#xD83D;&#xDE00;", "\U0001f600"),
        ("&#55357;&#56832;", "\U0001f600"),
        ("&#xDE00;&#xD83D;", "\ufffd\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#99999999999999999999999999;", "\ufffd"),
        (f"&#{9:05000};", ""),
        ("&#0;", "\ufffd"),
        ("&#38;", "&"),
        ("&#xe9;", "é"),
    ],
)
def test_a_reference_to_no_character_costs_only_itself(reference: str, title: str) -> None:
    feed = (
        f"<rss version='2.0'><channel><item><title>{reference}</title><link>https://post.example/a</link></item>"
        "<item><title>Boats</title><link>https://post.example/b</link></item></channel></rss>"
    )
    assert [entry.title or "" for entry in read_entries(feed.encode(), "feed", "")] == [title, "Boats"]


def test_a_broken_entry_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = b"<rss version='2.0'><channel>%s</channel></rss>" % b"".join(
        b"<item><title>%s</title><link>https://post.example/%s</link></item>" % (name, name) for name in (b"a", b"b")
    )

    def fail_on_a(day: str | None) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OverflowError

    calls = 0
    monkeypatch.setattr(feed_entries, "parse_feed_date", fail_on_a)
    assert [entry.title for entry in read_entries(feed, "feed", "")] == ["b"]


def test_a_feed_with_very_many_attributes_is_read() -> None:
    attributes = " ".join(f"a{number}='1'" for number in range(20_000))
    feed = f"<rss version='2.0'><channel><item {attributes}><link>https://post.example/a</link></item></channel></rss>"
    assert len(read_entries(feed.encode(), "feed", "")) == 1
