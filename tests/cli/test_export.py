"""``onrecord export`` at the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.running import Done, run_command
from tests.export.material import RECORDS


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text("".join(record.to_json() + "\n" for record in RECORDS), encoding="utf-8")
    return path


def export(*arguments: str, code: int = 0, stdin: str = "") -> Done:
    return run_command("export", *arguments, code=code, stdin=stdin)


def test_to_standard_output_and_from_standard_input(records: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(export("--to", "csv", str(records)).stdout.removeprefix("\ufeff"))))
    assert [row["speaker"] for row in rows] == ["Ilse Brandvold", "Ilse Brandvold", "", "", "Ada Lund"]
    assert export("--to", "jsonl", "-", stdin=records.read_text(encoding="utf-8")).stdout == records.read_text(
        encoding="utf-8"
    )


@contextmanager
def pipe_with(content: bytes) -> Iterator[str]:
    """A pipe with this content, as ``<(command)`` of a shell gives one: it can be read only once."""
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    try:
        yield f"/dev/fd/{reading}"
    finally:
        os.close(reading)


def test_a_pipe_is_read_whole(records: Path) -> None:
    with pipe_with(records.read_bytes()) as pipe:
        assert export("--to", "jsonl", pipe).stdout == records.read_text(encoding="utf-8")
    with pipe_with(records.read_bytes()) as pipe:
        assert f"{len(RECORDS)} reports" in run_command("verify", pipe).stderr
    with pipe_with(records.read_bytes()) as pipe:
        done = run_command("add", "--records", pipe, "--store", str(records.parent / "onrecord.db"))
        assert f"{len(RECORDS)} reports added" in done.stderr


@pytest.mark.parametrize("command", [("export", "--to", "jsonl"), ("verify",)])
def test_a_store_in_a_pipe_is_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    with pipe_with(b"SQLite format 3\0" + bytes(100)) as pipe:
        assert "name the file of the store" in run_command(*command, pipe, code=1).stderr


def test_verify_reads_a_named_pipe_once(records: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "records"
    os.mkfifo(pipe)
    # Opening a pipe waits for the other side.
    writing = threading.Thread(target=pipe.write_bytes, args=(records.read_bytes(),))
    writing.start()
    assert f"{len(RECORDS)} reports" in run_command("verify", str(pipe)).stderr
    writing.join()


def test_to_a_file_that_is_then_kept(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.jsonld"
    export("--to", "schema-org", "--out", str(out), str(records))
    before = out.read_bytes()
    assert len(json.loads(before)["@graph"]) == 8
    assert "--overwrite" in export("--to", "csv", "--out", str(out), str(records), code=1).stderr
    assert out.read_bytes() == before
    export("--to", "csv", "--out", str(out), "--overwrite", str(records))
    assert out.read_bytes() != before


def test_what_is_read_can_be_exported(tmp_path: Path) -> None:
    report = tmp_path / "sail.txt"
    report.write_bytes("🚢 cafe\u0301\r\n\r\n“The boats will sail,” said Ilse Brandvold.".encode())
    read = run_command("read", str(report), "--output", "jsonl").stdout
    (row,) = csv.DictReader(io.StringIO(export("--to", "csv", "-", stdin=read).stdout.removeprefix("\ufeff")))
    assert (row["content"], row["content_spans"]) == ("“The boats will sail,”", "9-31")


def test_a_line_that_is_no_record_is_said_and_the_rest_exported(records: Path) -> None:
    records.write_bytes(b'{"text": 1}\n' + records.read_bytes())
    done = export("--to", "polnear", str(records), code=1)
    assert "line 1" in done.stderr
    assert len(done.stdout.splitlines()) == len(RECORDS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--to", "parquet"], "--out"), (["--to", "brat"], "--out"), (["--to", "xml"], "xml"), ([], "--to")],
)
def test_a_mistake_in_the_command_is_said(records: Path, arguments: list[str], said: str) -> None:
    assert said in export(*arguments, str(records), code=2).stderr


def test_from_a_store(records: Path, tmp_path: Path) -> None:
    store = tmp_path / "onrecord.db"
    run_command("add", "--store", str(store), "--records", str(records))
    lines = export("--to", "jsonl", str(store)).stdout.splitlines()
    assert sorted(lines) == sorted(records.read_text(encoding="utf-8").splitlines())
    assert "no-such.db" in export("--to", "jsonl", str(tmp_path / "no-such.db"), code=1).stderr
