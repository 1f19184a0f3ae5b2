"""Shards on the processes of this machine: results in input order, in bounded memory."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any, NamedTuple, TypeVar

from threadpoolctl import ThreadpoolController, threadpool_limits

from onrecord.batch.shard import (
    AnnotationSettings,
    Failure,
    ReportList,
    ReportOutcome,
    Shard,
    ShardResult,
    process_shard,
)
from onrecord.errors import ReadError, WorkerError
from onrecord.record import AnnotatedReport, Report
from onrecord.startup import block_interrupt

Output = TypeVar("Output")
_SHARDS_PER_WORKER = 8
"""Shards handed to each worker ahead of the one whose result comes next: this bounds memory."""


def annotate_all(
    items: Iterable[Report | ReadError],
    finish: Callable[[AnnotatedReport], Output],
    settings: AnnotationSettings | None = None,
    workers: int = 1,
) -> Iterator[ReportOutcome[Output] | Failure]:
    """Annotate reports one by one, in input order.

    Each report is a shard of its own, so its outcome comes as soon as it and those before it are ready.

    Args:
        items: Reports, and errors in the place of reports that could not be read.
        finish: As for :func:`run_shards`.
        settings: How to annotate.
        workers: As for :func:`run_shards`.

    Yields:
        For each item the outcome, or the error in its place.

    Raises:
        ModelError: The packaged weights are missing or damaged.
        WorkerError: A worker process was killed.

    Example:
        >>> for outcome in annotate_all(onrecord.read("reports/"), keep_record, workers=2):
        ...     print(outcome)
    """
    chosen = settings or AnnotationSettings()
    shards = (item if isinstance(item, ReadError) else Shard(ReportList((item,)), chosen) for item in items)
    for result in run_shards(shards, finish, workers):
        if isinstance(result, ReadError):
            yield result
        else:
            yield from result.outcomes


def run_shards(
    shards: Iterable[Shard | ReadError], finish: Callable[[AnnotatedReport], Output], workers: int = 1
) -> Iterator[ShardResult[Output] | ReadError]:
    """Process shards, in input order.

    Shards are taken from the iterable only a few ahead, so it may be endless.

    Args:
        shards: Shards, and errors in the place of inputs that could not be cut into shards.
        finish: What to make of each record. It runs in the worker, so with several workers it and its output must
            pickle.
        workers: Number of processes; 1 works in the calling process.

    Yields:
        For each shard its result; errors come through unchanged.

    Raises:
        ModelError: The packaged weights are missing or damaged.
        WorkerError: A worker process was killed.
    """
    if workers == 1:
        yield from _run_here(shards, finish)
        return
    with start_pool(workers) as pool:
        yield from _run_in_pool(pool, shards, finish, workers * _SHARDS_PER_WORKER)


@contextmanager
def start_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes for work that is shared out, each with one thread of computation; they end with the block.

    Args:
        workers: Number of processes.

    Raises:
        WorkerError: A worker process was killed.
    """
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)
    try:
        yield pool
    except BrokenProcessPool as error:
        reason = "a worker process was killed, perhaps because memory ran out; try fewer --workers"
        raise WorkerError(reason) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _run_here(
    shards: Iterable[Shard | ReadError], finish: Callable[[AnnotatedReport], Output]
) -> Iterator[ShardResult[Output] | ReadError]:
    # Finding the libraries that have threads of their own takes a millisecond; numpy has loaded them by now.
    libraries = ThreadpoolController()
    for shard in shards:
        if isinstance(shard, ReadError):
            yield shard
            continue
        # The matrices outside the network are small: more threads would only wait for one another.
        with libraries.limit(limits=1):
            result = process_shard(shard, finish)
        yield result


class _Pending(NamedTuple):
    """A shard under way, and the future of its outcomes and seconds."""

    shard: Shard
    future: Future[tuple[tuple[Any, ...], float]]


def _run_in_pool(
    pool: ProcessPoolExecutor,
    shards: Iterable[Shard | ReadError],
    finish: Callable[[AnnotatedReport], Output],
    most_pending: int,
) -> Iterator[ShardResult[Output] | ReadError]:
    pending: deque[_Pending | ReadError] = deque()
    for shard in shards:
        if isinstance(shard, ReadError):
            pending.append(shard)
        else:
            with block_interrupt():
                pending.append(_Pending(shard, pool.submit(_process_in_worker, shard, finish)))
        while len(pending) >= most_pending:
            yield _await_first(pending)
    while pending:
        yield _await_first(pending)


def _await_first(pending: deque[_Pending | ReadError]) -> ShardResult[Any] | ReadError:
    first = pending.popleft()
    return first if isinstance(first, ReadError) else ShardResult(first.shard, *first.future.result())


def _process_in_worker(shard: Shard, finish: Callable[[AnnotatedReport], Any]) -> tuple[tuple[Any, ...], float]:
    """Process a shard, and send back all but the shard, which the parent has."""
    result = process_shard(shard, finish)
    return result.outcomes, result.seconds


def _start_worker() -> None:
    """Limit this worker to one thread of computation, and end it when its parent ends, for whatever reason."""
    threadpool_limits(1)
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
