"""How likely a statement is right, from the numbers that its making left behind.

A logistic model over the log odds of the evidence (Platt 1999), fitted on PolNeAR dev. "Right" is what the evaluation
counts as a match: the contents share half their words and the sources share one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from onrecord.model.arrays import FloatArray

_FURTHEST = 6.0


def evidence_features(evidence: npt.ArrayLike) -> FloatArray:
    """Turn rows of probabilities into log odds, with a last column of ones, ``[rows, evidence + 1]``."""
    probabilities = np.clip(np.asarray(evidence, dtype=np.float64), 1e-6, 1 - 1e-6)
    odds = np.clip(np.log(probabilities / (1 - probabilities)), -_FURTHEST, _FURTHEST)
    return np.concatenate([odds, np.ones((len(odds), 1))], axis=1).astype(np.float32)


def find_confidence(evidence: Sequence[float], calibration: FloatArray) -> float:
    """Give the calibrated probability that a statement is right.

    Args:
        evidence: As in :data:`~onrecord.extract.attribution.attributions.EVIDENCE_NAMES`.
        calibration: A weight for each, and the intercept.
    """
    score = float(evidence_features([evidence])[0] @ calibration)
    return round(1.0 / (1.0 + float(np.exp(-score))), 4)
