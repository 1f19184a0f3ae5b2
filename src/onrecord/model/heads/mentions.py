"""Names and descriptions of people, organisations, places and groups, from the scores of their tags."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from onrecord.model.encoders.tokenizer import IntArray
from onrecord.model.heads.crf import FloatArray
from onrecord.model.heads.tags import MENTION_KINDS, OUTSIDE


class TaggedSpans(NamedTuple):
    """Spans with their kinds.

    Attributes:
        spans: Word ranges in order, ``[spans, 2]``.
        kind: Indices into :data:`MENTION_KINDS`, ``[spans]``.
    """

    spans: IntArray
    kind: IntArray


def find_tagged_spans(scores: FloatArray, paragraph: IntArray) -> TaggedSpans:
    """Find the spans that begin, inside and outside tags mark best, word by word.

    A span goes on while its words are inside ones, whatever their kind; the kind is the one that all its words score
    highest together. An inside word behind an outside one begins a span.

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
