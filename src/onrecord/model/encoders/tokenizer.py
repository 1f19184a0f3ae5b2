"""From text to the encoder's input: words, word pieces and the features that go with them.

Words are what the BERT pre-tokenizer gives: runs of letters and digits, and each punctuation mark by
itself. Every word carries three features beside its pieces: its casing (the vocabulary is uncased), its
place inside or outside quotation marks, and the paragraph it stands in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import Quotation, QuoteState, find_quotations, quote_states
from onrecord.text.spans import Span

IntArray = npt.NDArray[np.int64]

PAD_ID, PARAGRAPH_ID, UNKNOWN_ID, CLS_ID, SEP_ID = 0, 2, 100, 101, 102
"""Ids in the BERT uncased vocabulary; a paragraph break is its first unused token but one."""

_FIRST_COMBINING = "\u0300"
"""No character before it is a combining one."""
_SURROGATE = re.compile("[\ud800-\udfff]")

CASING_NAMES = ("other", "lower", "title", "upper", "mixed", "digits", "initial")
CASINGS = 2 * len(CASING_NAMES) + 1
"""Every casing with and without white space before the word; the last id is for special tokens."""
SPECIAL_CASING = CASINGS - 1
QUOTE_STATES = len(QuoteState)


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """The words and word pieces of one text.

    Attributes:
        words: Spans in order.
        printed: The same as printed.
        casing: Casing id of each word, shape ``[words]``.
        quote: :class:`QuoteState` of each word, shape ``[words]``.
        paragraph: Index of each word's paragraph, shape ``[words]``.
        piece_ids: Vocabulary ids, shape ``[pieces]``.
        first_piece: Where each word's pieces begin, shape ``[words + 1]``.
        paragraphs: Spans of the paragraphs.
        quotations: The quotations of the text.
    """

    words: list[Span]
    printed: list[str]
    casing: IntArray
    quote: IntArray
    paragraph: IntArray
    piece_ids: IntArray
    first_piece: IntArray
    paragraphs: list[Span]
    quotations: list[Quotation]


class WordTokenizer:
    """Cuts texts into words and word pieces.

    Args:
        path: A ``tokenizer.json`` of a BERT uncased vocabulary.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def tokenize(self, text: str) -> TokenizedText:
        """Cut a text into words and word pieces, with their features."""
        # A lone surrogate, which JSON input can carry, is no character that the library takes.
        encoding = self._tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
        words, first_piece = _group_pieces(text, encoding.word_ids, encoding.offsets)
        paragraphs = find_paragraphs(text)
        quotations = find_quotations(text, paragraphs)
        printed = [text[start:end] for start, end in words]
        starts = np.array([start for start, _ in words], dtype=np.int64)
        bounds = np.array([paragraph.start for paragraph in paragraphs], dtype=np.int64)
        return TokenizedText(
            words=words,
            printed=printed,
            casing=np.array(_casings(text, words, printed), dtype=np.int64),
            quote=np.array(quote_states(quotations, words), dtype=np.int64),
            paragraph=np.searchsorted(bounds, starts, side="right") - 1,
            piece_ids=np.array(encoding.ids, dtype=np.int64),
            first_piece=np.array(first_piece, dtype=np.int64),
            paragraphs=paragraphs,
            quotations=quotations,
        )


def _group_pieces(
    text: str, word_ids: list[int | None], offsets: list[tuple[int, int]]
) -> tuple[list[Span], list[int]]:
    words: list[Span] = []
    first_piece: list[int] = []
    previous: int | None = None
    size = len(text)
    for index, (word_id, (start, end)) in enumerate(zip(word_ids, offsets, strict=True)):
        # The vocabulary knows no accents; one written as a character of its own still belongs to its letter.
        while end < size and text[end] >= _FIRST_COMBINING and unicodedata.combining(text[end]):
            end += 1
        if word_id is not None and word_id == previous:
            words[-1] = Span(words[-1].start, end)
        else:
            words.append(Span(start, end))
            first_piece.append(index)
        previous = word_id
    return words, [*first_piece, len(offsets)]


def _casings(text: str, words: list[Span], printed: list[str]) -> list[int]:
    """Give the casing of each word, which tells also whether white space or a word stands before it."""
    shapes = [_casing(letters) for letters in printed]
    behind = 0
    for index, (start, end) in enumerate(words):
        if start > 0 and (start == behind or not text[start - 1].isspace()):
            shapes[index] += len(CASING_NAMES)
        behind = end
    return shapes


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
