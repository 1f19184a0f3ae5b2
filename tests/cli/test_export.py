"""``onrecord export`` at the command line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.export.material import RECORDS


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text("".join(record.to_json() + "\n" for record in RECORDS), encoding="utf-8")
    return path


def run(*arguments: str, code: int = 0, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "onrecord", "export", *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120)
    assert done.returncode == code, done.stderr
    return done


def test_to_standard_output_and_from_standard_input(records: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("--to", "csv", str(records)).stdout.decode("utf-8-sig"))))
    assert [row["speaker"] for row in rows] == ["Ilse Brandvold", "Ilse Brandvold", "", "", "Ada Lund"]
    assert run("--to", "jsonl", "-", stdin=records.read_bytes()).stdout == records.read_bytes()


def test_to_a_file_that_is_then_kept(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.jsonld"
    run("--to", "schema-org", "--out", str(out), str(records))
    before = out.read_bytes()
    assert len(json.loads(before)["@graph"]) == 8
    assert b"--overwrite" in run("--to", "csv", "--out", str(out), str(records), code=1).stderr
    assert out.read_bytes() == before
    run("--to", "csv", "--out", str(out), "--overwrite", str(records))
    assert out.read_bytes() != before


def test_what_is_read_can_be_exported(tmp_path: Path) -> None:
    report = tmp_path / "sail.txt"
    report.write_bytes("🚢 cafe\u0301\r\n\r\n“The boats will sail,” said Ilse Brandvold.".encode())
    command = [sys.executable, "-m", "onrecord", "read", str(report), "--output", "jsonl"]
    read = subprocess.run(command, capture_output=True, check=True).stdout
    (row,) = csv.DictReader(io.StringIO(run("--to", "csv", "-", stdin=read).stdout.decode("utf-8-sig")))
    assert (row["content"], row["content_spans"]) == ("“The boats will sail,”", "9-31")


def test_a_line_that_is_no_record_is_said_and_the_rest_exported(records: Path) -> None:
    records.write_bytes(b'{"text": 1}\n' + records.read_bytes())
    done = run("--to", "polnear", str(records), code=1)
    assert b"line 1" in done.stderr
    assert len(done.stdout.splitlines()) == len(RECORDS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--to", "parquet"], b"--out"), (["--to", "brat"], b"--out"), (["--to", "xml"], b"xml"), ([], b"--to")],
)
def test_a_mistake_in_the_command_is_said(records: Path, arguments: list[str], said: bytes) -> None:
    assert said in run(*arguments, str(records), code=2).stderr


def test_from_a_store(records: Path, tmp_path: Path) -> None:
    store = tmp_path / "onrecord.db"
    command = [sys.executable, "-m", "onrecord", "add", "--store", str(store), "--records", str(records)]
    added = subprocess.run(command, capture_output=True, timeout=120)
    assert added.returncode == 0, added.stderr
    lines = run("--to", "jsonl", str(store)).stdout.splitlines()
    assert sorted(lines) == sorted(records.read_bytes().splitlines())
    assert b"no-such.db" in run("--to", "jsonl", str(tmp_path / "no-such.db"), code=1).stderr
