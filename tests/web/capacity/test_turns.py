"""Whose page is made now, and who waits."""

from __future__ import annotations

import asyncio

import pytest

from onrecord.web.capacity import turns
from onrecord.web.capacity.turns import Turns


async def _make(own: Turns, name: str, log: list[str], done: asyncio.Event | None = None) -> None:
    async with own.take():
        log.append(f"{name} begins")
        if done is not None:
            await done.wait()
        await asyncio.sleep(0)
        log.append(f"{name} ends")


def test_pages_are_made_one_after_another_in_the_order_in_which_they_were_asked_for() -> None:
    async def visit() -> list[str]:
        own, log = Turns(), list[str]()
        await asyncio.gather(*(_make(own, name, log) for name in "abcd"))
        return log

    assert asyncio.run(visit()) == [f"{name} {what}" for name in "abcd" for what in ("begins", "ends")]


def test_beside_a_page_that_takes_long_the_others_go_on_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_QUICK", 0.02)

    async def visit() -> list[str]:
        own, log, done = Turns(), list[str](), asyncio.Event()
        slow = asyncio.create_task(_make(own, "slow", log, done))
        await asyncio.gather(*(_make(own, name, log) for name in "ab"))
        done.set()
        await slow
        await _make(own, "c", log)
        return log

    assert asyncio.run(visit()) == [
        "slow begins", "a begins", "a ends", "b begins", "b ends", "slow ends", "c begins", "c ends",
    ]  # fmt: skip


def test_of_pages_that_take_long_two_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_QUICK", 0.01)

    async def visit() -> tuple[list[str], list[str]]:
        own, log, done = Turns(), list[str](), asyncio.Event()
        pages = [asyncio.create_task(_make(own, name, log, done)) for name in "abc"]
        await asyncio.sleep(0.2)
        before = list(log)
        done.set()
        await asyncio.gather(*pages)
        return before, log

    before, log = asyncio.run(visit())
    assert before == ["a begins", "b begins"]
    assert sorted(log) == sorted(f"{name} {what}" for name in "abc" for what in ("begins", "ends"))


def test_who_goes_away_while_waiting_takes_no_turn() -> None:
    async def visit() -> list[str]:
        own, log, done = Turns(), list[str](), asyncio.Event()
        first = asyncio.create_task(_make(own, "first", log, done))
        gone = asyncio.create_task(_make(own, "gone", log))
        await asyncio.sleep(0)
        gone.cancel()
        done.set()
        await asyncio.gather(first, gone, return_exceptions=True)
        await asyncio.wait_for(_make(own, "last", log), 5)
        return log

    assert asyncio.run(visit()) == ["first begins", "first ends", "last begins", "last ends"]
