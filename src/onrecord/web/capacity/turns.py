"""Whose page is made now, and who waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_PAGES_AT_ONCE = 2
_QUICK = 0.25
"""Seconds that most pages need far less than."""


class Turns:
    """Lets one page at a time be made, and a second beside one that takes long, so that nobody waits for that alone.

    Making a page is work for the processor with many short questions to the database between, and each of these gives
    the interpreter to another thread, which keeps it for a while: two pages made together take each as long as both.
    """

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(_PAGES_AT_ONCE)
        self._quick = asyncio.Semaphore(1)

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Wait for a turn, and keep it while a page is made."""
        async with self._places:
            await self._quick.acquire()
            is_held = True

            def let_next_begin() -> None:
                nonlocal is_held
                if is_held:
                    is_held = False
                    self._quick.release()

            patience = asyncio.get_running_loop().call_later(_QUICK, let_next_begin)
            try:
                yield
            finally:
                patience.cancel()
                let_next_begin()
