"""The option ``--model`` of the commands that annotate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import onrecord.models
from onrecord.model.weights import load_weights
from onrecord.store import open_store
from tests.cli.running import run_command
from tests.model.copying import copy_weights

OTHER = "0123456789ab"
REPORT = "date 2031-03-09\n“The boats will sail,” said Ilse Brandvold, the harbour master.\n"


@pytest.fixture(autouse=True)
def no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_MODEL", raising=False)
    monkeypatch.setattr(onrecord.models, "BEST_FIRST", ())


@pytest.fixture
def other(tmp_path: Path) -> str:
    """A folder of weights of another version."""
    return str(copy_weights(tmp_path / "weights", OTHER))


@pytest.fixture
def report_file(tmp_path: Path) -> str:
    path = tmp_path / "sail.txt"
    path.write_text(REPORT, encoding="utf-8")
    return str(path)


def made_by(*arguments: str) -> set[str]:
    done = run_command("read", *arguments, "--output", "jsonl")
    return {s["made_by"] for line in done.stdout.splitlines() for s in json.loads(line)["statements"]}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_records_name_the_model_that_was_chosen(report_file: str, other: str, workers: str) -> None:
    assert made_by(report_file, "--model", other, "--workers", workers) == {f"model@{OTHER}"}
    assert made_by(report_file, "--model", "small", "--workers", workers) == {f"model@{load_weights().version}"}


def test_the_option_wins_over_the_environment(report_file: str, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", other)
    assert made_by(report_file) == {f"model@{OTHER}"}
    assert made_by(report_file, "--workers", "2") == {f"model@{OTHER}"}
    assert made_by(report_file, "--model", "small") == {f"model@{load_weights().version}"}


def test_a_store_keeps_the_annotations_of_each_model(report_file: str, other: str, tmp_path: Path) -> None:
    place = str(tmp_path / "onrecord.db")
    for options in ((), ("--model", other)):
        run_command("add", report_file, "--store", place, *options)
    with open_store(place) as store:
        (report,) = onrecord.read(report_file)
        versions = {annotation.made_by for annotation in store.annotations(report.id)}
    assert versions == {f"model@{load_weights().version}", f"model@{OTHER}"}


@pytest.mark.parametrize("command", ["read", "add", "people", "serve"])
def test_an_unknown_model_is_a_mistake_that_lists_the_installed_ones(
    command: str, report_file: str, tmp_path: Path
) -> None:
    store = ("--store", str(tmp_path / "new.db")) if command in ("add", "serve") else ()
    done = run_command(command, report_file, *store, "--model", "tall", code=2)
    assert "no model 'tall' is installed" in done.stderr
    assert "small" in done.stderr


def test_models_are_listed_and_the_one_in_use_is_marked(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small = run_command("models").stdout.splitlines()[0]
    assert small.startswith("small") and load_weights().version in small and "used without --model" in small
    assert run_command("models", "--names").stdout.splitlines()[0] == "small"
    monkeypatch.setenv("ONRECORD_MODEL", other)
    *listed, last = run_command("models").stdout.splitlines()
    assert last.startswith(other) and OTHER in last and "used without --model" in last
    assert not any("used without" in line for line in listed)


def test_a_model_that_cannot_be_used_is_listed_with_the_reason(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (Path(other) / "encoder.onnx").unlink()
    monkeypatch.setenv("ONRECORD_MODEL", other)
    assert "cannot be used: " in run_command("models", code=1).stdout.splitlines()[-1]
