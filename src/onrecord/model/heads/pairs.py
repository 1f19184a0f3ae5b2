"""The network that scores pairs of spans: which of the candidates is the head of a dependent.

One additive layer over the encoder's states of both spans and over features of how they stand to each other (the
additive scorer of Bahdanau et al. 2015). "None" is a candidate too. The linkers and the reference scorer are
such networks; they differ in what the spans are and in the features.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray

HIDDEN_SIZE = 96
_STRETCH = 4096
"""Spans that are scored together."""


class PairScorer:
    """Scores candidate heads of spans.

    Args:
        weights: Arrays ``dependent``, ``head`` (``[hidden, 3 * state]``), ``bias``, ``null``, ``output``
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
        self._features: list[FloatArray] = []
        while (name := f"{prefix}feature.{len(self._features)}") in weights:
            self._features.append(weights[name])

    def score(
        self, states: FloatArray, dependents: IntArray, heads: IntArray, candidates: IntArray, features: IntArray
    ) -> FloatArray:
        """Give the probability of each candidate head and, last, of none.

        Args:
            states: State of each word, ``[words, state]``.
            dependents: Word ranges, ``[dependents, 2]``.
            heads: Word ranges, ``[heads, 2]``.
            candidates: Indices into ``heads`` or -1, ``[dependents, candidates]``.
            features: Feature values, ``[dependents, candidates, features]``.

        Returns:
            Probabilities, ``[dependents, candidates + 1]``.
        """
        of_heads = _by_stretches(lambda part: span_states(states, part) @ self._head, heads)
        stretches = [
            self._score_stretch(states, dependents[part], of_heads, candidates[part], features[part])
            for part in _stretches(len(dependents))
        ]
        return np.concatenate(stretches)

    def _score_stretch(
        self, states: FloatArray, dependents: IntArray, heads: FloatArray, candidates: IntArray, features: IntArray
    ) -> FloatArray:
        scores = np.full((len(dependents), candidates.shape[1] + 1), -1e9, dtype=np.float32)
        if len(dependents) == 0:
            return scores
        own = span_states(states, dependents) @ self._dependent + self._bias
        scores[:, -1] = np.maximum(own + self._null, 0) @ self._output + self._null_bias
        if len(heads):
            hidden = heads.take(np.maximum(candidates, 0), axis=0) + own[:, None]
            for index, table in enumerate(self._features):
                hidden += table.take(features[..., index], axis=0)
            pairs = np.maximum(hidden, 0, out=hidden) @ self._output + self._output_bias
            scores[:, :-1] = np.where(candidates >= 0, pairs, -1e9)
        scores -= scores.max(axis=1, keepdims=True)
        exponents: FloatArray = np.exp(scores)
        exponents /= exponents.sum(axis=1, keepdims=True)
        return exponents


def _stretches(count: int) -> list[slice]:
    """Cut a number of spans into stretches, at least one, so that memory does not grow with the text."""
    return [slice(start, start + _STRETCH) for start in range(0, max(count, 1), _STRETCH)]


def _by_stretches(compute: Callable[[IntArray], FloatArray], spans: IntArray) -> FloatArray:
    if len(spans) == 0:
        return np.zeros((0, HIDDEN_SIZE), dtype=np.float32)
    return np.concatenate([compute(spans[part]) for part in _stretches(len(spans))])


def span_states(states: FloatArray, spans: IntArray) -> FloatArray:
    """Give one vector a span: the states of its first and last word and their mean.

    Args:
        states: State of each word, ``[words, state]``.
        spans: Word ranges, ``[spans, 2]``.

    Returns:
        ``[spans, 3 * state]``.
    """
    start, end = spans[:, 0], spans[:, 1]
    width = end - start
    # The words of all spans, one span behind the other: what stands between them is not summed.
    first = np.cumsum(width) - width
    words = np.arange(int(width.sum())) + np.repeat(start - first, width)
    mean = np.add.reduceat(states.take(words, axis=0), first, axis=0) / width[:, None]
    return np.concatenate([states.take(start, axis=0), states.take(end - 1, axis=0), mean], axis=1).astype(np.float32)
