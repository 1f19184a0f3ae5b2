"""Fits confidence, and says how far it can be trusted: the expected calibration error (Guo et al. 2017)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from onrecord.extract.attribution.confidence import evidence_features
from onrecord.model.arrays import FloatArray

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

BINS = 10
_PENALTY = 1.0


def fit_calibration(evidence: Floats, right: Booleans) -> FloatArray:
    """Fit the weights of a logistic model over log odds with a small quadratic penalty.

    Args:
        evidence: Rows as in ``onrecord.extract.attribution.attributions.EVIDENCE_NAMES``.
        right: Whether each statement was right.

    Returns:
        A weight for each number of evidence, and the intercept.
    """
    return fit_logistic(evidence_features(evidence).astype(np.float64), right)


def fit_logistic(features: Floats, right: Booleans) -> FloatArray:
    """Fit the weights of a logistic model with a small quadratic penalty.

    Args:
        features: ``[rows, features]``; the last is 1 in every row.
        right: What to predict, ``[rows]``.

    Returns:
        A weight for each feature; the last is the intercept, which has no penalty.
    """
    sign = np.where(right, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = sign * (features @ weights)
        value = np.logaddexp(0.0, -margins).sum() + _PENALTY * (weights[:-1] ** 2).sum() / 2
        gradient = -(features * (sign / (1.0 + np.exp(margins)))[:, None]).sum(axis=0)
        gradient[:-1] += _PENALTY * weights[:-1]
        return float(value), gradient

    fitted = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(fitted.x, dtype=np.float32)


def calibration_error(confidence: Floats, right: Booleans) -> float:
    """Give the mean gap between confidence and share right over ten equally filled bins, weighted by size."""
    order = np.argsort(confidence, kind="stable")
    gaps = [
        abs(confidence[part].mean() - right[part].mean()) * len(part)
        for part in np.array_split(order, BINS)
        if len(part)
    ]
    return float(sum(gaps) / len(order)) if len(order) else 0.0


def cross_validated_error(evidence: Floats, right: Booleans, groups: npt.NDArray[np.int64], folds: int = 5) -> float:
    """Calibration error where each report's confidences come from a fit on other reports."""
    confidence = np.zeros(len(right))
    for fold in range(folds):
        held = groups % folds == fold
        weights = fit_calibration(evidence[~held], right[~held])
        confidence[held] = 1.0 / (1.0 + np.exp(-(evidence_features(evidence[held]) @ weights)))
    return calibration_error(confidence, right)
