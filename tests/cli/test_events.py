"""``onrecord events``: files of records, options that choose, and the formats."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.cli.render_events import render_events
from onrecord.export.event_rows import EVENT_COLUMNS, VIEW_COLUMNS
from onrecord.model.heads.triggers import TRIGGERS
from onrecord.model.manifest import read_manifest
from onrecord.models import find_model_folder
from onrecord.store import open_store
from tests.cli.running import run_command
from tests.event_records import BOTH, CLAIM, EMPTY, PORT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [record.to_json() for record in (*BOTH, EMPTY)]
    (tmp_path / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def show(folder: Path, *options: str, code: int = 0) -> str:
    return run_command("events", "records.jsonl", "--records", *options, cwd=folder, code=code).stdout


def test_each_event_says_what_who_where_when_how_many_and_who_says_so(folder: Path) -> None:
    shown = show(folder)
    assert "1  ASSAULT/aerial  contested" in shown
    assert "who      Norwegian Air Force (“Norwegian jets”)" in shown
    assert "when     2031-03-07 (“Friday”)" in shown
    assert "how many killed at least 6" in shown
    assert "says so  the report: asserted\n            Tor Vik: asserted" in shown
    assert "Tor Vik: asserted (killed at most 2)" in shown
    assert "unnamed people: alleged (by Holm militia" in shown
    assert "The rebels: denied" in shown


def test_a_denial_an_accusation_a_plan_a_wish_and_a_hypothesis_never_read_like_a_deed() -> None:
    shown = str(render_events(PORT, PORT.events))
    assert "ASSAULT/heavy-weapons  reported, who did it alleged" in shown
    assert "CONSULT/visit  planned" in shown
    assert "RETREAT/release  wanted" in shown
    assert "MOBILIZE/troops  possible" in shown
    # The accused militia stands in the views alone.
    shelling = shown.partition("ASSAULT/heavy-weapons")[2].partition("CONSULT")[0]
    assert "\n   who  " not in shelling


@pytest.mark.parametrize(
    ("options", "types"),
    [
        (["--type", "assault"], ["ASSAULT", "ASSAULT"]),
        (["--type", "ASSAULT", "--mode", "aerial"], ["ASSAULT"]),
        (["--killed", ">0"], ["ASSAULT"]),
        (["--killed", ">6"], []),
        (["--status", "planned", "--status", "possible"], ["CONSULT", "MOBILIZE"]),
        (["--stance", "denied"], ["ASSAULT", "RETREAT"]),
        (["--stance", "denied", "--according-to", "roe"], ["ASSAULT"]),
        (["--stance", "asserted", "--according-to", "roe"], []),
        (["--according-to", "unnamed"], ["ASSAULT"]),
        (["--contested"], ["ASSAULT", "RETREAT"]),
        (["--actor", "militia"], ["ASSAULT"]),
        (["--actor", "nor", "--recipient", "salme"], ["CONSULT"]),
        (["--party", "lund OR rebels"], ["CONSULT", "REQUEST", "RETREAT"]),
        (["--country", "Sweden", "--sector", "CVL"], ["ASSAULT"]),
        (["--place", "port"], ["ASSAULT"]),
        (["--since", "2031-03-07", "--until", "2031-03"], ["ASSAULT"]),
        (["--since", "2031-03-08"], []),
        (["--published", "2031-03-12.."], ["RETREAT"]),
        (["--only-publisher", "radio westmere"], ["RETREAT"]),
        (["--words", "lighthouse"], ["ASSAULT"]),
        (["--words", '"free the pilots"'], ["REQUEST", "RETREAT"]),
        (["--confidence", "0.8", "--words", "urged"], ["RETREAT"]),
    ],
)
def test_options_choose(folder: Path, options: list[str], types: list[str]) -> None:
    lines = show(folder, "--to", "events-jsonl", *options).splitlines()
    assert [json.loads(line)["type"] for line in lines] == types


def test_tables_of_events_and_views(folder: Path) -> None:
    (_, *rows) = csv.reader(io.StringIO(show(folder, "--to", "events-csv").lstrip("\ufeff")))
    events = [dict(zip(EVENT_COLUMNS, row, strict=True)) for row in rows]
    assert len(events) == len(PORT.events) + len(CLAIM.events)
    assert events[0]["voices"] == "the report: asserted; Tor Vik: asserted; Tor Vik: asserted (in part)"
    assert events[1]["actors"] == "" and events[1]["actor_status"] == "alleged"
    assert events[2]["time"] == "" and events[2]["published"] == "2031-03-09"
    views = [json.loads(line) for line in show(folder, "--to", "views-jsonl").splitlines()]
    assert all(tuple(view) != () and set(view) == set(VIEW_COLUMNS) for view in views)
    denial = next(view for view in views if view["stance"] == "denied")
    assert (denial["voice"], denial["actor_names"]) == ("Ivar Roe", ["Holm militia"])
    assert denial["words"] == ["the militia had not shelled the lighthouse"]


def test_mistakes_are_said(folder: Path) -> None:
    for options, reason in (
        (["--killed", "many"], "is no number"),
        (["--country", "Atlantis"], "the country 'Atlantis' is unknown"),
        (["--since", "yesterday"], "is not a date"),
        (["--words", "("], "a word is missing here"),
    ):
        done = run_command("events", "records.jsonl", "--records", *options, cwd=folder, code=2)
        assert reason in done.stderr
    assert "no event found" in run_command("events", "--records", "records.jsonl", "--type", "aid", cwd=folder).stderr
    assert "name a file" in run_command("events", code=2).stderr


def test_reports_are_read_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("date 2031-03-09\nAda Lund said that the dam held.", encoding="utf-8")
    done = run_command("events", "one.txt", "none.txt", cwd=tmp_path, code=1)
    assert "none.txt" in done.stderr
    # A model without the heads of events says so: "no event found" alone would be wrong.
    finds_none = TRIGGERS.name not in read_manifest(find_model_folder("small")).heads
    assert ("finds no events" in done.stderr) == finds_none


def test_events_of_a_store(folder: Path) -> None:
    with open_store(folder / "events.db") as store:
        store.add(BOTH)
    place = ("--store", "events.db")
    shown = run_command("events", *place, "lighthouse", cwd=folder)
    assert "ASSAULT/heavy-weapons" in shown.stdout and "CONSULT" not in shown.stdout
    dated = run_command("events", *place, "--since", "2031-03-01", cwd=folder)
    assert "ASSAULT/aerial" in dated.stdout and "6 more have no date of their own" in dated.stderr
    latest = run_command("events", *place, "--limit", "1", "--newest", cwd=folder)
    assert "ASSAULT/aerial" in latest.stdout and "there are more" in latest.stderr
    lines = run_command("events", *place, "--contested", "--to", "views-jsonl", cwd=folder).stdout.splitlines()
    assert {json.loads(line)["event_id"] for line in lines} == {PORT.events[0].id, CLAIM.events[0].id}
    assert "no event found" in run_command("events", *place, "--type", "AID", cwd=folder).stderr


def test_binary_formats_need_a_file(folder: Path) -> None:
    done = run_command("events", "records.jsonl", "--records", "--to", "events-parquet", cwd=folder, code=2)
    assert "--out" in done.stderr
    show(folder, "--to", "events-parquet", "--out", "events.parquet")
    assert (folder / "events.parquet").read_bytes().startswith(b"PAR1")
