"""What is installed and missing, completion in shells, and messages that say what to do."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.store import open_store
from tests.cli.running import run_command
from tests.store.records import ALL


def test_the_doctor_says_what_is_there(tmp_path: Path) -> None:
    shown = run_command("doctor", cwd=tmp_path).stdout
    assert "ok  onrecord" in shown and "ok  onnxruntime" in shown and "model small" in shown
    assert "there is none at onrecord.db; make one: onrecord add REPORTS --store onrecord.db" in shown
    with open_store(tmp_path / "onrecord.db") as store:
        store.add(ALL)
    assert "ok  store            onrecord.db: 4 reports, 6 statements" in run_command("doctor", cwd=tmp_path).stdout


def test_the_doctor_says_what_is_missing_and_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "polars" else find(name, *more)
    )
    shown = run_command("doctor", cwd=tmp_path).stdout
    assert "--  polars           for polars data frames: polars is missing; pip install 'onrecord[polars]'" in shown
    (tmp_path / "onrecord.db").write_text("no store", encoding="utf-8")
    assert "NO  store" in run_command("doctor", cwd=tmp_path, code=1).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_what_completes_commands(shell: str) -> None:
    assert "_ONRECORD_COMPLETE" in run_command("completion", shell).stdout


def test_commands_are_completed() -> None:
    asked = {"_ONRECORD_COMPLETE": "bash_complete", "COMP_WORDS": "onrecord sea", "COMP_CWORD": "1"}
    answer = subprocess.run(
        [sys.executable, "-m", "onrecord"], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert answer.stdout.split() == ["plain,search"]


def test_verify_takes_the_store_as_other_commands_do(tmp_path: Path) -> None:
    with open_store(tmp_path / "archive.db") as store:
        store.add(ALL)
    assert "all is well" in run_command("verify", "--store", "archive.db", cwd=tmp_path).stderr
    assert "name one" in run_command("verify", "archive.db", "--store", "other.db", cwd=tmp_path, code=2).stderr


def test_a_name_that_is_nothing_gets_help(tmp_path: Path) -> None:
    said = run_command("serve", "nope", cwd=tmp_path, code=2).stderr
    assert "there is no store, file or folder 'nope'" in said and "onrecord add" in said
    assert list(tmp_path.iterdir()) == []
