"""Runs over archives: parts, manifest, what is continued, what is given up."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.batch.engines import LocalEngine
from onrecord.batch.page_process import PageProcess
from onrecord.batch.plan import plan_shards
from onrecord.batch.run import BatchCounts, BatchOptions, run_batch
from onrecord.batch.shard import Shard
from onrecord.batch.tasks import ROWS, PageLimits, ShardTask
from onrecord.errors import ExportError
from onrecord.read import ReadOptions
from onrecord.read.formats.parts import MANIFEST, read_part
from onrecord.read.formats.records import read_records
from onrecord.record import AnnotatedReport
from onrecord.record.packed import PackedRecord
from tests.batch.material import SENTENCE, StubSettings, stub_options, write_reports

pytest.importorskip("pyarrow")
ROOT = Path(__file__).parent.parent.parent


class Run:
    """A run with what it said."""

    def __init__(self, reports: Path | str, options: BatchOptions, workers: int = 1, **callbacks: Any) -> None:
        self.errors: list[str] = []
        self.done: list[dict[str, Any]] = []
        callbacks.setdefault("on_shard", self.done.append)
        self.counts: BatchCounts = run_batch(
            [str(reports)], options, LocalEngine(workers), on_error=self.errors.append, **callbacks
        )


def content_of(out: Path) -> dict[str, bytes]:
    """The parts and the manifest."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file() and path.name != ".lock"}


def manifest_of(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / MANIFEST).read_text().splitlines()]


def records_of(out: Path) -> list[AnnotatedReport]:
    found: list[AnnotatedReport] = []
    for row in manifest_of(out):
        part = str(out / row["part"])
        items = read_part(part) if part.endswith("parquet") else read_records(part)
        for item in items:
            assert isinstance(item, PackedRecord | AnnotatedReport), item
            found.append(item.unpack() if isinstance(item, PackedRecord) else item)
    return found


