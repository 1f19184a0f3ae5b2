from __future__ import annotations

import json
import logging
import os
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MalformedReportError, OnRecordError, ReadError
from onrecord.read.formats.html import find_declared_charset, read_html, split_authors
from onrecord.read.options import ReadOptions
from tests.read.saved_pages import read_saved_pages

CORPORA = os.environ.get("ONRECORD_CORPORA")

PARAGRAPHS = [
    "The harbour of Ostwick will stay open until the talks with the dockers end, the town council decided on Tuesday.",
    "“We will not close it while there is a chance of an agreement,” said Mayor Ilse Krön after the vote.",
    "Jo Lind, who speaks for the dockers, said that her members would meet again before the end of the week.",
    "A spokesman for the port authority declined to say what the delay had cost the shipping lines so far.",
]

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}">
<title>Harbour stays open | The Quay</title>
<meta property="og:title" content="Harbour stays open | The Quay">
<meta property="og:site_name" content="The Quay">
<meta name="author" content="Al Vane">
<meta property="article:published_time" content="2024-09-22T23:30:00+00:00">
<link rel="canonical" href="https://quay.example/2024/harbour-stays-open">
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<main><article><h1>Ostwick harbour stays open</h1>{body}</article></main>
<div class="comments"><p>First! I never liked this harbour, and I have written so under every article here.</p></div>
<footer><p>© 2024 The Quay</p></footer></body></html>"""


def make_page(body: str | None = None, charset: str = "utf-8") -> bytes:
    prose = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS) if body is None else body
    return PAGE.format(charset=charset, body=prose).encode(charset)


def test_a_page_is_a_report() -> None:
    report = read_html(make_page(), "page-2020-01-01.html", ReadOptions(publisher="Other"))
    assert report.text == "\n\n".join(PARAGRAPHS)
    assert report.title == "Ostwick harbour stays open"
    assert report.authors == ("Al Vane",)
    assert report.publisher == "The Quay"
    assert report.url == "https://quay.example/2024/harbour-stays-open"
    assert (report.published, report.published_from) == ("2024-09-22", "metadata")
    assert (report.language, report.origin) == ("en", "page-2020-01-01.html")


def test_options_and_the_file_name_fill_what_the_page_does_not_say() -> None:
    bare = "<html><body><article>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS) + "</article></body></html>"
    report = read_html(bare.encode(), "2024-09-21.html", ReadOptions(publisher="The Quay"))
    assert (report.published, report.published_from, report.publisher) == ("2024-09-21", "file-name", "The Quay")
    report = read_html(bare.encode(), "2024-09-21.html", ReadOptions(date="2020-01-01"))
    assert (report.published, report.published_from) == ("2020-01-01", "option")


def test_a_date_in_the_text_does_not_date_the_page() -> None:
    prose = "".join(f"<p>{words} The first ship came on 3 March 2011.</p>" for words in PARAGRAPHS)
    page = f"<html><body><article>{prose}</article></body></html>"
    assert read_html(page.encode(), "page.html", ReadOptions()).published is None


def test_an_uncertain_date_is_said_and_the_name_of_the_file_may_settle_it(caplog: pytest.LogCaptureFixture) -> None:
    other = b'<script type="application/ld+json">{"@type":"Article","headline":"Ostwick harbour stays open",'
    page = make_page().replace(b"</head>", other + b'"datePublished":"2024-10-01"}</script></head>')
    report = read_html(page, "page.html", ReadOptions())
    assert (report.published, report.published_certain) == ("2024-09-22", False)
    assert "the date 2024-09-22 is uncertain: the page gives 2024-10-01 too" in caplog.messages[0]
    report = read_html(page, "2024-10-01.html", ReadOptions())
    assert (report.published, report.published_certain) == ("2024-10-01", True)
    report = read_html(page, "page.html", ReadOptions(date="2024-12-01"))
    assert (report.published, report.published_certain) == ("2024-12-01", True)


def test_many_marks_cost_no_time() -> None:
    marks = "<q>Well</q> he said. " * 5_000
    assert read_html(make_page(f"<p>{marks}</p>"), "page.html", ReadOptions()).text.count("“Well” he said.") == 5_000


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
def test_a_page_of_another_encoding(charset: str, caplog: pytest.LogCaptureFixture) -> None:
    assert read_html(make_page(charset=charset), "page.html", ReadOptions()).text == "\n\n".join(PARAGRAPHS)
    assert not [record for record in caplog.records if record.name == "onrecord"]


def test_lists_and_line_breaks_are_plain_paragraphs() -> None:
    prose = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    added = (
        "<p>One <b>bold</b>\n  claim.<br><br>Then <a href='/x'>another</a>.</p><ul><li>Item one is a fact.</li></ul>"
    )
    text = read_html(make_page(prose + added), "page.html", ReadOptions()).text
    assert text.endswith("\n\nOne bold claim.\n\nThen another.\n\nItem one is a fact.")


def test_a_repeated_headline_and_paragraphs_of_nothing_but_a_link_are_left_out() -> None:
    prose = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    link = "<p>More: <a href='/x'>Ten ships that never came back to the harbour</a></p>"
    body = f"<h2>Ostwick Harbour stays open</h2>{prose}{link}"
    assert read_html(make_page(body), "page.html", ReadOptions()).text == "\n\n".join(PARAGRAPHS)


def test_a_body_that_advertisements_split_is_read_whole() -> None:
    parts = [[f"{words} Part {part}, with more words so that it is long." for words in PARAGRAPHS * 2] for part in "AB"]
    boxes = "".join(
        "<div class='grid'><div class='row'><div class='body__inner'>"
        + "".join(f"<p>{words}</p>" for words in part)
        + "</div></div><aside>Advertisement</aside></div>"
        for part in parts
    )
    text = read_html(make_page(f"<div>{boxes}</div>"), "page.html", ReadOptions()).text
    assert "Part A" in text
    assert "Part B" in text


@pytest.mark.parametrize(
    "page", [b"", b"<html></html>", b"<html><body><p><a href=x>Home</a></p><p> </p></body></html>", b"<p", b"\n\n"]
)
def test_a_page_without_a_body_says_so(page: bytes) -> None:
    with pytest.raises(MalformedReportError, match=r"^page\.html: .*no body text"):
        read_html(page, "page.html", ReadOptions())


def test_a_page_too_large_for_news() -> None:
    with pytest.raises(ReadError, match="larger than 20 MB"):
        read_html(b"<html>" + b" " * 20 * 2**20, "page.html", ReadOptions())


def test_endless_metadata_costs_no_time() -> None:
    page = make_page().replace(b'content="Al Vane"', b'content="' + b"<" * 200_000 + b'"')
    assert read_html(page, "page.html", ReadOptions()).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("tag", ["div", "ul><li", "b", "blockquote", "table><tr><td", "a href='x'"])
def test_deep_nesting_is_read_or_refused(tag: str) -> None:
    try:
        read_html(f"<html><body>{f'<{tag}>' * 3_000}{PARAGRAPHS[0]}".encode(), "page.html", ReadOptions())
    except MalformedReportError as error:
        assert error.path == "page.html"


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="Shift_JIS">', "Shift_JIS"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>", "windows-1251"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<html>", None),
        (b" " * 5_000 + b'<meta charset="utf-8">', None),
    ],
)
def test_declared_encoding(head: bytes, charset: str | None) -> None:
    assert find_declared_charset(head) == charset


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        (None, ()),
        ("Al Vane; Jo Lind", ("Al Vane", "Jo Lind")),
        ("Al Vane; Al-Vane; https; Www Quay Example", ("Al Vane",)),
        (" ; --", ()),
    ],
)
def test_authors(names: str | None, authors: tuple[str, ...]) -> None:
    assert split_authors(names) == authors


def test_the_libraries_keep_quiet(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(MalformedReportError):
        read_html(b"<html></html>", "page.html", ReadOptions())
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


TAGS = ["<p>", "</p>", "<div class=a>", "</div>", "<br>", "<a href='http://[x'>", "<h1>", "<ul><li>", "<table>", "<!--"]
ODDITIES = [
    "<script type='application/ld+json'>",
    '{"@type": [1, null], "headline": {}}',
    "</script>",
    "&#0;",
    "&#xD800;",
    "<meta name=author content=''>",
    "<link rel=canonical href='//['>",
    "<time datetime='9999-99-99'>",
    "<![CDATA[",
]
MARKUP = st.sampled_from([*TAGS, *ODDITIES, *PARAGRAPHS])


@settings(max_examples=80, deadline=None)
@given(st.lists(MARKUP | st.text(max_size=20), max_size=25), st.booleans())
def test_any_page_is_a_report_or_our_error(pieces: list[str], whole: bool) -> None:
    page = "".join(pieces)
    try:
        report = read_html((f"<html><body>{page}" if whole else page).encode(), "page.html", ReadOptions())
    except OnRecordError as error:
        assert str(error).startswith("page.html: ")
    else:
        assert report.text.strip() == report.text != ""


@pytest.mark.skipif(CORPORA is None, reason="ONRECORD_CORPORA does not name the folder of corpora")
def test_saved_pages_of_real_outlets() -> None:
    precision = recall = dates = 0.0
    pages = read_saved_pages()
    for page, report in pages.items():
        expected = json.loads(page.with_name(page.name.removesuffix(".html.gz") + ".json").read_text("utf-8"))
        found, wanted = (Counter(re.findall(r"\w+", text)) for text in (report.text, expected["body"]))
        common = (found & wanted).total()
        precision += common / found.total() / len(pages)
        recall += common / wanted.total() / len(pages)
        dates += (report.published == expected["published"][:10]) / len(pages)
    assert precision > 0.91
    assert recall > 0.98
    assert dates >= 0.95


@pytest.mark.parametrize("page", [b"<svg>html", b"<svg><html", b"<math>html", b"<frameset>html", b"<!--", b"<?xml"])
def test_a_page_that_a_parser_fails_on_is_an_error_of_that_page(page: bytes) -> None:
    with pytest.raises(ReadError):
        read_html(page, "a.html", ReadOptions())


def test_a_page_with_very_many_attributes_is_read() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(20_000))
    words = "The mayor said on Friday that the boats would sail soon, and that the ice was thin this year."
    page = f"<html><body><div {attributes}>" + f"<p>{words}</p>" * 5
    assert words in read_html(page.encode(), "a.html", ReadOptions()).text
