"""Many reports at once: the batch boundary, where a failure becomes a result and the work goes on.

Files are read in the calling process and annotated in workers; results come back in input order. A
bounded number of reports is under way at any time, so memory stays flat however long the input is.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from onrecord.errors import ReadError
from onrecord.pipeline import annotate
from onrecord.records import AnnotatedReport, Report

Result = TypeVar("Result")
_UNDER_WAY = 8
"""Reports handed to each worker ahead of the one that is waited for."""


def annotate_all(
    items: Iterable[Report | ReadError], finish: Callable[[AnnotatedReport], Result], workers: int = 1
) -> Iterator[tuple[Report, Result] | ReadError]:
    """Annotate reports, in input order.

    Args:
        items: Reports, and errors in the place of reports that could not be read.
        finish: What to make of each record; runs in the worker, so it and what it gives must pickle when there
            are several workers.
        workers: Processes; 1 works in the calling one.

    Yields:
        For each item the report and what was made of its record, or the error as it came in.

    Raises:
        ModelError: The packaged weights are missing or damaged.
    """
    if workers == 1:
        for item in items:
            yield item if isinstance(item, ReadError) else (item, finish(annotate(item)))
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_ignore_interrupt)
    try:
        yield from _in_order(pool, items, finish, workers * _UNDER_WAY)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor,
    items: Iterable[Report | ReadError],
    finish: Callable[[AnnotatedReport], Result],
    most: int,
) -> Iterator[tuple[Report, Result] | ReadError]:
    waiting: deque[tuple[Report, Future[Result]] | ReadError] = deque()
    for item in items:
        waiting.append(item if isinstance(item, ReadError) else (item, pool.submit(_annotate_one, item, finish)))
        while len(waiting) >= most:
            yield _take(waiting)
    while waiting:
        yield _take(waiting)


def _take(waiting: deque[tuple[Report, Future[Result]] | ReadError]) -> tuple[Report, Result] | ReadError:
    first = waiting.popleft()
    return first if isinstance(first, ReadError) else (first[0], first[1].result())


def _annotate_one(report: Report, finish: Callable[[AnnotatedReport], Result]) -> Result:
    return finish(annotate(report))


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent, which stops the pool in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
