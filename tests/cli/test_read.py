"""The ``read`` command."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import heed_interrupt, run_command
from tests.read.webserver import WebServer

COMMAND = [sys.executable, "-m", "onrecord"]
REPORT = "date 2031-03-09\n“The boats will sail,” said Ilse Brandvold, the harbour master.\n"
GERMAN = (
    "Der Hafenmeister sagte am Sonntag, die Schiffe würden bald wieder fahren. Niemand wisse jedoch, wann "
    "die Verhandlungen über die Meerenge fortgesetzt werden könnten, und die Regierung habe sich nicht geäußert."
)


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "sail.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_json_is_one_record_with_quotes_at_their_offsets(report_file: Path) -> None:
    done = run_command("read", str(report_file), "--output", "json")
    record = json.loads(done.stdout)
    assert record["origin"] == str(report_file)
    assert (record["published"], record["published_from"]) == ("2031-03-09", "header")
    (statement,) = record["statements"]
    assert statement["kind"] == "direct"
    assert statement["source"]["quote"] == ["Ilse Brandvold, the harbour master"] or statement["source"]["quote"] == [
        "Ilse Brandvold"
    ]
    assert statement["cue"]["quote"] == ["said"]
    for role in ("source", "cue", "content"):
        for (start, end), quote in zip(statement[role]["spans"], statement[role]["quote"], strict=True):
            assert record["text"][start:end] == quote


def test_json_lines_keep_input_order_with_workers(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"“No. {number},” said Ilse Brandvold on the quay.\n" * (6 - number))
    done = run_command("read", str(tmp_path), "--output", "jsonl", "--workers", "2")
    origins = [Path(json.loads(line)["origin"]).name for line in done.stdout.splitlines()]
    assert origins == [f"{number}.txt" for number in range(6)]
    assert done.stdout == run_command("read", str(tmp_path), "--output", "jsonl").stdout


def test_text_output_is_plain_in_a_pipe_and_holds_the_reports_words(report_file: Path) -> None:
    done = run_command("read", str(report_file))
    shown = done.stdout
    assert "\x1b" not in shown
    assert "“The boats will sail,” said Ilse Brandvold, the harbour master." in shown
    assert "source" in shown and "cue" in shown and "direct" in shown


def test_control_characters_of_a_report_never_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text("“Hello \x1b]0;owned\x07 \x1b[31m there,” said Ilse Brandvold.\x9b2J", encoding="utf-8")
    shown = run_command("read", str(path)).stdout
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)


def test_bad_file_in_a_folder_is_named_and_the_rest_is_read(tmp_path: Path, report_file: Path) -> None:
    (tmp_path / "broken.txt").write_bytes(b"%PDF-1.7 \x00\x01\x02")
    done = run_command("read", str(tmp_path), "--output", "jsonl", code=1)
    assert len(done.stdout.splitlines()) == 1
    assert "broken.txt" in done.stderr
    assert "1 could not be read" in done.stderr


def test_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    done = run_command("read", str(tmp_path / "absent.txt"), code=1)
    assert "absent.txt" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_empty_report_is_a_record_without_statements(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = run_command("read", str(tmp_path / "empty.txt"), "--output", "jsonl")
    assert json.loads(done.stdout)["statements"] == []


def test_report_in_another_language_is_skipped_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "hafen.txt").write_text(GERMAN, encoding="utf-8")
    done = run_command("read", str(tmp_path / "hafen.txt"), "--output", "jsonl")
    record = json.loads(done.stdout)
    assert (record["language"], record["statements"]) == ("de", [])
    assert "skipped" in done.stderr


def test_standard_input_with_date_and_publisher() -> None:
    options = ["--output", "json", "--date", "2031-03-09", "--publisher", "The Meridian"]
    done = run_command("read", "-", *options, stdin=REPORT[16:].encode())
    record = json.loads(done.stdout)
    assert (record["origin"], record["publisher"]) == ("-", "The Meridian")
    assert (record["published"], record["published_from"]) == ("2031-03-09", "option")


@pytest.mark.parametrize(
    "arguments", [["read"], ["read", "x.txt", "--output", "xml"], ["read", "x.txt", "--workers", "0"], ["no-such"]]
)
def test_mistakes_in_the_command_exit_with_2(arguments: list[str]) -> None:
    run_command(*arguments, code=2)


def test_date_that_is_none_is_refused(report_file: Path) -> None:
    done = run_command("read", str(report_file), "--date", "yesterday", code=2)
    assert "yesterday" in done.stderr


def test_help_names_every_option() -> None:
    shown = run_command("read", "--help").stdout
    for option in ("--output", "--date", "--publisher", "--text-field", "--workers"):
        assert option in shown


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_interrupt_stops_cleanly(tmp_path: Path) -> None:
    line = json.dumps({"text": "“The boats will sail,” said Ilse Brandvold on the quay. " * 60})
    (tmp_path / "many.jsonl").write_text((line + "\n") * 3000)
    process = subprocess.Popen(
        [*COMMAND, "read", str(tmp_path / "many.jsonl"), "--output", "jsonl", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heed_interrupt,
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors


@pytest.mark.parametrize("output", ["jsonl", "text"])
def test_closed_pipe_is_no_error(tmp_path: Path, output: str) -> None:
    (tmp_path / "many.jsonl").write_text((json.dumps({"text": "“No,” said Ilse Brandvold. " * 40}) + "\n") * 200)
    process = subprocess.Popen(
        [*COMMAND, "read", str(tmp_path / "many.jsonl"), "--output", output],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.parametrize("output", ["json", "jsonl", "text"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_terminals_that_are_not_utf8_lose_nothing(report_file: Path, output: str, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [*COMMAND, "read", str(report_file), "--output", output], capture_output=True, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
    if output == "text":
        assert b"The boats will sail" in done.stdout
    else:
        assert json.loads(done.stdout.decode("utf-8"))["text"].startswith("“The boats")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="wants a full device")
def test_full_disk_is_one_clear_line(report_file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "read", str(report_file), "--output", "json"], stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and b"cannot write" in done.stderr


def test_names_of_files_never_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "bad\x1b]0;owned\x07.txt").write_bytes(b"%PDF-1.7 \x00")
    (tmp_path / "good\x1b[31m.txt").write_text("“No,” said Ilse Brandvold.")
    done = run_command("read", str(tmp_path), code=1)
    assert "\x1b" not in done.stdout + done.stderr
    assert "\x07" not in done.stdout + done.stderr


def test_json_escapes_what_a_terminal_would_act_on(tmp_path: Path) -> None:
    text = "“No,” said \x9b31m Ilse \u202eBrandvold\x7f."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run_command("read", str(tmp_path / "a.txt"), "--output", "jsonl")
    assert not {"\x9b", "\u202e", "\x7f"} & set(done.stdout)
    assert json.loads(done.stdout)["text"] == text


def test_a_path_that_is_missing_does_not_stop_the_others(tmp_path: Path, report_file: Path) -> None:
    done = run_command(
        "read", str(tmp_path / "absent.txt"), str(report_file), str(tmp_path / "*.nope"), "--output", "jsonl", code=1
    )
    assert len(done.stdout.splitlines()) == 1
    assert "absent.txt" in done.stderr and "2 could not be read" in done.stderr


def test_a_lone_surrogate_costs_nothing(tmp_path: Path) -> None:
    lines = ['{"text": "\\ud800 “No,” said Ilse Brandvold."}', '{"text": "“Yes,” said Piotr Salme."}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run_command("read", str(tmp_path / "a.jsonl"), "--output", "jsonl")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(record["statements"]) for record in records] == [1, 1]


def test_the_pages_of_a_feed_are_read() -> None:
    with WebServer().running() as server:
        server.pages["/feed"] = b'<rss version="2.0"><channel><item><link>/boats</link></item></channel></rss>'
        server.pages["/boats"] = (
            b"<html><body><article>" + b"<p>&#8220;We will sail,&#8221; said Ilse Brandvold.</p>" * 3
        )
        done = run_command("read", "--feed", server.url + "/feed", "--allow-private", "--output", "jsonl")
        record = json.loads(done.stdout)
        assert (record["origin"], record["url"]) == (server.url + "/boats",) * 2
        assert record["statements"]
        refused = run_command("read", "--feed", server.url + "/feed", code=1)
        assert "--allow-private" in refused.stderr


def test_nothing_to_read_is_a_mistake_in_the_command() -> None:
    done = run_command("read", code=2)
    assert "--feed" in done.stderr
