"""One unit of work: its name, its result, its counts."""

from __future__ import annotations

import dataclasses
import json
import pickle
from collections import Counter
from pathlib import Path

import pytest

from onrecord import AnnotatedReport, AnnotationError, MalformedReportError, ReadError, Report
from onrecord.batch.shard import (
    AnnotationSettings,
    FileStretch,
    FileStretches,
    ReportList,
    ReportOutcome,
    Shard,
    ShardCounts,
    checked_record,
    keep_record,
    process_shard,
)
from onrecord.read import ReadOptions
from onrecord.record import replace
from tests.store.records import DAM

ENGLISH = "“The dam will hold for {} years,” said Ilse Varga."
GERMAN = (
    "Der Hafenmeister sagte am Sonntag, die Schiffe würden bald wieder fahren. Niemand wisse jedoch, wann "
    "die Verhandlungen über die Meerenge fortgesetzt werden könnten, und die Regierung habe sich nicht geäußert."
)


@pytest.fixture
def rows(tmp_path: Path) -> str:
    """A table with a broken row, a report in German and one without words."""
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"text": ENGLISH.format(n)}) for n in range(3)]
    lines[1:1] = ["not JSON", json.dumps({"text": GERMAN}), json.dumps({"text": "  "})]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def shard_of(*texts: str, **settings: bool) -> Shard:
    return Shard(ReportList(tuple(Report(text) for text in texts)), AnnotationSettings(**settings))


def test_equal_input_and_settings_give_equal_names() -> None:
    assert shard_of("One.", "Two.").name == shard_of("One.", "Two.").name
    names = [
        shard_of("One.", "Two."),
        shard_of("Two.", "One."),
        shard_of("One.Two."),
        shard_of("One.", "Two.", day_first=True),
        Shard(ReportList((Report("One."), Report("Two.", published="2031-03-09")))),
        Shard(ReportList((Report("One."), Report("Two.", origin="two.txt")))),
        Shard(ReportList((Report("One."), Report("Two.\ud800")))),
    ]
    assert len({shard.name for shard in names}) == len(names)


def test_the_name_of_a_stretch_of_a_file_comes_from_its_content_and_options(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("One.", encoding="utf-8")
    stretch = FileStretch.of_file(str(path))
    same = FileStretch.of_file(str(path))
    others = [
        FileStretch.of_file(str(path), start=1),
        FileStretch.of_file(str(path), stop=1),
        FileStretch.of_file(str(path), ReadOptions(date="2031-03-09")),
    ]
    path.write_text("Two.", encoding="utf-8")
    others.append(FileStretch.of_file(str(path)))
    assert Shard(stretch).name == Shard(same).name
    assert len({Shard(one).name for one in (stretch, *others)}) == 5


def test_the_name_changes_with_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shard_of("One.").name
    monkeypatch.setattr(AnnotationSettings, "made_by", lambda self: "model@other")
    assert shard_of("One.").name != before


def test_a_result_has_records_failures_and_counts(rows: str) -> None:
    result = process_shard(Shard(FileStretch.of_file(rows)), keep_record)
    assert [type(outcome) for outcome in result.outcomes] == [ReportOutcome, MalformedReportError, *4 * [ReportOutcome]]
    assert [len(record.statements) for record in result.outputs] == [1, 0, 0, 1, 1]
    (failure,) = result.failures
    assert isinstance(failure, ReadError)
    assert failure.path == rows and "line 2" in str(failure)
    assert result.counts == ShardCounts(5, 3, Counter(language=1, empty=1), 1, result.seconds)
    assert result.seconds > 0
    assert [outcome.skipped for outcome in result.outcomes if isinstance(outcome, ReportOutcome)] == [
        None, "language", "empty", None, None,
    ]  # fmt: skip


def test_processing_again_gives_the_same_records(rows: str) -> None:
    shard = Shard(FileStretch.of_file(rows))
    sent = pickle.loads(pickle.dumps(shard))
    assert sent.name == shard.name
    first, second = process_shard(shard, keep_record), process_shard(sent, keep_record)
    assert first.outputs == second.outputs
    assert [str(one) for one in first.failures] == [str(one) for one in second.failures]


def test_stretches_of_a_file_make_up_the_whole(rows: str) -> None:
    whole = process_shard(Shard(FileStretch.of_file(rows)), keep_record)
    stretches = [FileStretch.of_file(rows, start=start, stop=stop) for start, stop in ((0, 70), (70, 300), (300, None))]
    parts = [process_shard(Shard(stretch), keep_record) for stretch in stretches]
    assert whole.outputs == tuple(record for part in parts for record in part.outputs)
    assert all(part.outcomes for part in parts)
    counts = sum((part.counts for part in parts), ShardCounts())
    assert dataclasses.replace(counts, seconds=0) == dataclasses.replace(whole.counts, seconds=0)
    together = process_shard(Shard(FileStretches(tuple(stretches))), keep_record)
    assert together.outputs == whole.outputs


@pytest.mark.parametrize("name", ["absent.jsonl", "-", "nul\0.txt"])
def test_a_file_that_cannot_be_read_twice_is_no_input(tmp_path: Path, name: str) -> None:
    path = name if name == "-" else str(tmp_path / name)
    with pytest.raises(ReadError, match="cannot be read"):
        FileStretch.of_file(path)


def test_a_report_that_fails_costs_only_itself() -> None:
    def fail(record: AnnotatedReport) -> str:
        if record.report.text == "One.":
            raise ValueError("no")
        return record.report.text

    result = process_shard(shard_of("One.", "Two."), fail)
    assert result.outputs == ("Two.",)
    (failure,) = result.failures
    assert isinstance(failure, AnnotationError) and "ValueError: no" in str(failure)
    assert result.counts == ShardCounts(2, 1, Counter(), 1, result.seconds)


def test_a_report_with_a_date_that_is_none_costs_only_itself() -> None:
    reports = (Report("One.", published="12 April 2032"), Report("Two."))
    result = process_shard(Shard(ReportList(reports)), keep_record)
    (failure,) = result.failures
    assert "12 April 2032" in str(failure)
    assert [record.report.text for record in result.outputs] == ["Two."]


def test_a_record_that_contradicts_its_text_is_an_error() -> None:
    assert checked_record(DAM) is DAM
    moved = replace(DAM, report=replace(DAM.report, text="x" + DAM.report.text))
    with pytest.raises(AnnotationError, match=r"statements\[0\]"):
        checked_record(moved)
