"""A text with its words, sentences, paragraphs and quotations, found once and shared by every step."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import Quotation, QuoteState, find_quotations, quote_states
from onrecord.text.sentences import sentence_of_words
from onrecord.text.spans import Span
from onrecord.text.words import find_words

WordRange = tuple[int, int]
"""A half-open range of word indices."""


@dataclass(frozen=True)
class Document:
    """The structure of one text. Make it with :meth:`from_text`.

    Lists with a value for each word are for rules; ``paragraph_array`` and ``quote_array`` hold the same for numpy.

    Attributes:
        text: The text.
        words: Spans of words and punctuation marks, in order.
        paragraphs: Spans of the paragraphs, in order.
        quotations: The quotations, in order; inner ones follow the one around them.

    Example:
        >>> document = Document.from_text("“No,” she said. He left.")
        >>> document.printed[:4], document.sentence[-1], len(document.quotations)
        (['“', 'No', ',', '”'], 1, 1)
    """

    text: str
    words: list[Span]
    paragraphs: list[Span]
    quotations: list[Quotation]

    @classmethod
    def from_text(cls, text: str) -> Document:
        """Find the structure of a text. Any text will do, even an empty one."""
        paragraphs = find_paragraphs(text)
        return cls(text, find_words(text), paragraphs, find_quotations(text, paragraphs))

    @cached_property
    def printed(self) -> list[str]:
        """Each word as printed."""
        return [self.text[start:end] for start, end in self.words]

    @cached_property
    def lower(self) -> list[str]:
        """Each word in lower case."""
        return [word.lower() for word in self.printed]

    @cached_property
    def paragraph_array(self) -> npt.NDArray[np.int64]:
        """Index of each word's paragraph, ``[words]``."""
        starts = np.array([start for start, _ in self.words], dtype=np.int64)
        bounds = np.array([start for start, _ in self.paragraphs], dtype=np.int64)
        return np.searchsorted(bounds, starts, side="right") - 1

    @cached_property
    def paragraph(self) -> list[int]:
        """Index of each word's paragraph, never falling."""
        numbers: list[int] = self.paragraph_array.tolist()
        return numbers

    @cached_property
    def sentence(self) -> list[int]:
        """Index of each word's sentence, never falling."""
        return sentence_of_words(self.text, self.words, self.paragraph)

    @cached_property
    def quote(self) -> list[QuoteState]:
        """Where each word stands relative to the quotations."""
        return quote_states(self.quotations, self.words)

    @cached_property
    def quote_array(self) -> npt.NDArray[np.int64]:
        """The quote states as numbers, ``[words]``."""
        return np.array(self.quote, dtype=np.int64)

    def word_range(self, span: Span) -> WordRange:
        """Give the words that a span touches; an empty range where it touches none."""
        first = bisect_right(self.words, span.start, key=lambda word: word.end)
        last = bisect_left(self.words, span.end, key=lambda word: word.start)
        return first, max(first, last)

    def span_of_words(self, words: Sequence[int]) -> Span:
        """Give the span from the first word of a range, which is not empty, to its last."""
        first, end = words
        return Span(self.words[first].start, self.words[end - 1].end)

    def sentence_range(self, word: int) -> WordRange:
        """Give the words of the sentence that a word is in."""
        number = self.sentence[word]
        return bisect_left(self.sentence, number), bisect_right(self.sentence, number)

    def is_capitalised(self, word: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.text[self.words[word].start].isupper()
