"""The commands that use a store."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.record import replace
from onrecord.store import open_store
from tests.cli.running import heed_interrupt, run_command
from tests.making import make_record
from tests.read.webserver import WebServer
from tests.store.records import ALL, BUDGET, DAM

COMMAND = [sys.executable, "-m", "onrecord"]
ONE = "date 2031-03-09\n“The dam will hold until the spring comes,” said Ada Lund, the mayor."
TWO = "date 2031-04-01\nAda Lund said on Monday that the dam had held."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "reports" / "two.txt").write_text(TWO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A folder with a store that was filled without the model."""
    with open_store(tmp_path / "onrecord.db") as store:
        store.add(ALL)
    return tmp_path


def test_from_a_folder_of_reports_to_what_somebody_said(folder: Path) -> None:
    added = run_command("add", "reports", cwd=folder)
    assert "onrecord.db: 2 reports added" in added.stderr
    found = run_command("search", "dam", "--speaker", "Lund", cwd=folder).stdout
    assert "Ada Lund" in found and "**dam**" in found
    assert found.index("2031-03-09") < found.index("2031-04-01")
    assert "all is well" in run_command("verify", cwd=folder).stderr


def test_adding_again_annotates_nothing_again(folder: Path) -> None:
    run_command("add", "reports", cwd=folder)
    (folder / "reports" / "three.txt").write_text(ONE.replace("spring", "autumn"), encoding="utf-8")
    again = run_command("add", "reports", "--workers", "2", cwd=folder)
    assert "1 reports added" in again.stderr and "2 known already" in again.stderr
    assert "3 known already" in run_command("add", "reports", "--again", cwd=folder).stderr


def test_what_cannot_be_read_is_said_and_the_rest_is_stored(folder: Path) -> None:
    (folder / "reports" / "bad.parquet").write_bytes(b"not a table")
    done = run_command("add", "reports", cwd=folder, code=1)
    assert "bad.parquet" in done.stderr
    assert "2 reports added" in done.stderr and "1 could not be read" in done.stderr


def test_records_are_added_as_they_stand(tmp_path: Path) -> None:
    wrong = replace(BUDGET, report=replace(BUDGET.report, title="x")).to_json().replace("leaflet", "LEAFLET")
    lines = [DAM.to_json(), wrong, "", "{}", ALL[2].to_json()]
    (tmp_path / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run_command("add", "--records", "records.jsonl", cwd=tmp_path, code=1)
    assert "2 reports added" in done.stderr
    assert "line 2" in done.stderr and "line 4" in done.stderr
    with open_store(tmp_path / "onrecord.db") as store:
        assert tuple(store.iter_records()) == (DAM, ALL[2])


def test_search_as_json(stored: Path) -> None:
    done = run_command("search", "dam", "--speaker", "Lund", "--output", "json", "--limit", "1", cwd=stored)
    document = json.loads(done.stdout)
    (hit,) = document["hits"]
    assert (hit["statement"], hit["speaker"], hit["published"]) == (DAM.statements[0].id, "Ada Lund", "2031-03-09")
    assert [hit["snippet"][start:end] for start, end in hit["matches"]] == ["dam"]
    assert [person["name"] for person in document["speakers"]] == ["Ada Lund", "Nora Lund"]
    assert "there are more" in done.stderr and "Lund matches Ada Lund" in done.stderr
    rest = run_command(
        "search", "dam", "--speaker", "Lund", "--output", "json", "--cursor", document["cursor"], cwd=stored
    )
    assert [hit["statement"] for hit in json.loads(rest.stdout)["hits"]] == [BUDGET.statements[0].id]


def test_every_filter(stored: Path) -> None:
    options = [
        "--role", "mayor", "--kind", "direct", "--publisher", "The Westmere Post", "--said", "2031-03",
        "--published", "2031-01..2031-12", "--confidence", "0.8", "--sort", "relevance", "--output", "csv",
    ]  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(run_command("search", "hold", *options, cwd=stored).stdout))
    assert row["statement_id"] == DAM.statements[0].id


