"""What a word is, for searching: the same for every database.

Both full-text indexes are given words that were cut and folded here, so that a search finds the same statements on
either. Words are compared as printed, letter case and accents aside, and are not stemmed: a search for *sanction*
finds no *sanctions*, while ``sanction*`` finds both. What was counted can so be told exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.text.folding import fold_letters

_INSIDE = (
    "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200c\u200d\u2060\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Signs that stand within words and are none themselves: accents written by themselves, soft hyphens, joiners."""
_WORD = re.compile(rf"[^\W_]+(?:[{_INSIDE}]+[^\W_]*)*")
_ASCII = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
"""Translation of ASCII characters: lower-case letters, and a space for characters outside words."""
LONGEST = 64
"""Letters of a word that count; PostgreSQL takes no lexeme of more than 2 kB."""


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """Find the words of a text: each folded, with its start and end."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        yield (word.lower() if word.isascii() else _fold(word))[:LONGEST], match.start(), match.end()


def split_words(text: str) -> list[str]:
    """Return the normalised words of a text."""
    if text.isascii():
        # Three times as fast as the pattern, and every statement that is stored comes by here.
        words = text.encode().translate(_ASCII).decode().split()
        is_short = len(text) <= LONGEST or max(map(len, words), default=0) <= LONGEST
        return words if is_short else [word[:LONGEST] for word in words]
    return [(word.lower() if word.isascii() else _fold(word))[:LONGEST] for word in _WORD.findall(text)]


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    """Fold case, accents and strokes; only letters and digits are left, which no index reads as anything else.

    A letter with its accent and a letter followed by one (NFC and NFD) come to the same.
    """
    plain = "".join(sign for sign in fold_letters(word) if sign.isalnum())
    return plain or word
