"""Words of a text for the times grammar: runs of letters, runs of digits and single marks.

These words are finer than the encoder's, so "1990s", "10:30", "42-year-old" and "7pm" need no patterns of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.text.spans import Span

_WORD = re.compile(r"[0-9]+|[^\W\d_]+|\S")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one paragraph.

    Attributes:
        lower: Each word in lower case.
        starts: Offset in the text where each begins.
        ends: Offset where each ends.
        text: The text of the report.
    """

    lower: list[str]
    starts: list[int]
    ends: list[int]
    text: str

    def __len__(self) -> int:
        return len(self.lower)

    def at(self, index: int) -> str:
        """Return the word at an index in lower case, or the empty string outside the paragraph."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def printed(self, index: int) -> str:
        """Return the word at an index as printed, or the empty string outside the paragraph."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < len(self.lower) else ""

    def is_glued(self, index: int) -> bool:
        """Tell whether a word follows the previous one without a space."""
        return 0 < index < len(self.lower) and self.starts[index] == self.ends[index - 1]

    def is_capital(self, index: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.printed(index)[:1].isupper()

    def span(self, first: int, end: int) -> Span:
        """Return the span of a range of words."""
        return Span(self.starts[first], self.ends[end - 1])


def cut_words(text: str, paragraph: Span) -> Words:
    """Split a paragraph into words, in one pass."""
    found = [match.span() for match in _WORD.finditer(text, paragraph.start, paragraph.end)]
    return Words(
        [text[start:end].lower() for start, end in found],
        [start for start, _ in found],
        [end for _, end in found],
        text,
    )
