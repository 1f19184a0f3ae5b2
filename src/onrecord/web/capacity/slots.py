"""Slots for long work: a few hold one, a few wait for one, and the rest are refused.

The server answers with a fixed number of threads. Without a limit, a handful of visitors with long work, or one program
in a loop, holds all of them and keeps everyone else waiting.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from starlette.exceptions import HTTPException

_RETRY_SECONDS = 5


class Slots:
    """Limits how many tasks work at once and how many wait for that.

    Waiting tasks hold no thread. A task that is cancelled while it waits leaves the queue. Use from one event loop.

    Args:
        total: Tasks that hold a slot at the same time.
        max_waiting: Tasks that wait for a slot.
        timeout: Seconds after which a waiting task is refused.
        busy: What holds the slots, for the message to visitors who are refused.

    Example:
        >>> slots = Slots(total=2, max_waiting=4, timeout=30.0, busy="other texts are being read")
        >>> async def work() -> None:
        ...     async with slots.hold_slot():
        ...         ...
    """

    def __init__(self, total: int, max_waiting: int, timeout: float, busy: str) -> None:
        self._limiter = anyio.CapacityLimiter(total)
        self._max_waiting = max_waiting
        self._timeout = timeout
        self._busy = busy

    @asynccontextmanager
    async def hold_slot(self) -> AsyncIterator[None]:
        """Hold a slot inside an ``async with`` block, after a wait if all are held.

        Raises:
            HTTPException: Too many tasks wait already, or no slot becomes free in time (503, with ``Retry-After``).
        """
        borrower = object()
        try:
            self._limiter.acquire_on_behalf_of_nowait(borrower)
        except anyio.WouldBlock:
            await self._wait_for_slot(borrower)
        try:
            yield
        finally:
            self._limiter.release_on_behalf_of(borrower)

    async def _wait_for_slot(self, borrower: object) -> None:
        if self._limiter.statistics().tasks_waiting >= self._max_waiting:
            raise self._refusal()
        try:
            with anyio.fail_after(self._timeout):
                await self._limiter.acquire_on_behalf_of(borrower)
        except TimeoutError:
            raise self._refusal() from None

    def _refusal(self) -> HTTPException:
        detail = f"{self._busy}; try again in {_RETRY_SECONDS} seconds"
        return HTTPException(503, detail, headers={"retry-after": str(_RETRY_SECONDS)})