def children() -> list[int]:
    """The processes that this one started to read pages."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"page_worker" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
        except (OSError, IndexError):
            continue
    return found


@pytest.mark.parametrize("part_format", ["parquet", "jsonl"])
def test_every_report_is_in_one_part(tmp_path: Path, part_format: str) -> None:
    reports = write_reports(tmp_path / "in", 6, 2)
    run = Run(reports, stub_options(tmp_path / "out", 2, part_format=part_format))
    assert (run.counts.shards, run.counts.reports, run.counts.statements) == (3, 6, 6) and not run.errors
    records = records_of(tmp_path / "out")
    assert [record.report.text for record in records] == [SENTENCE.format(f"{number} ") for number in range(6)]
    assert [record.statements[0].speaker.name for record in records if record.statements[0].speaker] == [
        "Ilse Varga"
    ] * 6
    assert records[0].report.published == "2031-03-09" and records[0].report.origin.endswith("0000.jsonl#1")
    row = manifest_of(tmp_path / "out")[0]
    assert row["inputs"][0]["path"] == str(reports / "0000.jsonl") and row["inputs"][0]["tag"].startswith("sha256:")
    assert (row["read"], row["annotated"], row["statements"], row["made_by"]) == (2, 2, 2, "model@stub")
    assert row["bytes"] == (tmp_path / "out" / row["part"]).stat().st_size and "seconds" not in row
    assert run.done[0]["seconds"] > 0


def test_both_formats_hold_the_same_records(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 4, 2)
    for part_format in ("parquet", "jsonl"):
        Run(reports, stub_options(tmp_path / part_format, 2, part_format=part_format))
    assert records_of(tmp_path / "parquet") == records_of(tmp_path / "jsonl")


def test_a_run_that_is_repeated_does_nothing(tmp_path: Path) -> None:
    reports, log = write_reports(tmp_path / "in", 3), tmp_path / "log"
    options = stub_options(tmp_path / "out", settings=StubSettings(log=str(log)))
    Run(reports, options)
    before, read = content_of(tmp_path / "out"), log.read_text()
    again = Run(reports, options)
    assert (again.counts.shards, again.counts.known, again.counts.reports, again.done) == (3, 3, 3, [])
    assert content_of(tmp_path / "out") == before and log.read_text() == read


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 3)
    Run(reports, stub_options(tmp_path / "out"))
    before = set(content_of(tmp_path / "out"))
    (reports / "0001.jsonl").write_text(json.dumps({"text": SENTENCE.format("Westmere")}), encoding="utf-8")
    again = Run(reports, stub_options(tmp_path / "out"))
    assert (again.counts.known, len(again.done)) == (2, 1)
    assert len(before & set(content_of(tmp_path / "out"))) == 3
    assert [record.report.text.split()[3] for record in records_of(tmp_path / "out")] == ["0", "Westmere", "2"]


def test_a_part_that_is_missing_is_written_again(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 2)
    Run(reports, stub_options(tmp_path / "out"))
    before = content_of(tmp_path / "out")
    (tmp_path / "out" / manifest_of(tmp_path / "out")[0]["part"]).unlink()
    assert len(Run(reports, stub_options(tmp_path / "out")).done) == 1
    assert content_of(tmp_path / "out") == before


@pytest.mark.parametrize(("word", "reason"), [("CRASH", "crash"), ("HANG", "time"), ("SWELL", "memory")])
def test_a_poisonous_page_costs_that_page(tmp_path: Path, word: str, reason: str) -> None:
    reports, log = write_reports(tmp_path / "in", 5, 5, **{word: 2}), tmp_path / "log"
    run = Run(reports, stub_options(tmp_path / "out", 5, settings=StubSettings(log=str(log))))
    assert [record.report.text.split()[3] for record in records_of(tmp_path / "out")] == ["0", "1", "3", "4"]
    (row,) = manifest_of(tmp_path / "out")
    assert row["skipped"] == {f"gave up: {reason}": 1} and row["failed"] == 1
    assert row["failures"][0]["reason"] == reason and row["failures"][0]["place"].startswith(
        str(reports / "0000.jsonl")
    )
    assert len(run.errors) == 1 and "0000.jsonl" in run.errors[0]
    # What was done before the page is not done again.
    lines = log.read_text().splitlines()
    assert len(lines) - len(set(lines)) == (1 if reason == "crash" else 0)


def test_a_page_that_cannot_be_annotated_is_counted_with_its_place(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 3, 3, RAISE=1)
    (reports / "0000.jsonl").write_text((reports / "0000.jsonl").read_text() + "no JSON\n", encoding="utf-8")
    Run(reports, stub_options(tmp_path / "out", 5))
    (row,) = manifest_of(tmp_path / "out")
    assert (row["read"], row["annotated"], row["failed"]) == (2, 2, 2)
    assert [failure["place"].rpartition("/")[2] for failure in row["failures"]] == ["0000.jsonl#2", "0000.jsonl"]
    assert "no such dam" in row["failures"][0]["reason"] and "line 4" in row["failures"][1]["reason"]


def test_equal_texts_are_annotated_once_and_marked(tmp_path: Path) -> None:
    from pyarrow import parquet

    (tmp_path / "in").mkdir()
    lines = [json.dumps({"text": SENTENCE.format("Westmere"), "publisher": name}) for name in ("The Post", "The Quay")]
    (tmp_path / "in" / "wire.jsonl").write_text("\n".join(lines), encoding="utf-8")
    log = tmp_path / "log"
    run = Run(tmp_path / "in", stub_options(tmp_path / "out", 5, settings=StubSettings(log=str(log))))
    assert run.counts.copies == 1 and len(log.read_text().splitlines()) == 1
    first, second = records_of(tmp_path / "out")
    assert (first.report.publisher, second.report.publisher) == ("The Post", "The Quay")
    assert first.statements == second.statements and first.entities == second.entities
    table = parquet.read_table(tmp_path / "out" / manifest_of(tmp_path / "out")[0]["part"])
    assert table.column("is_copy").to_pylist() == [False, True]


def test_reports_in_other_languages_and_without_words_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    german = "Der Hafenmeister sagte am Sonntag, die Schiffe würden bald wieder fahren. Niemand wisse jedoch, wann."
    texts = [german, "  ", SENTENCE.format("Westmere")]
    lines = "\n".join(json.dumps({"text": text}) for text in texts)
    (tmp_path / "in" / "rows.jsonl").write_text(lines, encoding="utf-8")
    run = Run(tmp_path / "in", stub_options(tmp_path / "out", 5))
    assert run.counts.skipped == {"language": 1, "empty": 1} and run.counts.reports == 1


def test_inputs_that_cannot_be_read_are_said_and_the_rest_is_read(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 2)
    (reports / "0002.jsonl").mkdir()
    errors: list[str] = []
    paths = [str(tmp_path / "absent.txt"), str(reports)]
    counts = run_batch(paths, stub_options(tmp_path / "out"), LocalEngine(1), on_error=errors.append)
    assert (counts.failed_inputs, counts.reports, len(errors)) == (1, 2, 1) and "absent.txt" in errors[0]


def test_a_worker_that_dies_without_a_page_is_an_error_of_the_shard(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 1)
    options = stub_options(tmp_path / "out", settings=DyingSettings(driver=os.getpid()), limits=PageLimits(retries=1))
    run = Run(reports, options)
    assert run.counts.failed_shards == 1 and "died 2 times" in run.errors[0] and manifest_of(tmp_path / "out") == []
    assert Run(reports, stub_options(tmp_path / "out")).counts.reports == 1


@dataclass(frozen=True)
class DyingSettings(StubSettings):
    """Dies when another process than the driver asks for the model."""

    driver: int = 0

    def made_by(self) -> str:
        if os.getpid() != self.driver:
            os._exit(9)
        return "model@stub"


def test_two_runs_do_not_write_one_folder(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 1)

    def start_another(done: int, total: int) -> None:
        with pytest.raises(ExportError, match="another run"):
            Run(reports, stub_options(tmp_path / "out"))

    assert Run(reports, stub_options(tmp_path / "out"), on_start=start_another).counts.reports == 1


def test_killed_workers_leave_no_trace(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 24, 2)
    Run(reports, stub_options(tmp_path / "undisturbed", 2))
    kills = 0
    rng = random.Random(5)

    def kill_one(row: dict[str, Any]) -> None:
        nonlocal kills
        for pid in rng.sample(children(), 1):
            os.kill(pid, signal.SIGKILL)
            kills += 1

    options = stub_options(tmp_path / "killed", 2, limits=PageLimits(retries=50))
    run = Run(reports, options, 2, on_shard=kill_one)
    assert kills >= 6 and not run.errors
    assert content_of(tmp_path / "killed") == content_of(tmp_path / "undisturbed")


def test_a_child_that_dies_between_two_shards_mixes_nothing(tmp_path: Path) -> None:
    options = stub_options(tmp_path / "out", 2, limits=PageLimits(retries=1))
    (tmp_path / "out" / ROWS).mkdir(parents=True)
    sources = plan_shards([str(write_reports(tmp_path / "in", 4, 2))], options.read, options.shard_bytes)
    first, second = (
        ShardTask.of_shard(Shard(source, options.settings), "jsonl", options.out, options.limits) for source in sources
    )
    with PageProcess() as process:
        process.run(first)
        # The child has died when the next shard is given to it, and the one after it goes on.
        (child,) = children()
        os.kill(child, signal.SIGKILL)
        assert process.run(second)["annotated"] == 2
    texts = [record.report.text for record in read_records(str(tmp_path / "out" / second.part))]
    assert [text.split(" of ")[1][0] for text in texts] == ["2", "3"]


def test_a_killed_run_continues_and_gives_the_same_bytes(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 20)
    Run(reports, stub_options(tmp_path / "undisturbed"))
    command = [sys.executable, "-m", "tests.batch.driver", str(reports), str(tmp_path / "killed")]
    starts = 0
    for shards in (1, 3, 2, 4, 100):
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as driver:
            starts += 1
            assert driver.stdout is not None
            lines = [line for _, line in zip(range(shards), driver.stdout, strict=False)]
            driver.kill()
        if len(lines) < shards:
            break
    assert starts == 5 and content_of(tmp_path / "killed") == content_of(tmp_path / "undisturbed")


def test_read_options_reach_the_records_and_the_names(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "in", 1)
    Run(reports, stub_options(tmp_path / "out", read=ReadOptions(date="2031-04-01")))
    (record,) = records_of(tmp_path / "out")
    assert record.report.published == "2031-04-01"
    assert len(Run(reports, stub_options(tmp_path / "out")).done) == 1
    assert len(manifest_of(tmp_path / "out")) == 1
