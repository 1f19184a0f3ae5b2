"""``onrecord talks``: of a report and of a store, for people and programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.cli import run
from onrecord.store import open_store
from tests.making_talks import ALL

REPORT = """date 2031-03-09

Ceasefire talks between Georgia and Armenia stalled on Sunday. The talks, mediated by Sweden, are to resume on Friday.
"""


@pytest.fixture
def location(tmp_path: Path) -> str:
    path = tmp_path / "onrecord.db"
    with open_store(path) as store:
        store.add(ALL, made_by="model@one")
    return str(path)


def test_the_talks_of_a_report_are_shown_with_the_words_of_every_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    assert run(["talks", str(path), "--model", "small"]) == 0
    shown = capsys.readouterr().out
    assert "Ceasefire talks" in shown and "“stalled”" in shown
    assert run(["talks", str(path), "--model", "small", "--to", "json"]) == 0
    (talks,) = json.loads(capsys.readouterr().out)
    for cell in talks["cells"]:
        text = REPORT.split("\n\n", 1)[1]
        assert cell["quote"].split(" … ")[0] in " ".join(text.split())
        assert cell["start"] < cell["end"]
    assert run(["talks", str(path), "--model", "small", "--output", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["cell"] for row in rows} >= {"stage", "party", "agenda"}


def test_a_report_without_talks_is_said_and_the_exit_code_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.txt"
    path.write_text("date 2031-03-09\n\nIt rained in the valley, and the river rose.\n")
    assert run(["talks", str(path), "--model", "small"]) == 1
    assert "no talks" in capsys.readouterr().out


def test_a_store_lists_its_talks_and_one_track_is_shown_whole(
    location: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["talks", "--store", location]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and "k_" in lines[1]
    assert run(["talks", "--store", location, "Georgia ceasefire", "--as-of", "2031-03-10"]) == 0
    shown = capsys.readouterr().out
    assert "underway, progress, on 2031-03-10, since 2031-03-01" in shown
    assert "2031-03-06, 4 days before" in shown
    assert "signed" not in shown
    assert run(["talks", "--store", location, "nowhere"]) == 1


@pytest.mark.parametrize("only", ["--changes", "--disagreements", "--next"])
@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv"])
def test_one_thing_of_every_track_in_every_format(
    location: str, only: str, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["talks", "--store", location, only, "--as-of", "2031-03-06", "--output", output]) == 0
    shown = capsys.readouterr().out
    assert "2031-03-0" in shown
    if output == "json":
        assert all(row["talks"].startswith("k_") for row in json.loads(shown))


def test_next_steps_as_a_calendar(location: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["talks", "--store", location, "--as-of", "2031-03-06", "--output", "ics"]) == 0
    assert capsys.readouterr().out.count("BEGIN:VEVENT") == 1


def test_judgements_are_made_and_listed_on_the_command_line(location: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(location, read_only=True) as store:
        one, other = (track.id for track in store.talks())
    assert run(["correct", "talks", "not-same", one, other, "--store", location, "--by", "Ada Quist"]) == 0
    assert "not same" in capsys.readouterr().out
    assert run(["correct", "stage", one, "collapsed", "2031-04-01", "--store", location, "--by", "Ada Quist"]) == 0
    assert "collapsed from 2031-04-01" in capsys.readouterr().out
    assert run(["correct", "log", "--store", location]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments", [[], ["report.txt", "--changes"], ["report.txt", "--output", "ics"], ["--as-of", "soon", "x.txt"]]
)
def test_options_that_do_not_fit_are_a_mistake(arguments: list[str]) -> None:
    assert run(["talks", *arguments]) == 2
