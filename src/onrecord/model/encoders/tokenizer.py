"""From the words of a text to an encoder's input: word pieces and the features that go with them.

The pieces are aligned to the words of :func:`onrecord.text.words.find_words`. Every word has three features beside its
pieces: its casing (the vocabulary is uncased), its place inside or outside quotation marks, and its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.model.arrays import IntArray
from onrecord.model.encoders.special_tokens import SpecialIds, SpecialTokens, find_special_ids
from onrecord.text.document import Document
from onrecord.text.quotations import QuoteState

_SURROGATE = re.compile("[\ud800-\udfff]")

CASING_NAMES = ("other", "lower", "title", "upper", "mixed", "digits", "initial")
CASINGS = 2 * len(CASING_NAMES) + 1
"""Every casing with and without white space before the word; the last id is for special tokens."""
SPECIAL_CASING = CASINGS - 1
QUOTE_STATES = len(QuoteState)


@dataclass(frozen=True, slots=True)
class EncodedDocument:
    """A document with an encoder's pieces and features of its words.

    Attributes:
        document: The document.
        casing: Casing id of each word, ``[words]``.
        piece_ids: Vocabulary ids, ``[pieces]``.
        first_piece: Where each word's pieces begin, ``[words + 1]``.
        special: Ids of the vocabulary's special tokens.
    """

    document: Document
    casing: IntArray
    piece_ids: IntArray
    first_piece: IntArray
    special: SpecialIds


class WordTokenizer:
    """Cuts the words of documents into pieces.

    Args:
        path: A ``tokenizer.json``.
        special_tokens: The special tokens of its vocabulary.

    Attributes:
        special: Their ids.

    Raises:
        ModelError: The vocabulary lacks a special token.
    """

    def __init__(self, path: Path, special_tokens: SpecialTokens) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        # A report that spells "[SEP]" contains these five characters, not the encoder's separator.
        self._tokenizer.encode_special_tokens = True
        self.special = find_special_ids(self._tokenizer, special_tokens)

    def encode(self, document: Document) -> EncodedDocument:
        """Give the word pieces of a document, with the features of its words."""
        # The library refuses lone surrogates, which JSON input can contain.
        encoding = self._tokenizer.encode(_SURROGATE.sub("\ufffd", document.text), add_special_tokens=False)
        starts = np.array([start for start, _ in document.words], dtype=np.int64)
        piece_starts = np.array([start for start, _ in encoding.offsets], dtype=np.int64)
        piece_ids, first_piece = align_pieces(
            starts, piece_starts, np.array(encoding.ids, dtype=np.int64), self.special.unknown
        )
        casing = np.array(_casings(document), dtype=np.int64)
        return EncodedDocument(document, casing, piece_ids, first_piece, self.special)


def align_pieces(words: IntArray, starts: IntArray, pieces: IntArray, unknown: int) -> tuple[IntArray, IntArray]:
    """Divide pieces among the words: a piece belongs to the last word that begins at or before it.

    Args:
        words: Where each word begins in the text, rising, ``[words]``.
        starts: Where each piece begins in the text, ``[pieces]``.
        pieces: Vocabulary ids, ``[pieces]``.
        unknown: Id of the unknown piece.

    Returns:
        The pieces, with an unknown one for each word without any, and where each word's pieces begin, ``[words + 1]``.
    """
    if not len(words):
        return pieces[:0], np.zeros(1, dtype=np.int64)
    # Of rare accents in a row the tokenizer gives the places in another order than the text has.
    first_piece = np.searchsorted(np.maximum.accumulate(starts), words)
    first_piece = np.concatenate([[0], first_piece[1:], [len(pieces)]])
    without = np.flatnonzero(np.diff(first_piece) == 0)
    if len(without):
        pieces = np.insert(pieces, first_piece[without], unknown)
        first_piece = first_piece + np.searchsorted(without, np.arange(len(first_piece)))
    return pieces, first_piece


def _casings(document: Document) -> list[int]:
    """Give the casing of each word, which also tells whether white space or a word stands before it."""
    text = document.text
    casings = [_casing(letters) for letters in document.printed]
    previous_end = 0
    for index, (start, end) in enumerate(document.words):
        if start > 0 and (start == previous_end or not text[start - 1].isspace()):
            casings[index] += len(CASING_NAMES)
        previous_end = end
    return casings


@lru_cache(maxsize=16384)
def _casing(letters: str) -> int:
    if letters.islower():
        return 1
    if letters.isdigit():
        return 5
    if letters.isupper():
        return 6 if len(letters) == 1 else 3
    if letters.istitle():
        return 2
    return 4 if letters.isalnum() else 0
