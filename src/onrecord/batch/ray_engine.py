"""Shards on a Ray cluster, through Ray Data: one row a shard, a pool of actors, back-pressure and retries by its means.

An actor keeps a child process with the model, as a worker of the local engine does, so the parts are the same bytes. It
writes the part and returns the row of the manifest. Ray restarts actors that die with their node and gives their shards
to others; writing a part again replaces it with the same bytes.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.batch.engines import TaskResult, run_task
from onrecord.batch.folder import open_folder
from onrecord.batch.page_process import PageProcess
from onrecord.batch.tasks import ShardTask
from onrecord.errors import ConfigurationError
from onrecord.extras import import_extra

_MOST_BLOCKS = 20_000
_RESTARTS = {"max_restarts": -1, "max_task_retries": 10}
"""A report that kills a process kills the actor's child, so an actor dies only with its node or by the system."""


class ShardActor:
    """Processes shards in an actor."""

    def __init__(self) -> None:
        self._process = PageProcess()

    def __call__(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Process the task of a row, and give its result."""
        task: ShardTask = pickle.loads(sent["task"])  # noqa: S301 - the driver made it
        # Another actor may have finished it before its node was lost.
        known = open_folder(task.out).read_bytes(task.row)
        if known is not None:
            return {"name": task.name, "row": known.decode(), "error": ""}
        result = run_task(self._process, task)
        return {"name": task.name, "row": json.dumps(result.row), "error": result.error}


class RayEngine:
    """Processes shards on a Ray cluster.

    Args:
        address: The cluster, as ``ray.init`` takes it; None starts one on this machine.
        workers: Most actors at the same time; None means one for each CPU of the cluster.

    Example:
        >>> for result in RayEngine("auto", workers=64)(tasks):
        ...     print(result.row["part"])
    """

    def __init__(self, address: str | None, workers: int | None) -> None:
        self._address = address
        self._workers = workers

    def __call__(self, tasks: Sequence[ShardTask]) -> Iterator[TaskResult]:
        """Process tasks, and give each as it is done.

        Raises:
            ConfigurationError: There is no such cluster.
            MissingExtraError: Ray is not installed.
        """
        ray, data = import_extra("ray", "ray"), import_extra("ray.data", "ray")
        was_running = ray.is_initialized()
        if not was_running:
            self._connect(ray)
        try:
            yield from self._process(ray, data, tasks)
        finally:
            if not was_running:
                ray.shutdown()

    def _connect(self, ray: Any) -> None:
        try:
            ray.init(address=self._address, log_to_driver=True, logging_level="WARNING", include_dashboard=False)
        except (ConnectionError, ValueError, RuntimeError) as error:
            reason = f"no Ray cluster answers at {self._address}; give the address of its head, such as 10.0.0.1:6379"
            raise ConfigurationError(reason) from error

    def _process(self, ray: Any, data: Any, tasks: Sequence[ShardTask]) -> Iterator[TaskResult]:
        most = self._workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        context = data.DataContext.get_current()
        # A shard whose result is lost is missed at the end and tried by the next run; the others go on.
        context.max_errored_blocks = -1
        sent = [{"task": pickle.dumps(task)} for task in tasks]
        rows = data.from_items(sent, override_num_blocks=min(len(sent), _MOST_BLOCKS)).map(
            ShardActor, compute=data.ActorPoolStrategy(min_size=1, max_size=most), num_cpus=1, **_RESTARTS
        )
        waiting = {task.name: task for task in tasks}
        for found in rows.iter_rows():
            task = waiting.pop(found["name"], None)
            if task is not None:
                yield TaskResult(task, json.loads(found["row"]), found["error"])
        for task in waiting.values():
            yield TaskResult(task, None, f"{task.place}: Ray lost it; run again to retry it")
