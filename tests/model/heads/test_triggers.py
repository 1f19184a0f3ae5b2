"""Triggers and the pairs of triggers and mentions."""

from __future__ import annotations

import numpy as np

from onrecord.model.heads.links import link_context
from onrecord.model.heads.sides import FEATURE_SIZES, MENTION_CLASSES, REACH, pair_sides
from onrecord.model.heads.triggers import EVENT_TYPES, FIRST_TYPE, INSIDE, NO_TRIGGER, STANCES, TRIGGERS, TriggerFinder
from onrecord.text.document import Document


def scores_of(classes: list[int], stances: dict[int, str]) -> np.ndarray:
    scores = np.zeros((len(classes), TRIGGERS.size), dtype=np.float32)
    scores[np.arange(len(classes)), classes] = 5.0
    for word, stance in stances.items():
        scores[word, TRIGGERS.size - len(STANCES) + STANCES.index(stance)] = 5.0
    return scores


def test_a_trigger_has_its_further_words_and_ends_with_its_paragraph() -> None:
    assault = FIRST_TYPE + EVENT_TYPES.index("ASSAULT")
    scores = scores_of([NO_TRIGGER, assault, INSIDE, NO_TRIGGER, assault, INSIDE], {1: "denied", 4: "planned"})
    finder = TriggerFinder({"trigger_threshold": np.array(0.5)})
    found = finder.find_triggers(scores, np.array([0, 0, 0, 0, 0, 1]))
    assert found.spans.tolist() == [[1, 3], [4, 5]]
    assert [EVENT_TYPES[i] for i in found.types.argmax(axis=1)] == ["ASSAULT", "ASSAULT"]
    assert [STANCES[i] for i in found.stances.argmax(axis=1)] == ["denied", "planned"]
    np.testing.assert_allclose(found.types.sum(axis=1), 1.0, atol=1e-5)


def test_the_threshold_decides_and_no_words_have_no_triggers() -> None:
    scores = np.zeros((3, TRIGGERS.size), dtype=np.float32)
    paragraph = np.zeros(3, dtype=np.int64)
    assert len(TriggerFinder({"trigger_threshold": np.array(0.9)}).find_triggers(scores, paragraph).spans) == 0
    assert len(TriggerFinder({"trigger_threshold": np.array(0.8)}).find_triggers(scores, paragraph).spans) == 3
    none = TriggerFinder({"trigger_threshold": np.array(0.5)}).find_triggers(scores[:0], paragraph[:0])
    assert none.spans.shape == (0, 2)


def test_pairs_reach_as_far_as_they_may_and_their_features_fit_the_tables() -> None:
    document = Document.from_text("Holm shelled Westmere. " + "Rain fell. " * 40 + "Varga left.")
    last = len(document.words) - 3
    mentions = np.array([[0, 1], [2, 3], [last, last + 1]])
    classes = np.array([MENTION_CLASSES.index("place")] * 2 + [MENTION_CLASSES.index("person")])
    triggers = np.array([[1, 2]])
    pairs = pair_sides(link_context(document), triggers, np.array([0]), mentions, classes)
    assert last > REACH
    assert pairs.mention.tolist() == [0, 1]
    assert (pairs.features < np.array(FEATURE_SIZES)).all()
    # The gap is the same; the order is not.
    assert pairs.features[0, 0] != pairs.features[1, 0]
    assert (
        len(pair_sides(link_context(document), triggers[:0], np.array([], dtype=int), mentions, classes).trigger) == 0
    )
