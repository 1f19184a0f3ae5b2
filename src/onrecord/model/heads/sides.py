"""Sides: which mention did a deed, suffered it or tells where it was, and which time expression tells when.

Every trigger is scored with the mentions and time expressions near it, one role a pair. The features of a pair are
distance and order, what the mention is, the type of the deed, and the ends of sentences between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.head import Head
from onrecord.model.heads.links import LinkContext
from onrecord.model.heads.pairs import span_states
from onrecord.model.heads.triggers import EVENT_TYPES, softmax

SIDE_SIZE = 96
"""Size of a word's side state."""
SIDE_ROLES = ("none", "actor", "recipient", "place", "time")
MENTION_CLASSES = ("person", "organisation", "place", "group", "time")
REACH = 60
"""Most words between a trigger and what belongs to it."""

_GAPS = np.array([0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48])
_MOST_ENDS = 3
_MOST_BETWEEN = 4
FEATURE_SIZES = (
    2 * (len(_GAPS) + 1),
    len(MENTION_CLASSES) * len(EVENT_TYPES),
    _MOST_ENDS + 1,
    2 * (_MOST_BETWEEN + 1),
)
"""Values of each pair feature: signed gap; what the mention is, with the type of the deed; sentence ends between;
mentions between, with the order."""


@dataclass(frozen=True, slots=True)
class SidePairs:
    """Pairs of triggers and what is near them.

    Attributes:
        trigger: Index of each pair's trigger, ``[pairs]``.
        mention: Index of its mention, ``[pairs]``.
        features: Feature values, ``[pairs, features]``.
    """

    trigger: IntArray
    mention: IntArray
    features: IntArray


def pair_sides(
    context: LinkContext, triggers: IntArray, types: IntArray, mentions: IntArray, classes: IntArray
) -> SidePairs:
    """Pair each trigger with the mentions near it.

    Args:
        context: The text's sentence ends.
        triggers: Word ranges, ``[triggers, 2]``.
        types: Indices into :data:`EVENT_TYPES`, ``[triggers]``.
        mentions: Word ranges, ``[mentions, 2]``, in the order of their starts.
        classes: Indices into :data:`MENTION_CLASSES`, ``[mentions]``.
    """
    before = triggers[:, None, 0] - mentions[None, :, 1]
    after = mentions[None, :, 0] - triggers[:, None, 1]
    gap = np.maximum(before, after)
    trigger, mention = np.nonzero(gap <= REACH)
    gap = gap[trigger, mention].clip(min=0)
    follows = (mentions[mention, 0] > triggers[trigger, 0]).astype(np.int64)
    bucket = np.searchsorted(_GAPS, gap, side="left")
    ends = np.concatenate([[0], np.cumsum(context.sentence_end)])
    first = np.minimum(triggers[trigger, 1], mentions[mention, 1])
    last = np.maximum(triggers[trigger, 0], mentions[mention, 0])
    crossed = (ends[np.maximum(first, last)] - ends[first]).clip(max=_MOST_ENDS)
    begun = np.searchsorted(mentions[:, 0], np.stack([first, np.maximum(first, last)]), side="left")
    between = (begun[1] - begun[0]).clip(0, _MOST_BETWEEN)
    features = np.stack(
        [
            bucket + (len(_GAPS) + 1) * follows,
            classes[mention] * len(EVENT_TYPES) + types[trigger],
            crossed,
            between + (_MOST_BETWEEN + 1) * follows,
        ],
        axis=1,
    )
    return SidePairs(trigger, mention, features)


class SideScorer:
    """Scores the role of each pair: an additive layer over the states of both spans and over the features.

    Args:
        arrays: ``sides.trigger``, ``sides.mention`` (``[hidden, 3 * state]``), ``sides.bias`` (``[hidden]``),
            ``sides.output`` (``[roles, hidden]``), ``sides.output_bias`` (``[roles]``), ``sides.feature.N``
            (``[values, hidden]``).
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self._trigger, self._mention = (arrays[f"sides.{name}"].T for name in ("trigger", "mention"))
        self._bias, self._output, self._output_bias = (
            arrays[f"sides.{name}"] for name in ("bias", "output", "output_bias")
        )
        self._features = [arrays[f"sides.feature.{index}"] for index in range(len(FEATURE_SIZES))]

    def score(self, states: FloatArray, triggers: IntArray, mentions: IntArray, pairs: SidePairs) -> FloatArray:
        """Give the probability of each role, ``[pairs, roles]``.

        Args:
            states: State of each word, ``[words, state]``.
            triggers: Word ranges, ``[triggers, 2]``.
            mentions: Word ranges, ``[mentions, 2]``.
            pairs: From :func:`pair_sides`.
        """
        if len(pairs.trigger) == 0:
            return np.zeros((0, len(SIDE_ROLES)), dtype=np.float32)
        hidden = (span_states(states, triggers) @ self._trigger + self._bias).take(pairs.trigger, axis=0)
        hidden += (span_states(states, mentions) @ self._mention).take(pairs.mention, axis=0)
        for index, table in enumerate(self._features):
            hidden += table.take(pairs.features[:, index], axis=0)
        return softmax(np.maximum(hidden, 0) @ self._output.T + self._output_bias)


SIDES = Head("sides", SIDE_SIZE, SideScorer)
"""States that the scorer of sides compares."""
