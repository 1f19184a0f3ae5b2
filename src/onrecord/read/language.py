"""Which language a text is in.

Most news that comes here is English, and English must not be misjudged. A text is English if a quarter of its words are
common English function words; no other language comes near that share. For other texts py3langid decides, over all the
languages it knows. Only the beginning and a stretch of the middle count, so the cost does not grow with the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord import lexicon

_HEAD, _SLICE = 3_000, 1_000
_FEWEST_LETTERS = 20
_SHORT, _FEWEST_WORDS = 40, 3
"""Words of a short text, whose names say little; fewest other words that the model judges."""
_ENGLISH_SHARE = 0.25
# The model takes English headlines for Nigerian Pidgin, which has no code in ISO 639-1.
_PIDGIN = "pcm"
_WORD = re.compile(r"[^\W\d_]+")
# fmt: off
_ENGLISH = lexicon.words("english")
_ENGLISH_VERBS = _ENGLISH | lexicon.words("speech", "reporting", "past")
# fmt: on


def detect_language(text: str) -> str | None:
    """Detect the language of a text.

    Args:
        text: The text of a report.

    Returns:
        The ISO 639-1 code, the ISO 639-3 code of a language that has none, or None if the text has fewer than 20
        letters, or is little more than names.

    Example:
        >>> detect_language("The mayor said that the harbour would stay open.")
        'en'
    """
    sample = _sample(text)
    words = _WORD.findall(sample.lower())
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return None
    if sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words):
        return "en"
    if len(words) < _SHORT and sample.isascii() and not sample.isupper():
        # "Kim Jong Un said so.": the model judges by the letters of names.
        plain = [word for word in _WORD.findall(sample) if word.islower()]
        if plain and sum(map(_ENGLISH_VERBS.__contains__, plain)) >= _ENGLISH_SHARE * len(plain):
            return "en"
        if len(plain) < _FEWEST_WORDS:
            return None
    code = str(_load_identifier().classify(sample)[0])
    return "en" if code == _PIDGIN else code


def _sample(text: str) -> str:
    if len(text) <= _HEAD + _SLICE:
        return text
    middle = (_HEAD + len(text) - _SLICE) // 2
    return f"{text[:_HEAD]} {text[middle : middle + _SLICE]}"


@cache
def _load_identifier() -> Any:
    # An instance of its own: other code in the process may restrict the global one.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
