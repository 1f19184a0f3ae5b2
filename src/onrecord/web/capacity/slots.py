"""Places for work that takes long: so many at once, a few who wait, and no more.

The server answers with a fixed number of threads. Without a limit, a handful of visitors with long work, or one program
in a loop, would hold all of them and keep everybody else waiting.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.exceptions import HTTPException

_RETRY_SECONDS = 5


class Places:
    """Places that are taken and given back, by any thread.

    Args:
        at_once: How many there are.
        most_waiting: How many may wait for one.
        patience: Seconds for which one waits.
        busy: What keeps them taken, for those who find none.
    """

    def __init__(self, at_once: int, most_waiting: int, patience: float, busy: str) -> None:
        self._places = threading.Semaphore(at_once)
        self._door = threading.Semaphore(at_once + most_waiting)
        self._patience = patience
        self._busy = busy

    def take(self) -> None:
        """Take a place, after a wait where all are taken.

        Raises:
            HTTPException: Too many wait already, or no place became free in time (503).
        """
        if not self._door.acquire(blocking=False):
            raise self._refusal()
        if not self._places.acquire(timeout=self._patience):
            self._door.release()
            raise self._refusal()

    def give_back(self) -> None:
        """Give a place back."""
        self._places.release()
        self._door.release()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for the length of a ``with`` block.

        Raises:
            HTTPException: As of :meth:`take`.
        """
        self.take()
        try:
            yield
        finally:
            self.give_back()

    def _refusal(self) -> HTTPException:
        detail = f"{self._busy}; ask again in a few seconds"
        return HTTPException(503, detail, headers={"retry-after": str(_RETRY_SECONDS)})