def test_a_list_of_known_people_stands_for_all_their_names(stored: Path) -> None:
    (stored / "people.csv").write_text("name,aliases\nA. Citizen,Ada Lund;Piotr Salme\n", encoding="utf-8")
    arguments = ["--speaker", "A. Citizen", "--known", "people.csv", "--output", "csv"]
    rows = list(csv.DictReader(io.StringIO(run_command("search", *arguments, cwd=stored).stdout)))
    assert {row["speaker"] for row in rows} == {"Ada Lund", "Piotr Salme"}


def test_a_bare_surname_of_a_known_person_takes_in_no_other_full_name(stored: Path) -> None:
    (stored / "people.csv").write_text("name,aliases\nAda Lund,Lund\n", encoding="utf-8")
    with open_store(stored / "onrecord.db") as store:
        store.add([make_record("“So it is,” Lund said.", ("Lund", "said", "“So it is,”", "Lund"))])
    for name in ("Ada Lund", "Lund"):
        arguments = ["--speaker", name, "--known", "people.csv", "--output", "csv"]
        rows = list(csv.DictReader(io.StringIO(run_command("search", *arguments, cwd=stored).stdout)))
        assert sorted({row["speaker"] for row in rows}) == ["Ada Lund", "Lund"]
    rows = list(
        csv.DictReader(io.StringIO(run_command("search", "--speaker", "Lund", "--output", "csv", cwd=stored).stdout))
    )
    assert sorted({row["speaker"] for row in rows}) == ["Ada Lund", "Lund", "Nora Lund"]


def test_nothing_found_is_said(stored: Path) -> None:
    assert "no statement found" in run_command("search", "nowhere", cwd=stored).stderr
    assert "no one in the store is called Nobody" in run_command("search", "--speaker", "Nobody", cwd=stored).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", '"dam'], "does not parse at character 1"),
        (["search", "--said", "soon"], "is not a date"),
        (["search", "--said", "2031..2030"], "ends before it starts"),
        (["search", "--sort", "relevance"], "needs words"),
        (["search", "--cursor", "x"], "cursor"),
        (["correct", "accept", "s_0", "--by", " "], "not a valid name"),
        (["correct", "edit", "s_0", "--kind", "5"], "is not one of"),
        (["correct", "edit", "s_0"], "needs spans"),
        (["people"], "give either PATH or --store"),
    ],
)
def test_mistakes_in_a_command(stored: Path, arguments: list[str], said: str) -> None:
    assert said in run_command(*arguments, cwd=stored, code=2).stderr


@pytest.mark.parametrize("command", ["search", "verify", "prune", "correct log"])
def test_a_store_that_is_not_there(tmp_path: Path, command: str) -> None:
    assert "there is no store" in run_command(*command.split(), cwd=tmp_path, code=1).stderr
    assert list(tmp_path.iterdir()) == []


def test_no_cell_is_a_formula_and_nothing_steers_the_terminal(tmp_path: Path) -> None:
    words = "=cmd|' /C calc'!A1 \x1b[31m will hold the dam"
    record = make_record(
        f"{words} said Eve Mallory.",
        ("Eve Mallory", "said", words, "=Eve Mallory \x1b]0;owned\x07"),
        publisher="@outlet",
        title="+title",
        origin="-\x1b[2J",
    )
    with open_store(tmp_path / "onrecord.db") as store:
        store.add([record])
    for output in ("table", "csv", "json"):
        printed = run_command("search", "dam", "--output", output, cwd=tmp_path).stdout
        assert not {"\x1b", "\x07"} & set(printed)
    (row,) = csv.DictReader(io.StringIO(run_command("search", "dam", "--output", "csv", cwd=tmp_path).stdout))
    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    people = run_command("people", "--store", "onrecord.db", cwd=tmp_path).stdout
    assert "Eve Mallory" in people and "\x1b" not in people


