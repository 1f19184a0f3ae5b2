"""Measure the page of a long report: ``python -m benchmarks.long_report CORPORA``.

Makes one report of 20,000 words from real articles, annotates it into a store, opens a room over it, and loads its
page in Chromium several times. Prints when the response arrived, when the page was usable (``domInteractive`` of
Navigation Timing, https://www.w3.org/TR/navigation-timing-2/), when it was loaded, and how long the key ``j`` takes to
highlight a statement.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import onrecord
from benchmarks.records import read_articles
from benchmarks.room import open_room
from onrecord.record import Report
from onrecord.store import open_store

_TIMING = """(() => {
  const times = performance.getEntriesByType("navigation")[0];
  return [times.responseEnd, times.domInteractive, times.loadEventEnd];
})()"""


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_report", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with articles/articles.jsonl.gz in it")
    parser.add_argument("--words", type=int, default=20_000, help="length of the report")
    parser.add_argument("--times", type=int, default=5, help="how many times to load the page")
    parser.add_argument("--model", metavar="NAME", help="an installed model, or a folder of weights, such as ./weights")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is not installed (apt-get install chromium)")
    record = onrecord.annotate(_make_report(options.corpora, options.words), model=options.model)
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "long.db")
        with open_store(place) as store:
            store.add([record])
        with open_room(place, 1) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            rounds = [_load(page, f"{address}reports/{record.report.id}") for _ in range(options.times)]
            browser.close()
    print(f"{len(record.report.text.split())} words, {len(record.statements)} statements, median of {options.times}")
    for name, values in zip(("response", "usable", "loaded", "highlight"), zip(*rounds, strict=True), strict=True):
        print(f"{name:12} {statistics.median(values):6.0f} ms, at most {max(values):.0f}")


def _make_report(corpora: Path, words: int) -> Report:
    parts: list[str] = []
    left = words
    for article in read_articles(corpora):
        parts.append(article.text)
        left -= len(article.text.split())
        if left <= 0:
            break
    return Report("\n\n".join(parts), origin="long.txt", published="2024-01-01", title="A long report")


def _load(page: Page, address: str) -> tuple[float, ...]:
    page.goto(address, wait_until="load")
    timing: list[float] = page.evaluate(_TIMING)
    begun = time.perf_counter()
    page.keyboard.press("j")
    page.wait_for_selector(".card.on")
    return (*timing, 1000 * (time.perf_counter() - begun))


if __name__ == "__main__":
    main()
