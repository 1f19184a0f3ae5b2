"""The best tag sequence of each paragraph: Viterbi decoding of a linear-chain CRF.

The CRF (Lafferty et al. 2001) has one transition table for every quotation state of the later word. The transitions
so express "a content begins at an opening mark" and "a content does not end inside a quotation", and the encoder does
not have to learn that from the words. Paragraphs are decoded side by side.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.tags import OUTSIDE, Role, begin_tag, inside_tag

_BATCH_WORDS = 32_768
"""Words that are decoded together: many times a long report."""


def paragraph_edges(paragraph: IntArray) -> IntArray:
    """Give where each run of equal paragraph indices begins and, last, the number of words."""
    if len(paragraph) == 0:
        return np.zeros(1, dtype=np.int64)
    breaks = np.flatnonzero(np.diff(paragraph)) + 1
    return np.concatenate([[0], breaks, [len(paragraph)]]).astype(np.int64)


def find_tags(emissions: FloatArray, quote: IntArray, paragraph: IntArray, transitions: FloatArray) -> IntArray:
    """Find the best tags of every paragraph.

    Args:
        emissions: Scores, ``[words, tags]``.
        quote: Quote state of each word, ``[words]``.
        paragraph: Index of each word's paragraph, ``[words]``.
        transitions: Scores ``[quote states, from tag, to tag]``, forbidden ones very low.

    Returns:
        A tag for each word, ``[words]``.
    """
    tags = np.zeros(len(paragraph), dtype=np.int64)
    for first, last in _cut_batches(paragraph_edges(paragraph)):
        part = slice(first, last)
        tags[part] = _find_batch_tags(emissions[part], quote[part], paragraph[part], transitions)
    return tags


def _cut_batches(edges: IntArray) -> list[tuple[int, int]]:
    """Cut a text into batches of whole paragraphs, so that memory does not grow with the text."""
    batches: list[tuple[int, int]] = []
    first = 0
    for start, end in pairwise(edges.tolist()):
        if end - first > _BATCH_WORDS and start > first:
            batches.append((first, start))
            first = start
    return [*batches, (first, int(edges[-1]))]


def _find_batch_tags(emissions: FloatArray, quote: IntArray, paragraph: IntArray, transitions: FloatArray) -> IntArray:
    edges = paragraph_edges(paragraph)
    lengths = np.diff(edges)
    tags = np.zeros(len(paragraph), dtype=np.int64)
    if len(lengths) == 0:
        return tags
    # Longest first: at every step the paragraphs that still run are the first ones.
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = edges[:-1][order], lengths[order]
    longest = int(lengths[0])
    running = np.searchsorted(-lengths, -np.arange(longest), side="left")
    # The words step by step, so that those of one step are a slice.
    place = np.concatenate([starts[:count] + step for step, count in enumerate(running.tolist())])
    slices = list(pairwise([0, *np.cumsum(running).tolist()]))
    emissions = emissions.take(place, axis=0)
    # The tag that a path comes from is the last axis: the maximum over it is fastest where its values are contiguous.
    into = transitions.swapaxes(1, 2).take(quote.take(place), axis=0)
    back = np.zeros((len(place), emissions.shape[1]), dtype=np.int8)
    scores = emissions[: running[0]] + into[: running[0], :, OUTSIDE]
    for first, last in slices[1:]:
        paths = scores[: last - first, None, :] + into[first:last]
        back[first:last] = paths.argmax(axis=2)
        scores[: last - first] = paths.max(axis=2) + emissions[first:last]
    current = scores.argmax(axis=1)
    for first, last in reversed(slices):
        best = current[: last - first]
        tags[place[first:last]] = best
        current[: last - first] = back[np.arange(first, last), best]
    return tags


def find_role_spans(tags: IntArray, paragraph: IntArray, role: Role) -> IntArray:
    """Give the word ranges that the tags mark for a role, shape ``[spans, 2]``, in order."""
    begin, inside = begin_tag(role), inside_tag(role)
    starts = np.flatnonzero(tags == begin)
    is_inside = tags == inside
    if len(starts) == 0:
        return np.zeros((0, 2), dtype=np.int64)
    new_paragraph = np.zeros(len(tags), dtype=bool)
    new_paragraph[1:] = np.diff(paragraph) > 0
    stops = np.flatnonzero(np.append(~is_inside | new_paragraph, True))
    ends = stops[np.searchsorted(stops, starts, side="right")]
    return np.stack([starts, ends], axis=1)
