"""Letters without accents and strokes: "Łódź" is compared as "lodz", "Søren Ægidius" as "soren aegidius".

Unicode's decomposition (NFKD) removes accents. Letters with a stroke and ligatures have no decomposition, so a table
gives their usual plain spelling.
"""

from __future__ import annotations

import unicodedata

_PLAIN = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k", "ə": "a",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss",
        "ʻ": "", "ʼ": "", "ʹ": "", "ʺ": "",
    }
)  # fmt: skip
"""Letters and their plain spelling. Signs that transliterations add ("Hawaiʻi") have none."""


def fold_letters(words: str) -> str:
    """Fold letter case, accents, strokes and ligatures.

    Args:
        words: Any text.

    Returns:
        The text in lower case, without combining marks; other signs stay.

    Example:
        >>> fold_letters("Łukasz Đorđević, Işıl Kılıç")
        'lukasz dordevic, isil kilic'
    """
    if words.isascii():
        return words.lower()
    plain = unicodedata.normalize("NFKD", words.casefold()).translate(_PLAIN)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
