"""The processes of a reading room beside the first one: started, replaced when they end, and stopped."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from onrecord.startup import block_interrupt

_LOG = logging.getLogger("onrecord.web")
_STOP_SECONDS = 7.0
"""A little more than a server takes to finish its requests."""
_SHORT_LIFE = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0


class WorkerProcesses:
    """Processes that run while a ``with`` block does.

    A process that ends, because something killed it, is replaced. One that ends soon after its start is replaced after
    a pause that doubles each time.

    Args:
        start: Starts one process and returns it.
        number: How many to run.

    Example:
        >>> with WorkerProcesses(start_worker, 2):  # doctest: +SKIP
        ...     server.run()
    """

    def __init__(self, start: Callable[[], BaseProcess], number: int) -> None:
        self._start = start
        self._number = number
        self._processes: list[BaseProcess] = []
        self._started: dict[BaseProcess, float] = {}
        self._pause = _FIRST_PAUSE
        self._closing = threading.Event()
        self._woken, self._waker = multiprocessing.Pipe(duplex=False)
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Start the processes."""
        try:
            for _ in range(self._number):
                self._add_process()
        except BaseException:
            self._stop_processes()
            raise
        if self._number:
            self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the processes; one that does not end in time is killed."""
        self._closing.set()
        self._waker.close()
        if self._watcher.is_alive():
            self._watcher.join()
        self._stop_processes()

    def _add_process(self) -> None:
        # The first process alone answers Ctrl-C, and stops the others.
        with block_interrupt():
            process = self._start()
        self._processes.append(process)
        self._started[process] = time.monotonic()

    def _stop_processes(self) -> None:
        for process in self._processes:
            process.terminate()
        end = time.monotonic() + _STOP_SECONDS
        for process in self._processes:
            process.join(max(0.0, end - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()

    def _watch(self) -> None:
        while not self._closing.is_set():
            connection.wait([self._woken, *(process.sentinel for process in self._processes)])
            for process in [one for one in self._processes if not one.is_alive()]:
                self._replace(process)

    def _replace(self, process: BaseProcess) -> None:
        """Replace a process that has ended. Asking whether it is alive has collected its exit code."""
        self._processes.remove(process)
        is_short = time.monotonic() - self._started.pop(process) < _SHORT_LIFE
        self._pause = min(2 * self._pause, _LONGEST_PAUSE) if is_short else _FIRST_PAUSE
        if not self._closing.is_set():
            _LOG.warning("a process of the room ended (%s) and is replaced", _describe_end(process.exitcode))
        if not self._closing.wait(self._pause):
            self._add_process()


def _describe_end(code: int | None) -> str:
    return f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
