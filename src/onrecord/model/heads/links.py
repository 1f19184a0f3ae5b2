"""Which cue a content belongs to, and which source a cue.

Every content is scored against the cues near it, and every cue against the sources near it
(:mod:`onrecord.model.heads.pairs`). The features of a pair are distance, order, the paragraphs and sentence ends
between the two, and the other dependents: those that stand between the two, and those that touch the head, which
makes it more likely to be theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.head import Head
from onrecord.model.heads.pairs import PairScorer
from onrecord.text.document import Document
from onrecord.text.sentences import SENTENCE_FINAL

NEAREST = 4
"""Heads considered on either side of a dependent."""
CANDIDATES = 2 * NEAREST
LINK_SIZE = 128
"""Size of a word's link state."""

_GAPS = np.array([0, 1, 2, 4, 8, 16, 32, 64])
_MOST_BETWEEN = 3
FEATURE_SIZES = (2 * (len(_GAPS) + 1), CANDIDATES, 5, 4, 10, 2 * (_MOST_BETWEEN + 1), 12)
"""Values of each pair feature: signed gap, rank, paragraphs apart, sentence ends between, quote state, dependents
between, dependents that touch the head."""
_TOUCHING = 1
"""Words that may stand between two spans that touch, such as a comma."""


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


def link_context(document: Document) -> LinkContext:
    """Give what the pair features need to know about a document."""
    sentence_end = np.array([word[0] in SENTENCE_FINAL for word in document.printed], dtype=np.int64)
    return LinkContext(document.paragraph_array, sentence_end, document.quote_array)


def find_candidates(dependents: IntArray, heads: IntArray) -> IntArray:
    """Give the nearest heads of each dependent: the last four before it, the first four after it.

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
    others = _dependents_between(context, dependents, left_end, right_start)
    touching = _touching_dependents(len(context.paragraph), dependents, heads, candidates)
    return np.stack([signed_gap, rank, apart, between, quote, others, touching], axis=-1)


def _dependents_between(
    context: LinkContext, dependents: IntArray, left_end: IntArray, right_start: IntArray
) -> IntArray:
    """Count the dependents that begin between the two of a pair; tell whether one of them begins in a quotation."""

    def count(starts: IntArray) -> IntArray:
        before = np.concatenate([[0], np.cumsum(np.bincount(starts, minlength=len(context.quote)))])
        counts: IntArray = before[np.maximum(right_start, left_end)] - before[left_end]
        return counts

    starts = dependents[:, 0]
    quoted = count(starts[context.quote[starts] > 0]) > 0
    return 2 * np.minimum(count(starts), _MOST_BETWEEN) + quoted


def _touching_dependents(words: int, dependents: IntArray, heads: IntArray, candidates: IntArray) -> IntArray:
    """Tell which dependents touch the head: another one before it, another one after it, or this one on either side."""
    ending, starting = (np.full(words + 1 + _TOUCHING, -1, dtype=np.int64) for _ in range(2))
    ending[dependents[:, 1]] = starting[dependents[:, 0]] = np.arange(len(dependents))
    before, behind = (np.full(len(heads), -1, dtype=np.int64) for _ in range(2))
    # The nearest is written last, so it is the one kept.
    for gap in range(_TOUCHING, -1, -1):
        # A head at the very start wraps round to the slots after the text, where nothing ends.
        last, first = ending[heads[:, 0] - gap], starting[heads[:, 1] + gap]
        before, behind = np.where(last >= 0, last, before), np.where(first >= 0, first, behind)
    own = np.arange(len(dependents))[:, None]
    before, behind = (side[np.maximum(candidates, 0)] for side in (before, behind))
    others = 6 * ((before >= 0) & (before != own)) + 3 * ((behind >= 0) & (behind != own))
    touching: IntArray = others + np.where(before == own, 1, np.where(behind == own, 2, 0))
    return touching


class Linker:
    """Scores one relation: contents to cues, or cues to sources.

    Args:
        arrays: Arrays of a :class:`~onrecord.model.heads.pairs.PairScorer`.
        prefix: What their names begin with.
    """

    def __init__(self, arrays: Mapping[str, FloatArray], prefix: str) -> None:
        self._scorer = PairScorer(arrays, prefix)

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
        candidates = find_candidates(dependents, heads)
        features = pair_features(context, dependents, heads, candidates)
        return self._scorer.score(links, dependents, heads, candidates, features)


class Linkers:
    """Decodes link states: which cue each content belongs to, and which source each cue.

    Args:
        arrays: Arrays of both linkers, with the prefixes ``content_to_cue.`` and ``cue_to_source.``.

    Attributes:
        content_to_cue: Scores the cues of contents.
        cue_to_source: Scores the sources of cues.
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self.content_to_cue = Linker(arrays, "content_to_cue.")
        self.cue_to_source = Linker(arrays, "cue_to_source.")


LINKS = Head("links", LINK_SIZE, Linkers)
"""States that the linkers compare."""
