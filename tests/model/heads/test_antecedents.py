"""The reference scorer's candidates and features, by hand."""

from __future__ import annotations

import numpy as np

from onrecord.model.heads.antecedents import (
    CANDIDATES,
    FEATURE_SIZES,
    FORMS,
    REFERENCE_SIZE,
    Mentions,
    ReferenceContext,
    ReferenceScorer,
    find_candidates,
    pair_features,
)
from onrecord.model.heads.pairs import HIDDEN_SIZE

# Ada Lund left . “ She is tired , ” Lund said . She slept .
SENTENCE = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2])
PARAGRAPH = np.array([0] * 4 + [1] * 12)
QUOTATION = np.array([-1] * 4 + [0] * 6 + [-1] * 6)
CONTEXT = ReferenceContext(SENTENCE, PARAGRAPH, QUOTATION)
MENTIONS = Mentions(
    spans=np.array([[0, 2], [5, 6], [10, 11], [13, 14]]),
    form=np.array([FORMS.index(form) for form in ("name", "she", "name", "she")]),
    kind=np.array([0, 0, 0, 0]),
    words=["ada lund", "she", "lund", "she"],
)


def test_candidates_are_the_mentions_before_nearest_first() -> None:
    candidates = find_candidates(np.array([0, 3]))
    assert candidates.shape == (2, CANDIDATES)
    assert (candidates[0] == -1).all()
    assert candidates[1, :4].tolist() == [2, 1, 0, -1]


def test_features_of_a_pair() -> None:
    dependents = np.array([1, 3])
    features = pair_features(MENTIONS, CONTEXT, dependents, find_candidates(dependents))
    assert features.shape == (2, CANDIDATES, len(FEATURE_SIZES))
    she, name = FORMS.index("she"), FORMS.index("name")
    # "She" in the quotation and "Ada Lund" a paragraph before: rank 0, one sentence apart in another paragraph, the
    # forms, a person, only the pronoun quoted, other words, mentioned once, first of its sentence.
    assert features[0, 0].tolist() == [0, 2, she * len(FORMS) + name, she * 4, 2, 0, 1, 4]
    # The last "She" and "Lund": rank 0, one sentence apart in the same paragraph; "lund" was mentioned twice by then.
    assert features[1, 0].tolist() == [0, 2 + 8, she * len(FORMS) + name, she * 4, 0, 0, 2, 1]
    # … and the "She" in the quotation: rank 1, the same words, first of its sentence.
    assert features[1, 1].tolist() == [1, 2 + 8, she * len(FORMS) + she, she * 4, 1, 2, 0, 4]


def test_every_feature_has_its_place_in_the_tables() -> None:
    random = np.random.default_rng(4)
    count = 60
    starts = np.sort(random.integers(0, 200, count))
    mentions = Mentions(
        spans=np.stack([starts, starts + 1], axis=1),
        form=random.integers(0, len(FORMS), count),
        kind=random.integers(0, 4, count),
        words=[str(w) for w in random.integers(0, 9, count)],
    )
    steps = random.integers(0, 2, (2, 201))
    context = ReferenceContext(
        steps[0].cumsum(), (steps[1] * 0.4).cumsum().astype(np.int64), random.integers(-1, 3, 201)
    )
    dependents = np.arange(count)
    features = pair_features(mentions, context, dependents, find_candidates(dependents))
    assert (features >= 0).all()
    assert (features.max(axis=(0, 1)) < np.array(FEATURE_SIZES)).all()


def test_scores_are_probabilities_and_none_is_one_of_them() -> None:
    random = np.random.default_rng(5)
    weights = {
        "r.dependent": random.normal(size=(HIDDEN_SIZE, 3 * REFERENCE_SIZE)).astype(np.float32),
        "r.head": random.normal(size=(HIDDEN_SIZE, 3 * REFERENCE_SIZE)).astype(np.float32),
        "r.bias": np.zeros(HIDDEN_SIZE, dtype=np.float32),
        "r.null": np.zeros(HIDDEN_SIZE, dtype=np.float32),
        "r.output": random.normal(size=HIDDEN_SIZE).astype(np.float32),
        "r.output_bias": np.float32(0),
        "r.null_bias": np.float32(0),
    } | {f"r.feature.{i}": random.normal(size=(n, HIDDEN_SIZE)).astype(np.float32) for i, n in enumerate(FEATURE_SIZES)}
    states = random.normal(size=(16, REFERENCE_SIZE)).astype(np.float32)
    scores = ReferenceScorer(weights, "r.").score(states, CONTEXT, MENTIONS, np.array([0, 3]))
    np.testing.assert_allclose(scores.sum(axis=1), 1.0, atol=1e-5)
    assert scores[0, -1] == 1.0
    assert (scores[1, 3:-1] == 0).all()
    assert ReferenceScorer(weights, "r.").score(states, CONTEXT, MENTIONS, np.zeros(0, dtype=np.int64)).shape[0] == 0
