"""Glosses: where the report points at something that the speaker meant, and the speaker claims nothing.

``“It holds,” she said, referring to the dam.`` has a statement with the cue "referring to" and the content "the dam".
It is the report's own voice. The words for it (refer, allude, point to, cite, mention, echo) come from the lexicon. A
clause, a longer quotation, or something called something ("cited it as proof") is a claim all the same. In the reports
marked by reading 28 of 40 statements that this rule takes for glosses are marked as no statements at all; the others
point at a reason ("citing security concerns").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord import lexicon
from onrecord.text.spans import Span

_POINTING = lexicon.values("points-at")
_SPEECH = lexicon.words("reporting", "speech") - _POINTING.keys()
_REPORTING = lexicon.words("reporting")
_CLAUSES = frozenset({"that", "how", "why", "whether", "if", "as"})
_WORD = re.compile(r"[a-z]+")
_IS_CALLED = re.compile(r"(?<!such)(?<!as well)(?<!as well as)(?<!so long)(?<!known) as (?!well\b|part of\b|of\b)")
_OTHER_VOICE = re.compile(r"\b(?:who|which) (?:has |have |had )?([a-z]+)")
_LONG_QUOTATION = re.compile(r"(?<!\w)[\"“'‘«](?:[^\s\"”»]+\s+){4}")
_QUOTED_SENTENCE = re.compile(r"[\"“'‘«]+[A-Z][^\n]*[.?!…][\"”'’»]+")


def is_gloss(text: str, cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Tell whether a statement is a gloss.

    Args:
        text: The report's text.
        cue: The spans of its cue.
        content: The spans of its content.

    Example:
        >>> is_gloss("She was referring to the dam.", [Span(8, 20)], [Span(21, 28)])
        True
        >>> is_gloss("She pointed out that it holds.", [Span(4, 15)], [Span(16, 29)])
        False
    """
    signal = _WORD.findall(" ".join(text[start:end] for start, end in cue).lower())
    places = [place for place, word in enumerate(signal) if word in _POINTING]
    if not places or not content or "as" in signal or not _SPEECH.isdisjoint(signal):
        return False
    words = " ".join(text[start:end] for start, end in content)
    first = _WORD.findall(words.lower())[:2]
    behind = [*signal[places[-1] + 1 :], *first[:1]]
    needed = _POINTING[signal[places[-1]]]
    if needed and needed not in behind:
        return False
    opening = first[1:] if first[:1] == [needed] else first[:1]
    return _CLAUSES.isdisjoint(opening) and not _claims(words)


def _claims(words: str) -> bool:
    """Tell what is said, quoted or called something from what is only pointed at."""
    if not _REPORTING.isdisjoint(_OTHER_VOICE.findall(words)):
        return True
    is_quoted = _LONG_QUOTATION.search(words) or _QUOTED_SENTENCE.fullmatch(words)
    return is_quoted is not None or _IS_CALLED.search(words) is not None
