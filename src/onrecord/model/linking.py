"""Which cue a content belongs to, and which source a cue.

Every content is scored against the cues near it, and every cue against the sources near it, by a small
network over the encoder's states of both spans and over how they stand to each other in the text: distance,
order, paragraphs and sentence ends between (the additive scorer of Bahdanau et al. 2015). "None" is
a candidate too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from onrecord.model.decoding import FloatArray
from onrecord.model.tokenizer import IntArray

NEAREST = 4
"""Heads considered on either side of a dependent."""
CANDIDATES = 2 * NEAREST
LINK_SIZE = 128
"""Size of the encoder's link state of a word."""
HIDDEN_SIZE = 96

_GAPS = np.array([0, 1, 2, 4, 8, 16, 32, 64])
FEATURE_SIZES = (2 * (len(_GAPS) + 1), CANDIDATES, 5, 4, 10)
"""Values of each pair feature: signed gap, rank, paragraphs apart, sentence ends between, quote state."""


@dataclass(frozen=True, slots=True)
class LinkContext:
    """What the pair features need to know of the text, each ``[words]``.

    Attributes:
        paragraph: Index of each word's paragraph.
        sentence_end: 1 where a word is a full stop, a question or an exclamation mark, else 0.
        quote: Quote states.
    """

    paragraph: IntArray
    sentence_end: IntArray
    quote: IntArray


def find_candidates(dependents: IntArray, heads: IntArray) -> IntArray:
    """Give the nearest heads of each dependent: the last four before it, the first four behind.

    Args:
        dependents: Word ranges, ``[dependents, 2]``.
        heads: Word ranges in order, ``[heads, 2]``.

    Returns:
        Indices into ``heads``, ``[dependents, 8]``, -1 where there is none.
    """
    place = np.searchsorted(heads[:, 0], dependents[:, 0], side="left")
    candidates = place[:, None] + np.arange(-NEAREST, NEAREST)
    return np.where((candidates >= 0) & (candidates < len(heads)), candidates, -1)


def pair_features(context: LinkContext, dependents: IntArray, heads: IntArray, candidates: IntArray) -> IntArray:
    """Describe how each candidate head stands to its dependent.

    Args:
        context: The text's paragraphs, sentence ends and quote states.
        dependents: Word ranges, ``[dependents, 2]``.
        heads: Word ranges, ``[heads, 2]``.
        candidates: From :func:`find_candidates`.

    Returns:
        Feature values, ``[dependents, 8, features]``; meaningless where there is no candidate.
    """
    if len(heads) == 0 or len(dependents) == 0:
        return np.zeros((*candidates.shape, len(FEATURE_SIZES)), dtype=np.int64)
    head = heads[np.maximum(candidates, 0)]
    own = np.broadcast_to(dependents[:, None, :], head.shape)
    is_before = head[..., 0] < own[..., 0]
    left_end = np.where(is_before, head[..., 1], own[..., 1])
    right_start = np.where(is_before, own[..., 0], head[..., 0])
    gap = np.maximum(right_start - left_end, 0)
    signed_gap = np.searchsorted(_GAPS, gap, side="right") + (len(_GAPS) + 1) * is_before
    rank = np.broadcast_to(np.arange(CANDIDATES), gap.shape)
    apart = np.clip(context.paragraph[head[..., 0]] - context.paragraph[own[..., 0]], -2, 2) + 2
    ends = np.concatenate([[0], np.cumsum(context.sentence_end)])
    between = np.clip(ends[np.maximum(right_start, left_end)] - ends[left_end], 0, 3)
    quote = np.broadcast_to(context.quote[dependents[:, 0]][:, None], gap.shape)
    return np.stack([signed_gap, rank, apart, between, quote], axis=-1)


def span_states(links: FloatArray, spans: IntArray) -> FloatArray:
    """Give one vector a span: the link states of its first and last word and their mean."""
    start, end = spans[:, 0], spans[:, 1]
    # An end may lie one past the last word, which reduceat takes only if there is a row.
    padded = np.concatenate([links, np.zeros((1, links.shape[1]), dtype=links.dtype)])
    mean = np.add.reduceat(padded, spans.ravel(), axis=0)[::2] / (end - start)[:, None]
    return np.concatenate([links[start], links[end - 1], mean], axis=1).astype(np.float32)


class Linker:
    """Scores one relation: contents to cues, or cues to sources.

    Args:
        weights: Arrays ``dependent``, ``head`` (``[hidden, 3 * link]``), ``bias``, ``null``, ``output``
            (``[hidden]``), ``output_bias``, ``null_bias`` (scalars) and ``feature.N`` (``[values, hidden]``).
        prefix: What stands before these names.
    """

    def __init__(self, weights: Mapping[str, FloatArray], prefix: str) -> None:
        self._dependent = weights[prefix + "dependent"].T
        self._head = weights[prefix + "head"].T
        self._bias = weights[prefix + "bias"]
        self._null = weights[prefix + "null"]
        self._output = weights[prefix + "output"]
        self._output_bias = float(weights[prefix + "output_bias"])
        self._null_bias = float(weights[prefix + "null_bias"])
        self._features = [weights[f"{prefix}feature.{i}"] for i in range(len(FEATURE_SIZES))]

    def score(self, links: FloatArray, context: LinkContext, dependents: IntArray, heads: IntArray) -> FloatArray:
        """Give the probability of each candidate head and, last, of none.

        Args:
            links: Link state of each word, ``[words, link]``.
            context: The text's paragraphs, sentence ends and quote states.
            dependents: Word ranges, ``[dependents, 2]``.
            heads: Word ranges in order, ``[heads, 2]``.

        Returns:
            Probabilities, ``[dependents, 9]``.
        """
        if len(dependents) == 0:
            return np.zeros((0, CANDIDATES + 1), dtype=np.float32)
        own = span_states(links, dependents) @ self._dependent + self._bias
        scores = np.full((len(dependents), CANDIDATES + 1), -1e9, dtype=np.float32)
        scores[:, -1] = np.maximum(own + self._null, 0) @ self._output + self._null_bias
        if len(heads):
            candidates = find_candidates(dependents, heads)
            hidden = (span_states(links, heads) @ self._head)[np.maximum(candidates, 0)] + own[:, None]
            values = pair_features(context, dependents, heads, candidates)
            for index, table in enumerate(self._features):
                hidden += table[values[..., index]]
            pairs = np.maximum(hidden, 0) @ self._output + self._output_bias
            scores[:, :-1] = np.where(candidates >= 0, pairs, -1e9)
        scores -= scores.max(axis=1, keepdims=True)
        exponents: FloatArray = np.exp(scores)
        exponents /= exponents.sum(axis=1, keepdims=True)
        return exponents
