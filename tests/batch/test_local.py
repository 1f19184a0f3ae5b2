"""Shards on the processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from onrecord import AnnotatedReport, AnnotationError, MalformedReportError, ReadError, Report, WorkerError
from onrecord.batch.local import annotate_all, run_shards
from onrecord.batch.shard import AnnotationSettings, ReportList, ReportOutcome, Shard

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
    results = list(annotate_all(reports(), count, workers=workers))
    names = [r.path if isinstance(r, ReadError) else r.origin for r in results]
    assert names == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt", "bad.txt", "5.txt", "6.txt", "7.txt", "8.txt"]
    assert all(r.output == 1 for r in results if isinstance(r, ReportOutcome))


@pytest.mark.parametrize("workers", [1, 2])
def test_one_report_that_fails_does_not_end_the_run(workers: int) -> None:
    results = list(annotate_all((r for r in reports() if isinstance(r, Report)), fail_on_third, workers=workers))
    assert len(results) == len(TEXTS)
    (failure,) = [r for r in results if isinstance(r, AnnotationError)]
    assert failure is results[3]
    assert "3.txt" in str(failure) and "no third dam" in str(failure)


def test_a_worker_that_is_killed_is_one_clear_error() -> None:
    with pytest.raises(WorkerError, match="--workers"):
        list(annotate_all(reports(), die, workers=2))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_settings_reach_the_records(workers: int) -> None:
    report = Report("“The dam held on 03/04/2031,” said Ilse Varga.", published="2031-05-01")
    for day_first, value in ((True, "2031-04-03"), (False, "2031-03-04")):
        (outcome,) = annotate_all([report], first_time, AnnotationSettings(day_first), workers)
        assert isinstance(outcome, ReportOutcome) and outcome.output == value


def first_time(record: AnnotatedReport) -> str | None:
    return record.times[0].value


@pytest.mark.parametrize("workers", [1, 2])
def test_shards_give_results_in_order_with_errors_between(workers: int) -> None:
    bad = ReadError("absent.txt", "does not exist")
    first, second = (Shard(ReportList((Report(text), Report(text + " ")))) for text in TEXTS[:2])
    results = list(run_shards([first, bad, second], count, workers))
    assert results[1] is bad
    assert [(r.shard, r.outputs) for r in results if not isinstance(r, ReadError)] == [
        (first, (1, 1)),
        (second, (1, 1)),
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_few_reports_are_read_ahead(workers: int) -> None:
    taken = 0

    def endless() -> Iterator[Report]:
        nonlocal taken
        while True:
            taken += 1
            yield Report(TEXTS[0], origin=f"{taken}.txt")

    outcomes = annotate_all(endless(), count, workers=workers)
    for _ in range(3):
        next(outcomes)
    outcomes.close()
    assert taken < 25
