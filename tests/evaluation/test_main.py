"""The evaluation's command and its gate."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import evaluation.__main__ as command
from tests.model.copying import copy_weights, has_base_weights

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
def test_gate_fails_below_a_floor_of_the_model(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, floor: float, code: int
) -> None:
    floors = {"tall": {"attribution": floor}, "small": {"attribution": 2.0 - floor}}
    (tmp_path / "floors.json").write_text(json.dumps(floors))
    monkeypatch.setattr(command, "FLOORS_FILE", tmp_path / "floors.json")
    for model, expected in ((str(copy_weights(tmp_path / "tall", name="tall")), code), ("small", 1 - code)):
        monkeypatch.setattr(sys, "argv", ["evaluation", str(corpora), "--model", model, "--gate"])
        assert command.main() == expected


@pytest.mark.parametrize(
    ("model", "message"),
    [("tall", "no model 'tall' is installed"), ("./none", "no model.json"), ("wide", "no floors of 'wide'; .* small")],
)
def test_a_model_that_cannot_be_scored_is_a_mistake(
    model: str,
    message: str,
    corpora: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chosen = str(copy_weights(tmp_path / "weights", name="wide")) if model == "wide" else model
    monkeypatch.setattr(sys, "argv", ["evaluation", str(corpora), "--model", chosen, "--gate"])
    with pytest.raises(SystemExit) as stopped:
        command.main()
    assert stopped.value.code == 2
    assert re.search(message, capsys.readouterr().err)


def test_floors_are_figures_that_the_evaluation_prints() -> None:
    by_model = json.loads(command.FLOORS_FILE.read_text())
    # The gate runs for every model that this repository has.
    assert {"small", *(["base"] if has_base_weights() else [])} <= set(by_model)
    for floors in by_model.values():
        assert {"span.source", "span.cue", "span.content", "attribution", "direct", "quoted"} <= set(floors)
        assert all(0.5 < floor < 1 for floor in floors.values())
