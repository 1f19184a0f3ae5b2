"""The review page: what is unsure, decided with one key each, the words in view all the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from onrecord.record import AnnotatedReport, Speaker, replace
from onrecord.store import Query, open_store
from tests.making import make_record
from tests.web.browser.conftest import Watch, serving
from tests.web.browser.test_correcting import select
from tests.web.browser.test_looks import SCREENSHOTS, check_axe


def _unsure(number: int) -> AnnotatedReport:
    """A report with a statement whose speaker is unresolved, one of low confidence, and a sure one."""
    text = (
        f"Vera Quist met Tomas Brae at pier {number}.\n\n“Pier {number} is safe,” she said.\n\nThe engineer of pier "
        f"{number} said it would close. “It is late at pier {number},” Vera Quist added."
    )
    made = make_record(
        text,
        ("she", "said", f"“Pier {number} is safe,”", None),
        ("The engineer", "said it", "would close", None),
        ("Vera Quist", "added", f"“It is late at pier {number},”", "Vera Quist"),
        ("Tomas Brae", "met", "at pier", "Tomas Brae"),
        published="2031-06-01",
        publisher="Holm Gazette",
        origin=f"unsure/{number}.txt",
        title=f"Pier {number}",
    )
    she, engineer, sure, _ = made.statements
    speaker = Speaker(None, None, "unresolved", None, ("Vera Quist", "Tomas Brae"))
    return replace(
        made,
        statements=(replace(she, speaker=speaker), replace(engineer, confidence=0.4), replace(sure, confidence=0.95)),
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("review") / "onrecord.db"
    with open_store(str(place)) as store:
        store.add([_unsure(number) for number in range(1, 30)])
    return place


@pytest.fixture(scope="module")
def queue(place: Path) -> Iterator[str]:
    with serving(place) as address:
        yield address


def test_fifty_unsure_statements_are_checked_with_one_key_each(
    queue: str, place: Path, visiting: Callable[..., Watch]
) -> None:
    page = visiting(queue).open()
    page.get_by_role("link", name="58 statements to check").click()
    done = page.locator(".progress span")
    expect(done).to_have_text("0 done · 58 left")
    page.screenshot(path=SCREENSHOTS / "review-desktop-light.png", caret="initial")
    check_axe(page)
    expect(page.locator(".who")).to_contain_text("who is meant?")
    keys = ["1", "2", "0", "a", "x"]
    for number in range(50):
        expect(page.locator("#text .content.on").first).to_be_in_viewport()
        expect(page.locator(".card")).to_be_in_viewport()
        # Of those with a clear speaker there are fewer to choose from.
        page.keyboard.press(keys[number % 5] if number < 29 else keys[3 + number % 2])
        expect(done).to_have_text(f"{number + 1} done · {57 - number} left")
    with open_store(str(place), read_only=True) as store:
        log = store.corrections.log()
        assert len(log) == 50
        assert {one.by for one in log} == {"a tester"}
        assert {one.action for one in log} == {"speaker", "accept", "reject"}
        assert store.count(Query(doubt=0.3)) == 8
        assert {one.detail["name"] for one in log if one.action == "speaker"} == {"Vera Quist", "Tomas Brae", None}
    page.keyboard.press("u")
    expect(done).to_have_text("49 done · 9 left")
    # Later: the next one comes, and nothing is decided.
    before = page.locator(".card").get_attribute("id")
    page.keyboard.press("Space")
    expect(page.locator(".card")).not_to_have_attribute("id", str(before))
    expect(done).to_have_text("49 done · 9 left")
    # A change by selecting words in place.
    page.keyboard.press("e")
    select(page, "close")
    page.locator("#pick [data-pick=content]").click()
    page.locator("#editor").get_by_role("button", name="Save").click()
    expect(done).to_have_text("50 done · 8 left")
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=SCREENSHOTS / "review-phone-light.png", caret="initial")
    check_axe(page)


def test_a_review_goes_on_without_scripts(queue: str, visiting: Callable[..., Watch]) -> None:
    page = visiting(queue, java_script_enabled=False).open("/review?unsure=all")
    before = page.locator(".card").get_attribute("id")
    page.locator(".accept").click()
    expect(page.locator(".card")).not_to_have_attribute("id", str(before))
    assert "/review" in page.url
