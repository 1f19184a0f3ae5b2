"""Confidence from evidence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.attribution.attributions import EVIDENCE_NAMES
from onrecord.extract.attribution.confidence import evidence_features, find_confidence
from onrecord.model.weights import load_weights

probability = st.floats(0, 1)


def test_features_are_log_odds_within_bounds_and_a_one() -> None:
    features = evidence_features([[0.5, 0.9, 0.0], [1.0, 0.25, 1e-3]])
    expected = [[0, math.log(9), -6, 1], [6, -math.log(3), -6, 1]]
    np.testing.assert_allclose(features, expected, rtol=1e-5)


def test_confidence_by_hand() -> None:
    # odds 3 to 1 with weight 2, odds 1 to 1, intercept log 2: 9 * 2 = 18 to 1
    calibration = np.array([2, 5, math.log(2)], dtype=np.float32)
    assert find_confidence([0.75, 0.5], calibration) == pytest.approx(18 / 19, abs=1e-4)


def test_no_evidence_either_way_leaves_the_intercept() -> None:
    assert find_confidence([0.5, 0.5], np.array([1, 1, 0], dtype=np.float32)) == 0.5


@settings(deadline=None, max_examples=100)
@given(st.lists(probability, min_size=3, max_size=3), st.lists(st.floats(-3, 3), min_size=4, max_size=4))
def test_confidence_is_a_probability_whatever_the_evidence(evidence: list[float], weights: list[float]) -> None:
    confidence = find_confidence(evidence, np.array(weights, dtype=np.float32))
    assert 0 <= confidence <= 1
    assert confidence == round(confidence, 4)


@settings(deadline=None, max_examples=100)
@given(probability, probability, st.floats(0.01, 3))
def test_better_evidence_never_lowers_confidence(one: float, other: float, weight: float) -> None:
    calibration = np.array([weight, 0.5], dtype=np.float32)
    low, high = sorted((one, other))
    assert find_confidence([low], calibration) <= find_confidence([high], calibration)


def test_the_packaged_calibration_has_a_weight_for_each_number_of_evidence() -> None:
    assert load_weights().arrays["calibration"].shape == (len(EVIDENCE_NAMES) + 1,)
