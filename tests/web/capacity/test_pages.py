"""Which page is made now, and which requests wait."""

from __future__ import annotations

import asyncio
from functools import partial

import anyio
import pytest

from onrecord.web.capacity import pages
from onrecord.web.capacity.pages import PageSlots


async def _make(slots: PageSlots, name: str, log: list[str], done: anyio.Event | None = None) -> None:
    async with slots.hold_slot():
        log.append(f"{name} begins")
        if done is not None:
            await done.wait()
        await anyio.sleep(0)
        log.append(f"{name} ends")


def test_pages_are_made_one_after_another_in_the_order_of_the_requests() -> None:
    async def run() -> list[str]:
        slots, log = PageSlots(), list[str]()
        async with anyio.create_task_group() as group:
            for name in "abcd":
                group.start_soon(_make, slots, name, log)
        return log

    assert anyio.run(run) == [f"{name} {what}" for name in "abcd" for what in ("begins", "ends")]


def test_beside_a_page_that_takes_long_the_others_go_on_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_QUICK_SECONDS", 0)

    async def run() -> list[str]:
        slots, log, done = PageSlots(), list[str](), anyio.Event()
        async with anyio.create_task_group() as slow:
            slow.start_soon(_make, slots, "slow", log, done)
            await anyio.wait_all_tasks_blocked()
            async with anyio.create_task_group() as others:
                for name in "ab":
                    others.start_soon(_make, slots, name, log)
            done.set()
        await _make(slots, "c", log)
        return log

    assert anyio.run(run) == [
        "slow begins", "a begins", "a ends", "b begins", "b ends", "slow ends", "c begins", "c ends",
    ]  # fmt: skip


def test_of_pages_that_take_long_two_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_QUICK_SECONDS", 0)

    async def run() -> tuple[list[str], list[str]]:
        slots, log, done = PageSlots(), list[str](), anyio.Event()
        async with anyio.create_task_group() as group:
            for name in "abc":
                group.start_soon(_make, slots, name, log, done)
                # The timer of the page before runs only in a later round of the event loop.
                await anyio.wait_all_tasks_blocked()
                await _run_timers()
            before = list(log)
            done.set()
        return before, log

    before, log = anyio.run(run)
    assert before == ["a begins", "b begins"]
    assert sorted(log) == sorted(f"{name} {what}" for name in "abc" for what in ("begins", "ends"))


async def _run_timers() -> None:
    """Let every timer that is due now run."""
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(0, event.set)
    await event.wait()
    await anyio.wait_all_tasks_blocked()


def test_a_request_that_is_cancelled_while_it_waits_takes_no_slot() -> None:
    async def run() -> list[str]:
        slots, log, done = PageSlots(), list[str](), anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(_make, slots, "first", log, done)
            await anyio.wait_all_tasks_blocked()
            async with anyio.create_task_group() as others:
                others.start_soon(partial(_make, slots, "cancelled", log))
                await anyio.wait_all_tasks_blocked()
                others.cancel_scope.cancel()
            done.set()
        await _make(slots, "last", log)
        return log

    assert anyio.run(run) == ["first begins", "first ends", "last begins", "last ends"]
