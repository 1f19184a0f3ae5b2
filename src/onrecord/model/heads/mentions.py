"""Names and descriptions of people, organisations, places and groups, from the scores of their tags."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.head import Head
from onrecord.model.heads.tags import MENTION_KINDS, MENTION_TAGS, OUTSIDE


class TaggedSpans(NamedTuple):
    """Spans with their kinds.

    Attributes:
        spans: Word ranges in order, ``[spans, 2]``.
        kind: Indices into :data:`MENTION_KINDS`, ``[spans]``.
    """

    spans: IntArray
    kind: IntArray


def find_tagged_spans(scores: FloatArray, paragraph: IntArray) -> TaggedSpans:
    """Find the spans of the best tag of each word.

    A span continues while its words have inside tags of any kind; its kind is the one with the highest sum of scores
    over its words. An inside tag after an outside one begins a span.

    Args:
        scores: ``[words, tags]``, tags in the order of :data:`~onrecord.model.heads.tags.MENTION_TAGS`.
        paragraph: Index of each word's paragraph; no span crosses into another.
    """
    if len(scores) == 0:
        return TaggedSpans(np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64))
    best = scores.argmax(axis=1)
    is_in = best != OUTSIDE
    begins = is_in & (best % 2 == 1)
    begins[1:] |= is_in[1:] & (~is_in[:-1] | (np.diff(paragraph) > 0))
    begins[0] |= is_in[0]
    starts = np.flatnonzero(begins)
    stops = np.append(np.flatnonzero(~is_in | begins), len(scores))
    ends = stops[np.searchsorted(stops, starts, side="right")]
    by_kind = scores[:, 1:].reshape(len(scores), len(MENTION_KINDS), 2).max(axis=2)
    sums = np.concatenate([np.zeros((1, len(MENTION_KINDS))), by_kind.cumsum(axis=0)])
    kind = (sums[ends] - sums[starts]).argmax(axis=1)
    return TaggedSpans(np.stack([starts, ends], axis=1), kind)


class MentionScores(NamedTuple):
    """Scores of the tags of names and of descriptions, ``[words, mention tags]`` each."""

    names: FloatArray
    descriptions: FloatArray


def split_mention_scores(scores: FloatArray) -> MentionScores:
    """Divide the head's scores, ``[words, 2 * mention tags]``, into those of names and of descriptions."""
    return MentionScores(*np.split(scores, [len(MENTION_TAGS)], axis=1))


MENTIONS = Head("mentions", 2 * len(MENTION_TAGS), lambda arrays: split_mention_scores)
"""Scores of the tags of names, then of descriptions. Decoding them needs no arrays."""
