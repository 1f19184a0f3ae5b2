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
_ENGLISH_SHARE = 0.25
# The model takes English headlines for Nigerian Pidgin, which has no code in ISO 639-1.
_PIDGIN = "pcm"
_WORD = re.compile(r"[^\W\d_]+")
# fmt: off
_ENGLISH = lexicon.words("english")
# fmt: on


def detect_language(text: str) -> str | None:
    """Detect the language of a text.

    Args:
        text: The text of a report.

    Returns:
        The ISO 639-1 code, the ISO 639-3 code of a language that has none, or None if the text has fewer than 20
        letters.

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
