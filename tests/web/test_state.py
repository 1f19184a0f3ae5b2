"""What a room remembers, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, Lock, Thread
from typing import cast

import pytest

from onrecord.store import Store, open_store
from onrecord.web.app import create_app
from onrecord.web.state import Room, RoomOptions
from tests.web.material import HOSTILE, STRAIT
from tests.web.rooms import filled_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filled_store(tmp_path / "onrecord.db", STRAIT) as opened:
        yield opened


def test_no_environment_makes_a_room_tell_others_what_is_asked_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example")
    kept = getattr(create_app(store), "_telemetry", {})
    assert not any(kept.get(name) for name in ("tracing", "metrics", "logs", "operation_spans", "auto_configure"))


def test_an_answer_is_found_once_until_the_store_changes(store: Store, tmp_path: Path) -> None:
    room = Room(store, RoomOptions())
    asked: list[int] = []

    def count() -> int:
        asked.append(store.size()[0])
        return asked[-1]

    assert [room.get_cached("size", count), room.get_cached("size", count)] == [1, 1]
    assert room.get_cached(("size", 2), count) == 1 and len(asked) == 2
    with open_store(str(tmp_path / "onrecord.db")) as other:
        other.add([HOSTILE])
    assert room.get_cached("size", count) == 2
    store.corrections.accept(STRAIT.statements[0].id, "a tester")
    room.get_cached("size", count)
    assert len(asked) == 4


def test_what_was_asked_last_is_kept_longest(store: Store) -> None:
    room = Room(store, RoomOptions())
    room.get_cached("first", lambda: 1)
    room.get_cached("second", lambda: 1)
    for number in range(255):
        room.get_cached(number, lambda: 1)
        room.get_cached("second", lambda: 1)
    assert room.get_cached("second", lambda: 2) == 1
    assert room.get_cached("first", lambda: 2) == 2


def test_an_answer_from_before_a_change_is_not_kept(store: Store) -> None:
    room = Room(store, RoomOptions())

    def change() -> str:
        store.add([HOSTILE])
        room.get_cached("other", lambda: 1)
        return "old"

    assert room.get_cached("key", change) == "old"
    assert room.get_cached("key", lambda: "new") == "new"


def test_many_ask_at_once(store: Store) -> None:
    room = Room(store, RoomOptions())
    barrier = Barrier(8)
    found: list[int] = []

    def ask() -> None:
        barrier.wait()
        found.extend(room.get_cached(number % 7, lambda: 5) for number in range(300))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [5] * 2400


def test_what_cannot_be_found_is_not_remembered(store: Store) -> None:
    room = Room(store, RoomOptions())
    with pytest.raises(ZeroDivisionError):
        room.get_cached("key", lambda: 1 // 0)
    assert room.get_cached("key", lambda: 1) == 1


class _CountingStore:
    """Never changes, and notes when as many requests as wanted have begun."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.begun = 0
        self.all_begun = Event()
        self._lock = Lock()

    def state(self) -> str:
        with self._lock:
            self.begun += 1
            if self.begun == self.wanted:
                self.all_begun.set()
        return "same"


def test_what_many_ask_for_at_once_is_found_once() -> None:
    store = _CountingStore(4)
    room = Room(cast(Store, store), RoomOptions())
    found: list[int] = []

    def find() -> str:
        found.append(1)
        assert store.all_begun.wait(60)
        return "the answer"

    with ThreadPoolExecutor(4) as visitors:
        answers = list(visitors.map(lambda _: room.get_cached("key", find), range(4)))
    assert answers == ["the answer"] * 4
    assert found == [1]
