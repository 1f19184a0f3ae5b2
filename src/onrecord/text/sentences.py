"""Sentences: where one ends and the next begins, by punctuation, capitals and abbreviations.

A full stop ends a sentence unless it follows a title, an initial or another common abbreviation before a capital, or
the next word does not look like a beginning. Paragraphs end sentences. One pass over the words.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import lexicon
from onrecord.text.quotations import DOUBLE_MARKS
from onrecord.text.spans import Span

SENTENCE_FINAL = frozenset(".?!")
_CLOSING = DOUBLE_MARKS | frozenset("'’)]")
_INSIDE = frozenset(",;:")
"""Marks that begin no sentence: "Joe Ruiz (R-Ky.), who voted no"."""
_CLOSING_OR_FINAL = _CLOSING | SENTENCE_FINAL
_ABBREVIATIONS = lexicon.words("abbreviation")


def sentence_of_words(text: str, words: Sequence[Span], paragraph: Sequence[int]) -> list[int]:
    """Give each word the index of its sentence.

    Args:
        text: The text.
        words: Words and punctuation marks, in order.
        paragraph: Index of each word's paragraph.

    Returns:
        One index a word, from 0 on, never falling.
    """
    sentences: list[int] = []
    current = 0
    ended = False
    for index, word in enumerate(words):
        if index and paragraph[index] != paragraph[index - 1]:
            current, ended = current + 1, False
        elif ended and text[word.start] not in _CLOSING_OR_FINAL:
            current += _begins(text, word)
            ended = False
        elif ended and text[words[index - 1].end : word.start]:
            # A mark behind a space opens what follows.
            current, ended = current + 1, False
        sentences.append(current)
        # Few words can end a sentence: the others are told by their first character.
        ended = (ended and text[word.start] in _CLOSING) or (
            text[word.start] in SENTENCE_FINAL and _ends(text, words, index)
        )
    return sentences


def _begins(text: str, word: Span) -> bool:
    return not text[word.start].islower() and text[word.start] not in _INSIDE


def _ends(text: str, words: Sequence[Span], index: int) -> bool:
    mark = text[words[index].start : words[index].end]
    if mark not in SENTENCE_FINAL:
        return False
    if mark != "." or index == 0 or words[index - 1].end != words[index].start:
        return True
    if text[words[index].end : words[index].end + 1].isalnum():
        return False
    before = text[words[index - 1].start : words[index - 1].end].lower()
    is_initial = len(before) == 1 and before.isalpha() and before != "i"
    return not is_initial and before not in _ABBREVIATIONS
