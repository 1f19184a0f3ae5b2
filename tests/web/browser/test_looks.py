"""Every page at two widths, light and dark: nothing serious for axe, no sideways scrolling, a screenshot to look at."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import NARROW, WIDE, Watch

axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not there: pip install 'onrecord[dev]'")
SCREENSHOTS = Path(__file__).parents[3] / "build" / "screenshots"
_LOOKS = [(width, scheme) for width in ("desktop", "phone") for scheme in ("light", "dark")]
_PARTS_TO_COME = "[hx-trigger=load] > a"
_OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
_IS_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_WIDER = """[...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !one.closest('.skip, .scroll, pre'))
  .map((one) => one.outerHTML.slice(0, 120))"""


def check_axe(page: Page) -> None:
    found = axe_api.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [
        (one["id"], one["impact"], [node["html"][:200] + " " + node["failureSummary"] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical", "moderate")
    ]
    assert not grave, (page.url, grave)


@pytest.mark.parametrize(("width", "scheme"), _LOOKS)
def test_every_page_is_fit_to_be_looked_at(
    width: str, scheme: str, room: str, pages: dict[str, str], visiting: Callable[..., Watch]
) -> None:
    watch = visiting(room, viewport=WIDE if width == "desktop" else NARROW, color_scheme=scheme)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    faults = []
    page = watch.open()
    for name, path in pages.items():
        page.goto(room + path)
        expect(page.locator(_PARTS_TO_COME)).to_have_count(0)
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=name != "api")
        page.evaluate(_OPEN_ALL)
        if page.evaluate(_IS_WIDER):
            faults.append((name, page.evaluate(_WIDER)[:5]))
        try:
            check_axe(page)
        except AssertionError as error:
            faults.append((name, str(error)))
    watch.faults = [fault for fault in watch.faults if not re.search("status of (400|404)", fault)]
    assert not faults, "\n".join(map(str, faults))
