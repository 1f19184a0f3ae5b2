"""The sentence around a place in a text."""

from __future__ import annotations

from bisect import bisect_right

from onrecord.text.document import Document
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.spans import Span


class SentenceFinder:
    """Finds sentences of one text. It reads only the paragraphs that are asked for, each once.

    Args:
        text: The text.

    Example:
        >>> SentenceFinder("He left. She stayed on.").find_sentence(12)
        Span(start=9, end=23)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._paragraphs = find_paragraphs(text)
        self._read: dict[int, list[Span]] = {}

    def find_sentence(self, offset: int) -> Span:
        """Give the span of the sentence that holds an offset."""
        number = max(0, bisect_right(self._paragraphs, offset, key=lambda span: span.start) - 1)
        if not self._paragraphs:
            return Span(0, len(self._text))
        if number not in self._read:
            self._read[number] = self._split(self._paragraphs[number])
        sentences = self._read[number]
        return sentences[max(0, bisect_right(sentences, offset, key=lambda span: span.start) - 1)]

    def _split(self, paragraph: Span) -> list[Span]:
        document = Document.from_text(self._text[slice(*paragraph)])
        sentences: list[Span] = []
        for word, number in zip(document.words, document.sentence, strict=True):
            if number == len(sentences):
                sentences.append(Span(word.start, word.end))
            else:
                sentences[-1] = Span(sentences[-1].start, word.end)
        found = [Span(start + paragraph.start, end + paragraph.start) for start, end in sentences]
        return found or [paragraph]
