"""``onrecord people`` at the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import run_command

ONE = "date 2031-03-09\nMayor Ada Lund came late. “The dam will hold,” Lund said. “It must,” she added."
TWO = "date 2031-04-01\n“The dam has held,” Ada Lund said on Monday. Two officials said that it would fail."


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "two.txt").write_text(TWO, encoding="utf-8")
    return folder


def test_the_table_says_who_speaks_how_often_and_as_what(reports: Path) -> None:
    lines = run_command("people", str(reports)).stdout.splitlines()
    assert lines[0].split() == ["speaker", "kind", "statements", "reports", "roles"]
    (row,) = [line for line in lines if line.startswith("Ada Lund")]
    assert row.split()[2:] == ["person", "3", "2", "Mayor"]


def test_lines_of_json_carry_names_and_dates(reports: Path) -> None:
    rows = [json.loads(line) for line in run_command("people", str(reports), "--output", "jsonl").stdout.splitlines()]
    (found,) = [row for row in rows if row["name"] == "Ada Lund"]
    assert (found["statements"], found["reports"]) == (3, 2)
    assert found["roles"] == [{"role": "Mayor", "dates": ["2031-03-09"]}]


def test_csv_and_a_list_of_known_people(reports: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("name,aliases,wikidata\nA. B. Lund,Ada Lund;Lund,Q42\n", encoding="utf-8")
    rows = list(
        csv.DictReader(
            io.StringIO(run_command("people", str(reports), "--output", "csv", "--known", str(known)).stdout)
        )
    )
    (lund,) = [row for row in rows if row["wikidata"] == "Q42"]
    assert (lund["name"], lund["statements"], lund["reports"]) == ("A. B. Lund", "3", "2")


def test_no_cell_is_a_formula(reports: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text('name,aliases\n"=cmd|x!A1\x1b[31m",Ada Lund\n', encoding="utf-8")
    printed = run_command("people", str(reports), "--output", "csv", "--known", str(known)).stdout
    assert "'=cmd|x!A1" in printed
    assert "\x1b" not in printed


def test_a_wrong_list_is_a_mistake_in_the_command(reports: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text("who\nLund\n", encoding="utf-8")
    assert "no column 'name'" in run_command("people", str(reports), "--known", str(known), code=2).stderr


def test_what_cannot_be_read_is_said_and_the_rest_is_counted(reports: Path) -> None:
    (reports / "bad.parquet").write_bytes(b"not a table")
    done = run_command("people", str(reports), code=1)
    assert "bad.parquet" in done.stderr
    assert "Ada Lund" in done.stdout