def test_the_same_statement_elsewhere(tmp_path: Path) -> None:
    quote = "“The dam will hold until the spring, whatever they say,”"
    records = [
        make_record(
            f"{words} Ada Lund said.",
            ("Ada Lund", "said", words, "Ada Lund"),
            published=f"2031-03-{day}",
            publisher=outlet,
        )
        for words, day, outlet in ((quote, "09", "Post"), (quote.replace("spring", "autumn"), "10", "Echo"))
    ]
    with open_store(tmp_path / "onrecord.db") as store:
        store.add(records)
    identity = records[1].statements[0].id
    table = run_command("search", "--like", identity, cwd=tmp_path).stdout
    assert "2 reports, 2 wordings; earliest 2031-03-09 · Post" in table and "spring → autumn" in table
    document = json.loads(run_command("search", "--like", identity, "--output", "json", cwd=tmp_path).stdout)
    assert document["variants"][1]["differences"] == [{"theirs": "spring", "ours": "autumn"}]
    rows = list(
        csv.DictReader(io.StringIO(run_command("search", "--like", identity, "--output", "csv", cwd=tmp_path).stdout))
    )
    assert [row["publisher"] for row in rows] == ["Post", "Echo"]


def test_corrections_from_the_command_line(stored: Path) -> None:
    hold, sluice = (statement.id for statement in DAM.statements)
    assert "accepted" in run_command("correct", "accept", hold, "--by", "Ada", cwd=stored).stdout
    assert "human@Ada" in run_command("search", "hold", cwd=stored).stdout
    run_command("correct", "reject", sluice, "--by", "Ada", cwd=stored)
    assert "no statement found" in run_command("search", "sluice", cwd=stored).stderr
    run_command("correct", "undo", "2", "--by", "Ada", cwd=stored)
    run_command("correct", "speaker", sluice, "Piotr Salme", "--by", "Ada", cwd=stored)
    edited = run_command("correct", "edit", hold, "--content", "0-20", "--no-source", "--by", "Ada", cwd=stored).stdout
    assert "now s_" in edited
    run_command("correct", "merge", "Nora Lund", "Ada Lund", "--by", "Ada", cwd=stored)
    log = run_command("correct", "log", cwd=stored).stdout.splitlines()
    assert len(log) == 6 and log[1].endswith("(undone)")
    entries = [
        json.loads(line) for line in run_command("correct", "log", "--output", "jsonl", cwd=stored).stdout.splitlines()
    ]
    assert [entry["action"] for entry in entries] == ["accept", "reject", "undo", "speaker", "edit", "merge"]
    (line,) = run_command("correct", "export", "-", cwd=stored).stdout.splitlines()
    assert json.loads(line)["annotations"][0]["annotator"] == "human@Ada"
    assert "1 corrected report" in run_command("correct", "export", "training.jsonl", cwd=stored).stderr
    assert json.loads((stored / "training.jsonl").read_text(encoding="utf-8")) == json.loads(line)
    assert "all is well" in run_command("verify", cwd=stored).stderr


def test_a_missed_statement_is_added_and_noted_from_the_command_line(stored: Path) -> None:
    report = DAM.report.id
    words = ("--source", "Mayor Ada Lund", "--cue", "said on", "--content", "Sunday.")
    added = run_command("correct", "add", report, *words, "--by", "Ada", "--said", "2031-03", cwd=stored).stdout
    identity = added.split()[-1]
    assert f"added {identity}" in added
    run_command(
        "correct", "edit", identity, "--kind", "indirect", "--venue", "the old sluice", "--by", "Ada", cwd=stored
    )
    run_command("correct", "speaker", identity, "--unnamed", "--by", "Ada", cwd=stored)
    noted = run_command("correct", "note", identity, "who was there?", "--tag", "dam", "--by", "Ada", cwd=stored).stdout
    assert "who was there? [dam]" in noted
    (hit,) = json.loads(run_command("search", "--tag", "dam", "--output", "json", cwd=stored).stdout)["hits"]
    assert (hit["statement"], hit["said"], hit["kind"], hit["status"]) == (identity, "2031-03", "indirect", "unnamed")
    assert "is said by a source that the report never names" in run_command("correct", "log", cwd=stored).stdout
    assert identity not in run_command("search", "--unsure", "--output", "json", cwd=stored).stdout
    twice = run_command("correct", "add", report, "--content", "hold", "--by", "Ada", cwd=stored, code=2).stderr
    assert "occurs several times, at 14-18" in twice
    assert "no report 'r_0'" in run_command("correct", "add", "r_0", "--content", "x", cwd=stored, code=1).stderr
    assert "give a name, or --unnamed" in run_command("correct", "speaker", identity, cwd=stored, code=2).stderr
    assert "all is well" in run_command("verify", cwd=stored).stderr


