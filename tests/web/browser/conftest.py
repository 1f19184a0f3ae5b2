"""A browser, and rooms that the command serves, for the tests of the pages as people see them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from onrecord.record import AnnotatedReport
from onrecord.store import open_store
from tests.web.browser.places import PAGES
from tests.web.material import ALL, to_correct

sync_api = pytest.importorskip("playwright.sync_api", reason="there is no playwright: pip install 'onrecord[dev]'")
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request  # noqa: E402

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
_PATIENCE_MS = 10_000


@contextmanager
def serving(place: Path, *options: str) -> Iterator[str]:
    """Serve a store with the command; give the room's address without a slash at its end."""
    room = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "serve", str(place), "--port", "0", "--by", "a tester", *options],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert room.stderr is not None
        line = room.stderr.readline()
        assert "the reading room is open" in line, line + room.stderr.read()
        yield next(word for word in line.split() if word.startswith("http")).rstrip("/")
    finally:
        room.terminate()
        room.communicate(timeout=20)


class Watch:
    """Notes what a page must never do: fail, break the policy, or ask another host for anything."""

    def __init__(self, context: BrowserContext, room: str) -> None:
        self.context = context
        self.room = room
        self.faults: list[str] = []
        self.pages: list[Page] = []

    def open(self, path: str = "/") -> Page:
        page = self.context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"error in a script: {error}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", self._asked)
        self.pages.append(page)
        page.goto(self.room + path)
        return page

    def expect(self, part: str) -> None:
        """Drop faults that a test provoked."""
        assert any(part in fault for fault in self.faults), self.faults
        self.faults = [fault for fault in self.faults if part not in fault]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.room).netloc:
            self.faults.append(f"asked another host: {request.url}")


# Playwright keeps a loop running in its thread, which other tests that need one must not find.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("there is no browser to test the pages with (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=found, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def room_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the room that nobody changes."""
    place = tmp_path_factory.mktemp("room") / "onrecord.db"
    with open_store(str(place)) as store:
        store.add(ALL)
    return place


@pytest.fixture(scope="session")
def room(room_place: Path) -> Iterator[str]:
    """The address of a room that nobody changes."""
    with serving(room_place) as address:
        yield address


@pytest.fixture(scope="session")
def pages(room_place: Path) -> dict[str, str]:
    """The address of every page, by a name for it."""
    with open_store(str(room_place), read_only=True) as store:
        person, hostile = (store.people(name)[0].id for name in ("Tamm", "img"))
    return {name: path.replace("PERSON", person).replace("HOSTILE", hostile) for name, path in PAGES.items()}


@pytest.fixture(scope="session")
def desk_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the room that is changed."""
    place = tmp_path_factory.mktemp("desk") / "onrecord.db"
    with open_store(str(place)) as store:
        store.add([to_correct(0)])
    return place


@pytest.fixture(scope="session")
def desk(desk_place: Path) -> Iterator[str]:
    """The address of a room that tests change, each in a report of its own."""
    with serving(desk_place) as address:
        yield address


_NUMBERS = count(1)


@pytest.fixture
def report(desk_place: Path) -> AnnotatedReport:
    """A report in the store of the desk that no other test touches."""
    made = to_correct(next(_NUMBERS))
    with open_store(str(desk_place)) as store:
        store.add([made])
    return made


@pytest.fixture
def visiting(browser: Browser) -> Iterator[Callable[..., Watch]]:
    """Opens a browser window on a room; what goes wrong in it fails the test."""
    watches: list[Watch] = []

    def open_window(room: str, **options: Any) -> Watch:
        context = browser.new_context(**{"viewport": WIDE, **options})
        watches.append(Watch(context, room))
        return watches[-1]

    yield open_window
    faults = [fault for watch in watches for fault in watch.faults]
    for watch in watches:
        watch.context.close()
    assert not faults, faults


@pytest.fixture
def visit(visiting: Callable[..., Watch], room: str) -> Watch:
    """A window on the room that nobody changes."""
    return visiting(room)


@pytest.fixture
def work(visiting: Callable[..., Watch], desk: str) -> Watch:
    """A window on the room that is changed."""
    return visiting(desk)


@pytest.fixture
def plain(visiting: Callable[..., Watch], desk: str) -> Watch:
    """A window on the room that is changed, with scripts off."""
    return visiting(desk, java_script_enabled=False)
