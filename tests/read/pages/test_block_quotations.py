from __future__ import annotations

import pytest

from onrecord.read.formats.html import read_html
from onrecord.read.options import ReadOptions
from onrecord.read.pages.block_quotations import BlockQuotation, locate_quotations
from onrecord.record import AnnotatedReport, LaidOutReport, Report, plain_report

PARAGRAPH = (
    "<p>The old water mill on the Eade will turn again this spring, the town council decided by seven votes to four, "
    "after a winter in which volunteers cleared two tonnes of mud from the race.</p>"
)


def read_page(added: str) -> LaidOutReport:
    body = f"<article><h1>Water mill to turn again</h1>{PARAGRAPH}{added}{PARAGRAPH.replace('mill', 'wheel')}</article>"
    return read_html(f"<html lang='en'><body>{body}</body></html>".encode(), "page.html", ReadOptions())


def quoted(report: LaidOutReport) -> list[tuple[list[str], str | None]]:
    return [
        ([report.text[slice(*span)] for span in one.spans], one.signature and report.text[slice(*one.signature)])
        for one in report.quotations
    ]


@pytest.mark.parametrize(
    ("markup", "signature"),
    [
        ("<blockquote><p>Grease will not save it.</p></blockquote>", None),
        (
            "<blockquote>Grease will not save it.<footer>— Owen Trask, miller</footer></blockquote>",
            "Owen Trask, miller",
        ),
        ("<blockquote><p>Grease will not save it.</p><cite>Owen Trask</cite></blockquote>", "Owen Trask"),
        ("<blockquote>Grease will not save it.<br><small>Owen Trask</small></blockquote>", "Owen Trask"),
        ("<blockquote><p>Grease will not save it.</p><p>– Owen Trask</p></blockquote>", "Owen Trask"),
        ("<blockquote><p>Grease will not save it.</p></blockquote><p class=attribution>Owen Trask</p>", "Owen Trask"),
        (
            "<figure><blockquote>Grease will not save it.</blockquote><figcaption>—Owen Trask</figcaption></figure>",
            "Owen Trask",
        ),
        (
            "<blockquote><p>Grease will not save it.</p>— Owen Trask (@ot) <a href=x>May 1, 2031</a></blockquote>",
            "Owen Trask (@ot) May 1, 2031",
        ),
    ],
)
def test_quotations_and_their_signatures(markup: str, signature: str | None) -> None:
    assert quoted(read_page(markup)) == [(["Grease will not save it."], signature)]


def test_paragraphs_stay_paragraphs() -> None:
    report = read_page("<p>She wrote:</p><blockquote><p>Grease will not save it.</p><p>Money might.</p></blockquote>")
    assert quoted(report) == [(["Grease will not save it.", "Money might."], None)]
    assert "She wrote:\n\nGrease will not save it.\n\nMoney might.\n\n" in report.text


def test_a_pull_quote_is_read_once() -> None:
    words = "It is the only wheel in the county"
    report = read_page(f"<p>“{words},” said Bo Eklund.</p><blockquote><p>{words}</p></blockquote>")
    assert report.text.count(words) == 1
    assert report.quotations == ()


def test_a_page_that_is_all_quotation_is_left_as_it_is() -> None:
    page = f"<html><body><blockquote>{PARAGRAPH * 2}</blockquote></body></html>"
    assert read_html(page.encode(), "page.html", ReadOptions()).quotations == ()


def test_quotations_that_are_not_in_the_text_are_left_out() -> None:
    found = locate_quotations(
        "A b.\n\nSo it is.\n\n— Al", [BlockQuotation(("Gone.",), None), BlockQuotation(("So it is.",), "Al")]
    )
    assert [(one.spans, one.signature) for one in found] == [(((6, 15),), (19, 21))]


def test_the_record_holds_no_layout() -> None:
    report = read_page("<blockquote><p>Grease will not save it.</p></blockquote>")
    plain = plain_report(report)
    assert type(plain) is Report
    assert AnnotatedReport(plain).to_dict()["text"] == report.text
    assert plain_report(plain) is plain
