"""Fitting confidence and measuring it, on numbers whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.calibration import calibration_error, cross_validated_error, fit_calibration
from onrecord.extract.attribution.confidence import evidence_features

RANDOM = np.random.default_rng(11)
TRUE_WEIGHTS = np.array([1.5, -0.7, 0.0, 0.4])


def drawn(rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, outcomes that follow the true weights, and the true confidence."""
    evidence = 1 / (1 + np.exp(-RANDOM.normal(size=(rows, 3))))
    confidence = 1 / (1 + np.exp(-(evidence_features(evidence) @ TRUE_WEIGHTS)))
    return evidence, RANDOM.random(rows) < confidence, confidence


def test_the_fit_finds_the_model_that_made_the_data() -> None:
    evidence, right, _ = drawn(20_000)
    np.testing.assert_allclose(fit_calibration(evidence, right), TRUE_WEIGHTS, atol=0.1)


def test_the_fit_stays_finite_where_everything_is_right() -> None:
    weights = fit_calibration(np.array([[0.9, 0.9, 0.9], [0.8, 0.7, 0.9]]), np.array([True, True]))
    assert np.isfinite(weights).all()


def test_true_confidence_has_almost_no_error_and_false_confidence_has() -> None:
    _, right, confidence = drawn(20_000)
    assert calibration_error(confidence, right) < 0.02
    assert calibration_error(np.clip(confidence + 0.2, 0, 1), right) == pytest.approx(0.2, abs=0.05)


def test_the_error_by_hand() -> None:
    # Ten bins of two: in each, confidence 0.8 and one of the two right.
    assert calibration_error(np.full(20, 0.8), np.tile([True, False], 10)) == pytest.approx(0.3)
    # One bin of the ten is wholly wrong at confidence 0, the rest wholly right at 1.
    confidence = np.array([0.0] * 2 + [1.0] * 18)
    assert calibration_error(confidence, confidence == 1) == 0
    assert calibration_error(confidence, np.ones(20, dtype=bool)) == pytest.approx(0.1)


def test_the_error_of_no_statements_is_zero_and_of_few_is_defined() -> None:
    assert calibration_error(np.array([]), np.array([], dtype=bool)) == 0.0
    assert calibration_error(np.array([0.7, 0.4]), np.array([True, False])) == pytest.approx(0.35)


def test_a_fit_on_other_reports_is_judged_honestly() -> None:
    evidence, right, _ = drawn(5000)
    groups = np.repeat(np.arange(100), 50)
    assert cross_validated_error(evidence, right, groups) < 0.04
    # Evidence that is all noise can be calibrated too: it gives every statement the share that is right.
    noise = RANDOM.random((5000, 3))
    assert cross_validated_error(noise, right, groups) < 0.05
