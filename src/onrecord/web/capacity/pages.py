"""Slots for pages: which page is being made, and which requests wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio

_PAGES_AT_ONCE = 2
_QUICK_SECONDS = 0.25
"""Most pages take far less."""


class PageSlots:
    """Makes one page at a time, and a second one beside a page that takes long.

    Making a page alternates work for the processor with many short queries, and each query hands the interpreter to
    another thread for a while. Two pages made at the same time therefore each take as long as both.
    """

    def __init__(self) -> None:
        self._pages = anyio.CapacityLimiter(_PAGES_AT_ONCE)
        self._quick = anyio.CapacityLimiter(1)

    @asynccontextmanager
    async def hold_slot(self) -> AsyncIterator[None]:
        """Wait for a slot and hold it while a page is made, in the order of the requests."""
        page = object()
        async with self._pages:
            await self._quick.acquire_on_behalf_of(page)

            def let_next_page_start() -> None:
                with suppress(RuntimeError):  # this page has let the next one start already
                    self._quick.release_on_behalf_of(page)

            timer = asyncio.get_running_loop().call_later(_QUICK_SECONDS, let_next_page_start)
            try:
                yield
            finally:
                timer.cancel()
                let_next_page_start()
