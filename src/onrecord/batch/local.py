"""Many reports at once: the batch boundary, where a failure becomes a result and the work goes on.

Files are read in the calling process and annotated in workers; results come back in input order. A
bounded number of reports is under way at any time, so memory stays flat however long the input is.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any, NamedTuple, TypeVar

from threadpoolctl import ThreadpoolController, threadpool_limits

from onrecord.annotate import annotate
from onrecord.errors import AnnotationError, OnRecordError, ReadError, WorkerError
from onrecord.record import AnnotatedReport, Report

Result = TypeVar("Result")
Failure = ReadError | AnnotationError
_UNDER_WAY = 8
"""Reports handed to each worker ahead of the one that is waited for."""


def annotate_all(
    items: Iterable[Report | ReadError],
    finish: Callable[[AnnotatedReport], Result],
    workers: int = 1,
    day_first: bool | None = None,
) -> Iterator[tuple[Report, Result] | Failure]:
    """Annotate reports, in input order.

    Args:
        items: Reports, and errors in the place of reports that could not be read.
        finish: What to make of each record; runs in the worker, so it and what it gives must pickle when there
            are several workers.
        workers: Processes; 1 works in the calling one.
        day_first: As for :func:`~onrecord.annotate.annotate`.

    Yields:
        For each item the report and what was made of its record, or the error that stands in its place.

    Raises:
        ModelError: The packaged weights are missing or damaged.
        WorkerError: A worker was ended from outside.
    """
    work = _Work(finish, day_first)
    if workers == 1:
        # Finding the libraries that have threads of their own takes a millisecond; numpy has loaded them by now.
        libraries = ThreadpoolController()
        for item in items:
            if isinstance(item, ReadError):
                yield item
                continue
            # The matrices outside the network are small: more threads would only wait for one another.
            with libraries.limit(limits=1):
                outcome = _annotate_one(item, work)
            yield _join(item, outcome)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)
    try:
        yield from _in_order(pool, items, work, workers * _UNDER_WAY)
    except BrokenProcessPool as error:
        raise WorkerError("a worker was ended from outside, perhaps for want of memory; try fewer --workers") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Work(NamedTuple):
    """What to do with each report."""

    finish: Callable[[AnnotatedReport], Any]
    day_first: bool | None


class _Waiting(NamedTuple):
    """A report under way, and what will come of it."""

    report: Report
    outcome: Future[Any]


def _in_order(
    pool: ProcessPoolExecutor, items: Iterable[Report | ReadError], work: _Work, most: int
) -> Iterator[tuple[Report, Any] | Failure]:
    waiting: deque[_Waiting | ReadError] = deque()
    for item in items:
        if isinstance(item, ReadError):
            waiting.append(item)
        else:
            with _interrupt_held():
                waiting.append(_Waiting(item, pool.submit(_annotate_one, item, work)))
        while len(waiting) >= most:
            yield _take(waiting)
    while waiting:
        yield _take(waiting)


def _take(waiting: deque[_Waiting | ReadError]) -> tuple[Report, Result] | Failure:
    first = waiting.popleft()
    return first if isinstance(first, ReadError) else _join(first.report, first.outcome.result())


def _join(report: Report, outcome: Result | AnnotationError) -> tuple[Report, Result] | AnnotationError:
    return outcome if isinstance(outcome, AnnotationError) else (report, outcome)


def _annotate_one(report: Report, work: _Work) -> Any | AnnotationError:
    try:
        return work.finish(annotate(report, day_first=work.day_first))
    except OnRecordError:
        raise
    except Exception as error:  # one report, whatever is wrong with it, must not end a run over thousands
        return AnnotationError(report.origin, f"{type(error).__name__}: {error}")


@contextmanager
def _interrupt_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers may be starting.

    They inherit that, and so leave it to the parent to stop them; the parent gets it when the block ends.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    """Keep this worker to one thread of work, and end it when its parent is gone, however that went."""
    threadpool_limits(1)
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
