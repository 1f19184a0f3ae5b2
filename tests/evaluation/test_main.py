"""The evaluation's command and its gate."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import evaluation.__main__ as command

ROOT = Path(__file__).parent.parent.parent
TEXT = "“The dam will hold,” said Ilse Varga."
GOLD = {"source": [[26, 36]], "cue": [[21, 25]], "content": [[0, 20]]}


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    row = {"name": "dam", "text": TEXT, "annotations": [{"annotator": "a", "attributions": [GOLD]}]}
    (tmp_path / "polnear").mkdir()
    (tmp_path / "polnear" / "dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


def test_figures_and_records_are_written(corpora: Path, tmp_path: Path) -> None:
    files = ["--json", str(tmp_path / "figures.json"), "--records", str(tmp_path / "records.jsonl")]
    done = subprocess.run(
        [sys.executable, "-m", "evaluation", str(corpora), *files], cwd=ROOT, capture_output=True, check=True
    )
    assert b"attribution    P 1.000  R 1.000  F1 1.000" in done.stdout
    assert json.loads((tmp_path / "figures.json").read_text())["direct"] == 1.0
    (record,) = (json.loads(line) for line in (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines())
    assert record["origin"] == "dam.txt"


@pytest.mark.parametrize(("floor", "code"), [(0.99, 0), (1.01, 1)])
def test_gate_fails_below_a_floor(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, floor: float, code: int
) -> None:
    (tmp_path / "floors.json").write_text(json.dumps({"attribution": floor}))
    monkeypatch.setattr(command, "FLOORS_FILE", tmp_path / "floors.json")
    monkeypatch.setattr(sys, "argv", ["evaluation", str(corpora), "--gate"])
    assert command.main() == code


def test_floors_are_figures_that_the_evaluation_prints() -> None:
    floors = json.loads(command.FLOORS_FILE.read_text())
    assert {"span.source", "span.cue", "span.content", "attribution", "direct", "quoted"} <= set(floors)
    assert all(0.5 < floor < 1 for floor in floors.values())