def test_of_several_corrections_those_before_a_refused_one_are_said(stored: Path) -> None:
    hold, sluice = (statement.id for statement in DAM.statements)
    done = run_command("correct", "reject", hold, hold, sluice, "--by", "Ada", cwd=stored, code=1)
    assert f"rejected {hold}" in done.stdout
    assert "onrecord correct undo 1" in done.stderr
    assert len(run_command("correct", "log", cwd=stored).stdout.splitlines()) == 1


def test_what_add_leaves_out_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("“The boats will sail,” said Ilse Brandvold.", encoding="utf-8")
    (folder / "b.txt").write_text(" \n", encoding="utf-8")
    (folder / "c.txt").write_text("", encoding="utf-8")
    (folder / "notes.odt").write_bytes(b"PK")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    done = run_command("add", "reports", cwd=tmp_path)
    assert "1 reports added" in done.stderr
    assert "2 without words, not stored (such as reports/b.txt)" in done.stderr
    assert "reports: 2 files and folders skipped" in done.stderr and "reports/.hidden.txt" in done.stderr
    lines = run_command("read", "reports", "--output", "jsonl", cwd=tmp_path).stdout
    assert [json.loads(line)["text"] == "" for line in lines.splitlines()] == [False, False, True]
    (tmp_path / "records.jsonl").write_text(lines, encoding="utf-8")
    again = run_command("add", "--records", "records.jsonl", cwd=tmp_path).stderr
    assert "0 reports added" in again and "1 known already; 2 without words" in again


def test_prune(stored: Path) -> None:
    newer = replace(DAM, statements=tuple(replace(s, made_by="model@2") for s in DAM.statements))
    with open_store(stored / "onrecord.db") as store:
        store.add([newer])
    assert "1 older annotations deleted" in run_command("prune", cwd=stored).stderr
    assert "0 older annotations deleted" in run_command("prune", cwd=stored).stderr


def test_reindex(stored: Path) -> None:
    with sqlite3.connect(stored / "onrecord.db") as damaged:
        damaged.execute("DELETE FROM statement WHERE report_key = 1")
    damaged.close()
    assert "onrecord reindex" in run_command("verify", cwd=stored, code=1).stdout
    run_command("reindex", cwd=stored)
    assert "all is well" in run_command("verify", cwd=stored).stderr


def test_people_of_a_store(stored: Path) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(run_command("people", "--store", "onrecord.db", "--output", "csv", cwd=stored).stdout)
        )
    )
    assert next((row["name"], row["statements"]) for row in rows) == ("Ada Lund", "3")
    lines = run_command("people", "--store", "onrecord.db", "--output", "jsonl", cwd=stored).stdout.splitlines()
    assert json.loads(lines[0])["id"] == rows[0]["id"]


def test_verify_reads_records_too(tmp_path: Path) -> None:
    lines = "\n".join(record.to_json() for record in ALL)
    assert (
        "4 reports with 6 statements checked; all is well"
        in run_command("verify", "-", cwd=tmp_path, stdin=lines).stderr
    )
    moved = DAM.to_dict()
    moved["statements"][0]["content"]["spans"][0][0] += 1
    (tmp_path / "bad.jsonl").write_text(json.dumps(moved) + "\nnot JSON\n", encoding="utf-8")
    done = run_command("verify", "bad.jsonl", cwd=tmp_path, code=1)
    assert "line 1: statements[0].content.spans[0]: the text at" in done.stdout
    assert "line 1: statements[0].id" in done.stdout
    assert "line 2: record: is not JSON" in done.stdout
    rows = [
        json.loads(line)
        for line in run_command("verify", "bad.jsonl", "--output", "jsonl", cwd=tmp_path, code=1).stdout.splitlines()
    ]
    assert len(rows) == 3


