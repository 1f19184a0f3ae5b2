"""Linear scorers over named features, in memory and in their file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.model.linear import LinearScorer, load_scorers, write_scorers

SCORER = LinearScorer(
    ("none", "a", "b"), np.array([0.5, -0.5]), {"x": np.array([2.0, 0.0]), "y": np.array([0.0, 0.001])}
)


def test_features_add_up_and_unknown_ones_count_for_nothing() -> None:
    bare, with_x = SCORER.probabilities([]), SCORER.probabilities(["x", "x", "unknown"])
    assert bare.sum() == pytest.approx(1.0)
    assert with_x.argmax() == 1
    assert np.log(with_x[1] / with_x[0]) == pytest.approx(2.5)


def test_a_file_gives_the_scorers_back_without_weights_that_add_nothing(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    write_scorers(path, {"kind": SCORER}, {"least": 0.4})
    read = load_scorers(path)
    assert read.version.startswith("some-")
    assert read.thresholds == {"least": 0.4}
    assert set(read.scorers["kind"].weights) == {"x"}
    assert read.scorers["kind"].probabilities(["x"]) == pytest.approx(SCORER.probabilities(["x"]), abs=0.01)
    assert any(
        line.startswith('"x": [2.0,0.0]') or line.startswith('"x": [2.0') for line in path.read_text().split("\n")
    )


@pytest.mark.parametrize("content", [None, "{", "{}", '{"scorers": {"a": 1}, "thresholds": {}}'])
def test_a_damaged_file_is_one_clear_error(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "some.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ModelError, match="reinstall onrecord"):
        load_scorers(path)
