"""Where shards are processed: an engine takes tasks and gives the row of each that is done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple

from onrecord.batch.page_process import PageProcess
from onrecord.batch.tasks import ShardError, ShardTask


class TaskResult(NamedTuple):
    """What became of a task.

    Attributes:
        task: The task.
        row: Its row of the manifest, or None where it failed.
        error: Why it failed.
    """

    task: ShardTask
    row: dict[str, Any] | None
    error: str = ""


Engine = Callable[[Sequence[ShardTask]], Iterator[TaskResult]]
"""Processes tasks, and gives their results in any order."""


class LocalEngine:
    """Processes shards on this machine, each worker in a process of its own.

    Args:
        workers: How many processes.

    Example:
        >>> for result in LocalEngine(workers=2)(tasks):
        ...     print(result.row["part"])
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def __call__(self, tasks: Sequence[ShardTask]) -> Iterator[TaskResult]:
        """Process tasks, and give each as it is done.

        Raises:
            OnRecordError: Something is wrong that concerns every shard, such as missing weights.
        """
        processes: list[PageProcess] = []
        own = threading.local()

        def start() -> None:
            own.process = PageProcess()
            processes.append(own.process)

        pool = ThreadPoolExecutor(self._workers, initializer=start)
        waiting: dict[Future[TaskResult], None] = {}
        try:
            for task in tasks:
                waiting[pool.submit(lambda one: run_task(own.process, one), task)] = None
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    del waiting[future]
                    yield future.result()
        finally:
            for future in waiting:
                future.cancel()
            for process in processes:
                process.kill()
            pool.shutdown(wait=True)
            for process in processes:
                process.close()


def run_task(process: PageProcess, task: ShardTask) -> TaskResult:
    """Process a task, and give its row, or why its shard failed."""
    try:
        return TaskResult(task, process.run(task))
    except ShardError as error:
        return TaskResult(task, None, str(error))
