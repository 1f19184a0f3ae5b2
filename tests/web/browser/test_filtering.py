"""A report's statements filtered in place, and its words searched."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.browser.conftest import Watch
from tests.web.browser.test_reading import report_path
from tests.web.material import STRAIT


def test_the_statements_of_a_report_are_filtered_by_speaker_words_and_doubt(visit: Watch) -> None:
    page = visit.open(report_path(STRAIT))
    cards = page.locator("aside .card[data-statement]:visible")
    expect(cards).to_have_count(4)
    page.locator("#by-speaker").select_option("Piotr Salme")
    expect(cards).to_have_count(2)
    expect(page.locator("#shown-count")).to_have_text("2 of 4 shown")
    page.get_by_label("only unsure").check()
    expect(cards).to_have_count(1)
    expect(cards.first).to_have_class("card doubt-much")
    # The keys go through what is shown.
    page.keyboard.press("Escape")
    page.locator("#by-speaker").select_option("")
    page.get_by_label("only unsure").uncheck()
    page.locator("#in-report").fill("PATIENCE")
    expect(cards).to_have_count(1)
    page.locator("#in-report").fill("")
    expect(cards).to_have_count(4)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save as CSV").click()
    assert waiting.value.path().read_text(encoding="utf-8-sig").count("\n") == 5


def test_reports_are_filtered_by_headline_outlet_and_day(visit: Watch) -> None:
    page = visit.open("/reports")
    page.get_by_role("searchbox").fill("BOATS westmere 2031-03")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#list li")).to_have_count(1)
    expect(page.locator("#list li")).to_contain_text("Boats to sail at dawn")
    page.get_by_role("searchbox").fill("zeppelin")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".none")).to_contain_text("Show all")
