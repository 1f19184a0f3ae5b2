"""Cuts a document into windows of whole paragraphs for the encoder.

A window holds as many paragraphs as fit, each followed by a paragraph token. A paragraph that is too long for a window
is cut after a sentence where possible. Short windows are as accurate as long ones here, and faster. Words before the
window, as context, did not help in measurements.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from onrecord.model.arrays import IntArray
from onrecord.model.encoders.special_tokens import SpecialIds
from onrecord.model.encoders.tokenizer import SPECIAL_CASING, EncodedDocument
from onrecord.text.sentences import SENTENCE_FINAL


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the encoder.

    Attributes:
        ids: Vocabulary ids, shape ``[pieces]``, special tokens included.
        casing: Casing ids, shape ``[pieces]``.
        quote: Quote states, shape ``[pieces]``.
        first_word: The first word in the window.
        word_pieces: Where in ``ids`` each word of the window begins, shape ``[words]``.
        special: Ids of the vocabulary's special tokens.
    """

    ids: IntArray
    casing: IntArray
    quote: IntArray
    first_word: int
    word_pieces: IntArray
    special: SpecialIds

    @property
    def end_word(self) -> int:
        """One past the last word of the window."""
        return self.first_word + len(self.word_pieces)


def cut_windows(encoded: EncodedDocument, size: int, first_size: int | None = None) -> list[Window]:
    """Cut a document into windows.

    Args:
        encoded: The words and pieces of a document.
        size: Most pieces in a window, special tokens included.
        first_size: Size of the first window, to cut at other places than usual.

    Returns:
        Windows in order; each word is in one.
    """
    units = _units(encoded, size - 3)
    windows: list[Window] = []
    room = first_size or size
    begin = 0
    while begin < len(units):
        used, end = 2, begin
        while end < len(units):
            cost = _cost(encoded, *units[end])
            if end > begin and used + cost > room:
                break
            used += cost
            end += 1
        windows.append(_build(encoded, units[begin][0], units[end - 1][1]))
        begin, room = end, size
    return windows


def _cost(encoded: EncodedDocument, start: int, end: int) -> int:
    """Count the pieces from word ``start`` to ``end`` with a paragraph token for every paragraph in them."""
    if start >= end:
        return 0
    pieces = int(encoded.first_piece[end] - encoded.first_piece[start])
    return pieces + int(encoded.document.paragraph_array[end - 1] - encoded.document.paragraph_array[start]) + 1


def _units(encoded: EncodedDocument, limit: int) -> list[tuple[int, int]]:
    """Give word ranges that stay together: paragraphs, or parts of one that is too long."""
    breaks = np.flatnonzero(np.diff(encoded.document.paragraph_array)) + 1
    edges = [0, *breaks.tolist(), len(encoded.document.words)]
    units: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        while start < end:
            cut = _cut(encoded, start, end, limit)
            units.append((start, cut))
            start = cut
    return units


def _cut(encoded: EncodedDocument, start: int, end: int, limit: int) -> int:
    first = encoded.first_piece
    if first[end] - first[start] <= limit:
        return end
    last = int(np.searchsorted(first, first[start] + limit, side="right")) - 1
    for word in range(last, (start + last) // 2, -1):
        if encoded.document.printed[word - 1][0] in SENTENCE_FINAL:
            return word
    return max(last, start + 1)


def _build(encoded: EncodedDocument, start: int, end: int) -> Window:
    first, paragraph = encoded.first_piece, encoded.document.paragraph_array
    pieces = encoded.piece_ids[first[start] : first[end]]
    repeats = np.diff(first[start : end + 1])
    # One more slot after each word that ends a paragraph.
    is_last = np.ones(end - start, dtype=np.int64)
    is_last[:-1] = np.diff(paragraph[start:end]) > 0
    slots = repeats + is_last
    word_pieces = 1 + np.cumsum(slots) - slots
    size = int(slots.sum()) + 2
    ids = np.full(size, encoded.special.paragraph, dtype=np.int64)
    casing = np.full(size, SPECIAL_CASING, dtype=np.int64)
    quote = np.zeros(size, dtype=np.int64)
    positions = np.repeat(word_pieces, repeats) + _ramp(repeats)
    ids[positions] = pieces
    casing[positions] = np.repeat(encoded.casing[start:end], repeats)
    quote[positions] = np.repeat(encoded.document.quote_array[start:end], repeats)
    ids[0], ids[-1] = encoded.special.start, encoded.special.end
    return Window(ids, casing, quote, start, word_pieces, encoded.special)


def _ramp(repeats: IntArray) -> IntArray:
    """Give 0, 1, …, n-1 for each n of ``repeats``."""
    ends = np.cumsum(repeats)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - repeats, repeats)
