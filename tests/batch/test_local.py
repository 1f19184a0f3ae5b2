"""The batch boundary."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from onrecord import AnnotatedReport, AnnotationError, MalformedReportError, ReadError, Report, WorkerError
from onrecord.batch.local import annotate_all

TEXTS = [f"“The dam will hold for {number} years,” said Ilse Varga." for number in range(9)]


def count(record: AnnotatedReport) -> int:
    return len(record.statements)


def fail_on_third(record: AnnotatedReport) -> int:
    if "for 3 years" in record.report.text:
        raise ValueError("no third dam")
    return len(record.statements)


def die(record: AnnotatedReport) -> int:
    os._exit(9)


def reports() -> Iterator[Report | ReadError]:
    for number, text in enumerate(TEXTS):
        yield Report(text, origin=f"{number}.txt")
        if number == 4:
            yield MalformedReportError("bad.txt", "is broken")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_and_errors_come_in_input_order(workers: int) -> None:
    results = list(annotate_all(reports(), count, workers))
    names = [r.path if isinstance(r, ReadError) else r[0].origin for r in results]
    assert names == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt", "bad.txt", "5.txt", "6.txt", "7.txt", "8.txt"]
    assert all(isinstance(r, ReadError) or r[1] == 1 for r in results)


@pytest.mark.parametrize("workers", [1, 2])
def test_one_report_that_fails_does_not_end_the_run(workers: int) -> None:
    results = list(annotate_all((r for r in reports() if isinstance(r, Report)), fail_on_third, workers))
    assert len(results) == len(TEXTS)
    (failure,) = [r for r in results if isinstance(r, AnnotationError)]
    assert failure is results[3]
    assert "3.txt" in str(failure) and "no third dam" in str(failure)


def test_a_worker_that_is_ended_is_one_clear_error() -> None:
    with pytest.raises(WorkerError, match="--workers"):
        list(annotate_all(reports(), die, 2))
