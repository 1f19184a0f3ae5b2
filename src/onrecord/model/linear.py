"""Linear scorers over named features: small models that need no encoder, kept as readable JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.errors import ModelError
from onrecord.model.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """A multinomial logistic model over features that are present or absent.

    Attributes:
        classes: The classes; the first is the reference, whose score is 0.
        bias: The score of each further class without features, ``[classes - 1]``.
        weights: What each feature adds to the scores of the further classes, ``[classes - 1]``.

    Example:
        >>> scorer = LinearScorer(("no", "yes"), np.zeros(1), {"noun=talks": np.array([2.0])})
        >>> scorer.probabilities(["noun=talks"]).round(2).tolist()
        [0.12, 0.88]
    """

    classes: tuple[str, ...]
    bias: FloatArray
    weights: Mapping[str, FloatArray]

    def probabilities(self, features: Iterable[str]) -> FloatArray:
        """Give the probability of each class, ``[classes]``. Features without a weight count for nothing."""
        scores = np.zeros(len(self.classes))
        scores[1:] = self.bias
        for feature in set(features):
            found = self.weights.get(feature)
            if found is not None:
                scores[1:] += found
        raised = np.exp(scores - scores.max())
        return np.asarray(raised / raised.sum())

    def to_json(self) -> dict[str, object]:
        """Write the scorer as plain values; features that add nothing are left out."""
        rounded = {name: [round(float(value), 2) for value in values] for name, values in self.weights.items()}
        return {
            "classes": list(self.classes),
            "bias": [round(float(value), 3) for value in self.bias],
            "weights": {name: values for name, values in sorted(rounded.items()) if any(values)},
        }


@dataclass(frozen=True, slots=True)
class ScorerSet:
    """Scorers that belong together.

    Attributes:
        version: Tells them from others: a name and a short hash of the file.
        scorers: Each scorer by what it decides.
        thresholds: Least probabilities, by what they decide.
    """

    version: str
    scorers: Mapping[str, LinearScorer]
    thresholds: Mapping[str, float]


def load_scorers(path: Path) -> ScorerSet:
    """Load a set of scorers.

    Args:
        path: A file that :func:`write_scorers` wrote.

    Raises:
        ModelError: The file is missing or damaged.
    """
    try:
        raw = path.read_bytes()
        content = json.loads(raw)
        scorers = {name: _read_scorer(values) for name, values in content["scorers"].items()}
        thresholds = {name: float(value) for name, value in content["thresholds"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: missing or damaged ({error}); reinstall onrecord") from error
    return ScorerSet(f"{path.stem}-{hashlib.sha256(raw).hexdigest()[:12]}", scorers, thresholds)


def write_scorers(path: Path, scorers: Mapping[str, LinearScorer], thresholds: Mapping[str, float]) -> None:
    """Write a set of scorers, one feature a line."""
    content = {"scorers": {name: one.to_json() for name, one in scorers.items()}, "thresholds": dict(thresholds)}
    text = json.dumps(content, indent=0, ensure_ascii=False)
    # One feature a line, with its numbers.
    joined = text.replace("[\n", "[").replace("\n]", "]")
    lines = [line for line in joined.split("\n") if line]
    path.write_text(_join_numbers(lines) + "\n", encoding="utf-8")


def _join_numbers(lines: Sequence[str]) -> str:
    """Bring lines that hold only a further number of a list up to the line before."""
    kept: list[str] = []
    for line in lines:
        if kept and (line[0] in "-0123456789" or kept[-1].endswith("[")):
            kept[-1] += line
        else:
            kept.append(line)
    return "\n".join(kept)


def _read_scorer(values: Mapping[str, object]) -> LinearScorer:
    classes, bias, weights = values["classes"], values["bias"], values["weights"]
    assert isinstance(classes, list) and isinstance(weights, dict)
    return LinearScorer(
        tuple(classes),
        np.array(bias, dtype=np.float64),
        {name: np.array(one, dtype=np.float64) for name, one in weights.items()},
    )
