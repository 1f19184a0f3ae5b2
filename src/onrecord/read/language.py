"""Which language a text is in.

Most news that comes here is English, and English must not be misjudged: a text in which a quarter of the words are
common English function words is English, and nothing else is asked. No other language comes near that share.
Otherwise py3langid decides, over all the languages it knows. Only the beginning and a later stretch are looked at,
so the cost does not grow with the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord import lexicon

_HEAD, _SLICE = 3_000, 1_000
_FEWEST_LETTERS = 20
_ENGLISH_SHARE = 0.25
# The model takes English headlines for Nigerian Pidgin, which has no code of its own in ISO 639-1.
_PIDGIN = "pcm"
_WORD = re.compile(r"[^\W\d_]+")
# fmt: off
_ENGLISH = lexicon.words("english")
# fmt: on


def find_language(text: str) -> str | None:
    """Find the language of a text.

    Args:
        text: The report's text.

    Returns:
        ISO 639-1 code, the ISO 639-3 code of a language that has none, or None where the text has fewer than 20
        letters.
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
    # An own instance: the package's global one can be restricted by whoever else uses it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
