"""Triggers: which words name a deed, of which type, and how the text holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.head import Head
from onrecord.record.layers.events import EventType, Stance

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
STANCES: tuple[Stance, ...] = get_args(Stance)

NO_TRIGGER, INSIDE = 0, 1
"""Classes of a word that names no deed, and of a further word of a trigger; those of the types follow."""
FIRST_TYPE = 2
CLASSES = FIRST_TYPE + len(EVENT_TYPES)


@dataclass(frozen=True, slots=True)
class FoundTriggers:
    """Triggers in their order.

    Attributes:
        spans: Word ranges, ``[triggers, 2]``.
        types: Probability of each type, given that the word is a trigger, ``[triggers, types]``.
        certainty: Probability that the word is a trigger, ``[triggers]``.
        stances: Probability of each stance, ``[triggers, stances]``.
    """

    spans: IntArray
    types: FloatArray
    certainty: FloatArray
    stances: FloatArray


class TriggerFinder:
    """Decodes the scores of triggers.

    Args:
        arrays: ``trigger_threshold``: the least probability of a trigger, fitted on reports that did not train the
            head.
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self._threshold = float(arrays["trigger_threshold"])

    def find_triggers(self, scores: FloatArray, paragraph: IntArray) -> FoundTriggers:
        """Find the triggers of a text.

        Args:
            scores: ``[words, classes + stances]``.
            paragraph: Index of each word's paragraph; no trigger crosses into another.
        """
        probabilities = softmax(scores[:, :CLASSES])
        by_type = probabilities[:, FIRST_TYPE:]
        certainty = by_type.sum(axis=1)
        is_inside = probabilities[:, INSIDE] > np.maximum(certainty, probabilities[:, NO_TRIGGER])
        starts = np.flatnonzero((certainty >= self._threshold) & ~is_inside)
        stops = np.flatnonzero(np.append(~is_inside, True) | np.append(np.diff(paragraph, prepend=-1) != 0, True))
        ends = stops[np.searchsorted(stops, starts, side="right")]
        return FoundTriggers(
            np.stack([starts, ends], axis=1),
            by_type[starts] / certainty[starts, None],
            certainty[starts],
            softmax(scores[starts, CLASSES:]),
        )


def softmax(scores: FloatArray) -> FloatArray:
    """Give probabilities for scores, over the last axis."""
    exponents: FloatArray = np.exp(scores - scores.max(axis=-1, keepdims=True))
    exponents /= exponents.sum(axis=-1, keepdims=True)
    return exponents


TRIGGERS = Head("triggers", CLASSES + len(STANCES), TriggerFinder)
"""Scores of no trigger, of a further word and of each type; then scores of the stances."""
