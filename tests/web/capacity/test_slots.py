"""How many tasks work at once, how many wait, and who is refused."""

from __future__ import annotations

import anyio
import pytest
from starlette.exceptions import HTTPException

from onrecord.web.capacity.slots import Slots


async def _is_refused(slots: Slots) -> bool:
    try:
        async with slots.hold_slot():
            return False
    except HTTPException as error:
        assert (error.status_code, error.headers) == (503, {"retry-after": "5"})
        assert "try again" in error.detail
        return True


@pytest.mark.parametrize(("max_waiting", "timeout"), [(0, 30), (1, 0)])
def test_a_task_that_finds_no_slot_is_refused(max_waiting: int, timeout: float) -> None:
    async def run() -> None:
        slots = Slots(2, max_waiting, timeout, "busy")
        async with anyio.create_task_group() as group:
            done = anyio.Event()

            async def work(*, task_status: anyio.abc.TaskStatus[None]) -> None:
                async with slots.hold_slot():
                    task_status.started()
                    await done.wait()

            for _ in range(2):
                await group.start(work)
            assert [await _is_refused(slots) for _ in range(3)] == [True] * 3
            done.set()
        assert not await _is_refused(slots)

    anyio.run(run)


def test_as_many_work_and_wait_as_the_limits_say_and_all_that_wait_get_a_slot() -> None:
    async def run() -> tuple[int, int, int]:
        slots = Slots(2, 4, 30, "busy")
        done = anyio.Event()
        working, most, refused = 0, 0, 0

        async def work() -> None:
            nonlocal working, most, refused
            try:
                async with slots.hold_slot():
                    working += 1
                    most = max(most, working)
                    await done.wait()
                    working -= 1
            except HTTPException:
                refused += 1

        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(work)
            await anyio.wait_all_tasks_blocked()
            begun = working
            done.set()
        return begun, most, refused

    assert anyio.run(run) == (2, 2, 4)


def test_a_task_that_is_cancelled_while_it_waits_leaves_the_queue() -> None:
    async def run() -> None:
        slots = Slots(1, 1, 30, "busy")
        async with slots.hold_slot():
            for _ in range(3):
                async with anyio.create_task_group() as group:
                    group.start_soon(_is_refused, slots)
                    await anyio.wait_all_tasks_blocked()
                    assert await _is_refused(slots)
                    group.cancel_scope.cancel()
        assert not await _is_refused(slots)

    anyio.run(run)


def test_a_slot_is_free_again_after_an_error() -> None:
    async def run() -> None:
        slots = Slots(1, 0, 30, "busy")
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with slots.hold_slot():
                    raise ZeroDivisionError

    anyio.run(run)
