"""A folder of files is added in the room: each file says what was found, or why it was not read."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from onrecord.store import open_store
from tests.web.browser.conftest import Watch

_PAGE = "date 2031-07-0{number}\n\n“The quay {number} is open,” harbour clerk Solveig Rand said."


def test_a_folder_is_uploaded(work: Watch, desk_place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "inner").mkdir(parents=True)
    for number in range(1, 4):
        (folder / f"quay-{number}.txt").write_text(_PAGE.format(number=number), encoding="utf-8")
    (folder / "inner" / "empty.txt").write_text("", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    page = work.open("/add")
    page.locator("#folder").set_input_files(folder)
    uploads = page.locator("#uploads")
    expect(uploads).to_contain_text("4 of 4 files read, 1 could not be read; 1 left out")
    expect(uploads.locator("li.fault")).to_contain_text("empty.txt")
    expect(uploads.locator("a")).to_have_count(3)
    with open_store(str(desk_place), read_only=True) as store:
        assert len(store.search("quay").hits) == 3
    uploads.locator("a").first.click()
    expect(page.locator("#text")).to_contain_text("The quay")
    work.expect("Failed to load resource")
