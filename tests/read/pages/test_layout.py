from __future__ import annotations

import logging

import pytest

from onrecord.read.formats.html import read_html
from onrecord.read.options import ReadOptions

FIRST = (
    "The old water mill on the Eade will turn again this spring, the town council decided by seven votes to four, "
    "after a winter of mud."
)
LAST = "The work will cost £90,000, most of it from a lottery for old buildings, said the treasurer, Sunita Rao."


def read_body(added: str, frame: str = "<main><article><h1>{0}</h1>{1}</article></main>", before: str = "") -> str:
    headline = "Water mill to turn again"
    story = frame.format(headline, f"<p>{FIRST}</p>{added}<p>{LAST}</p>")
    page = f"<html lang='en'><head><title>{headline}</title></head><body>{before}{story}</body></html>"
    return read_html(page.encode(), "page.html", ReadOptions()).text


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (
            "<ol><li>“It was never sold,” said Bo Eklund.</li></ol>",
            "“It was never sold,” said Bo Eklund.",
        ),
        (
            "<ul><li>“Yes, it will,” said A.<ul><li>“It was never sold,” said B.</li></ul></li></ul>",
            "“It was never sold,”",
        ),
        ("<dl><dt>And the wheel?</dt><dd>“It turns.”</dd></dl>", "And the wheel?\n\n“It turns.”"),
        (
            "<details><summary>More</summary>“It turns,” said Bo Eklund.</details>",
            "More\n\n“It turns,” said Bo Eklund.",
        ),
        ("<div class='accordion' hidden><p>" + FIRST.replace("mill", "wheel") + "</p></div>", "old water wheel"),
        ("<table><tr><td>Bo Eklund</td><td>“It turns,” he said.</td></tr></table>", "Bo Eklund: “It turns,” he said."),
        ("<table><tr><td><p>It turns.</p><p>It stops.</p></td></tr></table>", "It turns.\n\nIt stops."),
        ("Some say no.<br><br>“It turns,” said Bo Eklund.", "Some say no.\n\n“It turns,” said Bo Eklund."),
    ],
)
def test_parts_that_hold_prose_are_read(added: str, expected: str) -> None:
    text = read_body(added)
    assert expected in text
    assert text.startswith(FIRST)
    assert text.endswith(LAST)


def test_an_aside_may_be_the_article() -> None:
    text = read_body("", "<div><aside class='col'><h1>{0}</h1>{1}</aside></div>")
    assert text == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "notice",
    [
        "<div class='cookie'><p>By pressing Accept you agree to all of them, and to those of our friends.</p></div>",
        "<div><p>This website uses cookies to give you the best experience, and our partners read them too.</p></div>",
    ],
)
def test_notices_about_cookies_are_left_out(notice: str) -> None:
    assert read_body("", "<div><h1>{0}</h1>{1}</div>", notice) == f"{FIRST}\n\n{LAST}"


def test_a_table_of_numbers_is_left_out_and_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "onrecord"):
        text = read_body("<table><tr><th>Year</th></tr><tr><td>2031</td></tr></table>")
    assert "2031" not in text
    assert caplog.messages == ["page.html: not read: 1 table"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Two cooks<sup><a href='#f1'>1</a></sup> came.", "Two cooks came."),
        ("Two cooks<sup>[2]</sup> came.", "Two cooks came."),
        ("Two cooks<sup>(2)</sup> came.", "Two cooks came."),
        ("Two cooks<sup>3</sup> came.", "Two cooks came."),
        ("Two cooks came.<sup>12</sup> It was late.", "Two cooks came. It was late."),
        ("Two cooks<a class='footnote' href='#f1'>1</a> came.", "Two cooks came."),
        ("Two cooks<span class='footnote-ref'>a</span> came.", "Two cooks came."),
        ("Two cooks<sup>†</sup> came.", "Two cooks came."),
        ("The 19<sup>th</sup> owl has 40 km<sup>2</sup>.", "The 19th owl has 40 km2."),
        ("It holds 10<sup>6</sup> frogs in 30 metres<sup>3</sup>.", "It holds 106 frogs in 30 metres3."),
        ("E = mc<sup>2</sup>, says <a href='#top'>Bo</a>.", "E = mc2, says Bo."),
    ],
)
def test_marks_of_footnotes_are_no_words(markup: str, expected: str) -> None:
    assert expected in read_body(f"<p>{markup}</p>")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<q>It turns,</q> said Bo Eklund.", "“It turns,” said Bo Eklund."),
        ("<q>He called it <q>a <b>wheel</b></q></q>, she said.", "“He called it ‘a wheel’”, she said."),
        ("<q>“It turns,”</q> said Bo Eklund.", "“It turns,” said Bo Eklund."),
        ("“<q>It turns,</q>” said Bo Eklund.", "“It turns,” said Bo Eklund."),
    ],
)
def test_quotation_marks_of_the_browser_are_written(markup: str, expected: str) -> None:
    assert expected in read_body(f"<p>{markup}</p>")
