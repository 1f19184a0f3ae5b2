"""Phrases of the lexicon, found in the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord import lexicon
from onrecord.text.words import find_words

_NEGATIONS = frozenset({"not", "no", "never", "without", "nor", "neither", "hardly", "t", "failed", "cannot", "unable"})
_MODALS = frozenset({"would", "could", "may", "might", "if", "should", "can", "must", "whether", "unless"})
_FUTURES = frozenset({"will", "shall", "to"})
_BEFORE = 3
"""Words before a cue in which a negation or a modal changes it."""


class Cue(NamedTuple):
    """A phrase in a text.

    Attributes:
        start: Its first word.
        end: The word after its last.
        phrase: The phrase.
        values: What the lexicon says of it.
    """

    start: int
    end: int
    phrase: str
    values: tuple[str, ...]


class PhraseFinder:
    """Finds the phrases that have one property.

    Args:
        values: The value of each phrase; several are separated by a bar.

    Example:
        >>> finder = PhraseFinder({"took effect": "in-effect"})
        >>> [cue.values for cue in finder.find_cues(["it", "took", "effect"], 0, 3)]
        [('in-effect',)]
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for phrase, value in values.items():
            words = tuple(phrase[start:end] for start, end in find_words(phrase))
            self._by_first.setdefault(words[0], []).append((words, tuple(value.split("|"))))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda one: -len(one[0]))
        self.first_words = frozenset(self._by_first)

    def find_cues(self, lower: Sequence[str], start: int, end: int) -> Iterator[Cue]:
        """Find the phrases in a range of words in lower case, the longest at each place."""
        place = start
        while place < end:
            cue = self._match(lower, place, end)
            if cue is None:
                place += 1
            else:
                yield cue
                place = cue.end

    def _match(self, lower: Sequence[str], place: int, end: int) -> Cue | None:
        for words, values in self._by_first.get(lower[place], ()):
            stop = place + len(words)
            if stop <= end and (len(words) == 1 or tuple(lower[place:stop]) == words):
                return Cue(place, stop, " ".join(words), values)
        return None


def find_polarity(lower: Sequence[str], place: int, start: int) -> str:
    """Tell what stands before a cue in its sentence: ``negated``, ``modal``, ``future`` or nothing."""
    before = set(lower[max(start, place - _BEFORE) : place])
    if before & _NEGATIONS:
        return "negated"
    if before & _MODALS:
        return "modal"
    return "future" if before & _FUTURES else ""


PROCESSES = PhraseFinder(lexicon.values("process"))
TOPICS = PhraseFinder(lexicon.values("agenda"))
STAGES = PhraseFinder(lexicon.values("stage-cue"))
MOVES = PhraseFinder(lexicon.values("move-cue"))
OBSTACLES = PhraseFinder(dict.fromkeys(lexicon.words("obstacle"), "obstacle"))
WANTS = PhraseFinder(dict.fromkeys(lexicon.words("want"), "want"))
ROLES = {
    "mediator": PhraseFinder(dict.fromkeys(lexicon.words("mediates"), "mediator")),
    "host": PhraseFinder(dict.fromkeys(lexicon.words("hosts"), "host")),
    "guarantor": PhraseFinder(dict.fromkeys(lexicon.words("guarantees"), "guarantor")),
}