def test_verify_says_what_is_broken(stored: Path) -> None:
    path = stored / "onrecord.db"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"The dam will hold", b"The dam will fold", 1))
    done = run_command("verify", cwd=stored, code=1)
    assert "hash differs" in done.stdout
    (stored / "other.db").write_bytes(b"%PDF-1.7" * 1000)
    assert "no store of onrecord" in run_command("verify", "other.db", cwd=stored, code=1).stderr


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_an_interrupted_run_keeps_what_was_done_and_goes_on(tmp_path: Path) -> None:
    rows = [{"text": f"“Boat {n} will sail,” said Ilse Brandvold.", "notes": "x" * 4000} for n in range(80)]
    lines = [json.dumps(row) for row in rows]
    (tmp_path / "many.jsonl").write_text("\n".join(lines) + "\n")
    process = subprocess.Popen(
        [*COMMAND, "add", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heed_interrupt,
    )
    assert process.stdin is not None
    # A pipe holds a quarter of this: once all is written, many reports have been annotated.
    process.stdin.write((tmp_path / "many.jsonl").read_bytes())
    process.stdin.flush()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert b"Traceback" not in errors
    with open_store(tmp_path / "onrecord.db") as store:
        stored = store.size()[0]
        assert store.verify().faults == ()
    assert stored > 0
    done = run_command("add", "many.jsonl", cwd=tmp_path)
    assert f"{80 - stored} reports added" in done.stderr


def test_a_feed_is_added_and_then_only_what_is_new(tmp_path: Path) -> None:
    words = "<p>“The boats will sail before the week is out,” said Ilse Brandvold, the harbour master of Varna.</p>"
    page = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>"
    items = "<item><link>/{}</link><pubDate>Sun, 09 Mar 2031 23:00:00 GMT</pubDate></item>"
    feed = '<rss version="2.0"><channel><title>The Post</title>{}</channel></rss>'
    with WebServer().running() as server:
        server.pages["/boats"] = page.format("Boats will sail", words * 3).encode()
        server.pages["/feed"] = feed.format(items.format("boats")).encode()
        add = ("add", "--feed", server.url + "/feed", "--allow-private")
        first = run_command(*add, cwd=tmp_path)
        assert "1 reports added" in first.stderr
        server.asked.clear()
        second = run_command(*add, cwd=tmp_path)
        assert "0 reports added" in second.stderr
        assert "/boats" not in [path for path, _ in server.asked]
        server.pages["/ice"] = page.format("Ice is thin", words.replace("boats", "sledges") * 3).encode()
        server.pages["/feed"] = feed.format(items.format("boats") + items.format("ice")).encode()
        assert "1 reports added" in run_command(*add, cwd=tmp_path).stderr
    refused = run_command("add", "--feed", "http://127.0.0.1:9/feed", cwd=tmp_path, code=1)
    assert "--allow-private" in refused.stderr
    found = json.loads(run_command("search", "sledges", "--output", "json", cwd=tmp_path).stdout)
    assert found


def test_records_and_a_feed_are_two_things(tmp_path: Path) -> None:
    done = run_command("add", "r.jsonl", "--records", "--feed", "http://a.example/feed", cwd=tmp_path, code=2)
    assert "one after the other" in done.stderr


def test_nothing_to_add_is_a_mistake(tmp_path: Path) -> None:
    assert "--feed" in run_command("add", cwd=tmp_path, code=2).stderr


def test_like_takes_no_other_filter(tmp_path: Path) -> None:
    assert "no other filter" in run_command("search", "--like", "s_0", "--kind", "direct", cwd=tmp_path, code=2).stderr
    assert "no other filter" in run_command("search", "dam", "--like", "s_0", cwd=tmp_path, code=2).stderr
