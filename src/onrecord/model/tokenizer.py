"""From text to the encoder's input: words, word pieces and the features that go with them.

Words are what the BERT pre-tokenizer gives: runs of letters and digits, and each punctuation mark by
itself. Every word carries three features beside its pieces: its casing (the vocabulary is uncased), its
place inside or outside quotation marks, and the paragraph it stands in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.spans import Span
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import Quotation, QuoteState, find_quotations, quote_states

IntArray = npt.NDArray[np.int64]

PAD_ID, PARAGRAPH_ID, UNKNOWN_ID, CLS_ID, SEP_ID = 0, 2, 100, 101, 102
"""Ids in the BERT uncased vocabulary; a paragraph break is its first unused token but one."""

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
        casing: Casing id of each word, shape ``[words]``.
        quote: :class:`QuoteState` of each word, shape ``[words]``.
        paragraph: Index of each word's paragraph, shape ``[words]``.
        piece_ids: Vocabulary ids, shape ``[pieces]``.
        first_piece: Where each word's pieces begin, shape ``[words + 1]``.
        paragraphs: Spans of the paragraphs.
        quotations: The quotations of the text.
    """

    words: list[Span]
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
        starts = np.array([word.start for word in words], dtype=np.int64)
        bounds = np.array([paragraph.start for paragraph in paragraphs], dtype=np.int64)
        return TokenizedText(
            words=words,
            casing=np.array([_casing(text, word) for word in words], dtype=np.int64),
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
    for index, (word_id, (start, end)) in enumerate(zip(word_ids, offsets, strict=True)):
        # The vocabulary knows no accents; one written as a character of its own still belongs to its letter.
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if word_id is not None and word_id == previous:
            words[-1] = Span(words[-1].start, end)
        else:
            words.append(Span(start, end))
            first_piece.append(index)
        previous = word_id
    return words, [*first_piece, len(offsets)]


def _casing(text: str, word: Span) -> int:
    letters = text[word.start : word.end]
    glued = word.start > 0 and not text[word.start - 1].isspace()
    if letters.islower():
        name = 1
    elif letters.isdigit():
        name = 5
    elif letters.isupper():
        name = 6 if len(letters) == 1 else 3
    elif letters.istitle():
        name = 2
    elif letters.isalnum():
        name = 4
    else:
        name = 0
    return name + len(CASING_NAMES) * glued
