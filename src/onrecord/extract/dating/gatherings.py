"""Meetings, hearings, trials, matches and ceremonies, whose day dates what is said there.

"The council met on Tuesday. … Its adviser told the meeting that …": the statement has no date of its own, but its
reporting clause names the gathering or its listeners, so it takes the day on which the report says that it was held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.extract.dating.reporting_clause import ReportingClause
from onrecord.record import TimeExpression
from onrecord.text.document import Document, WordRange

_GATHERINGS = lexicon.values("gathering")
_AUDIENCES = lexicon.values("audience")
_VERBS = lexicon.words("gathers")
_TELLING = lexicon.words("takes-addressee") | {"addressed", "assured", "warned", "reminded"}
_ANSWERING = frozenset("answered countered replied responded retorted".split())
_PLACING = frozenset("after at before during in throughout to".split())
_PARTS = frozenset("beginning close course end opening start".split())
"""Nouns before "of" that are a part of a gathering: "at the end of the debate"."""
_DEFINITE = lexicon.words("possessive", "singular-demonstrative") | {"the", "those"}
_PHRASE_ENDS = lexicon.words("head-noun-end", "venue-end")
_PRONOUNS = frozenset(("it", "them"))
_PRESS = lexicon.words("outlet") | frozenset(
    "reporters journalists broadcasters correspondents officers detectives".split()
)
_ANY = "any"
_LONGEST_PHRASE = 5
"""Most words from "the" to the noun: "the annual general meeting"."""
_FARTHEST, _NEAR = 12, 1
"""Most paragraphs from a gathering to what is said there, if the words name it and if only listeners are named."""
_NEXT_SENTENCES = 2
"""Most sentences from a gathering to a pronoun for it."""


@dataclass(frozen=True, slots=True)
class DatedGathering:
    """A gathering and its day.

    Attributes:
        time: The expression that gives its day.
        word: Where that stands.
        kinds: Which kinds of gathering the sentence names, as in the lexicon.
    """

    time: TimeExpression
    word: int
    kinds: frozenset[str]


def find_kinds(document: Document, sentence: WordRange) -> frozenset[str]:
    """Find which kinds of gathering a sentence names; empty if none.

    Args:
        document: The report's text.
        sentence: The word range of the sentence.
    """
    words = document.lower[slice(*sentence)]
    kinds = {kind for word in words for kind in (_GATHERINGS.get(word), _AUDIENCES.get(word)) if kind}
    return frozenset(kinds | ({_ANY} if kinds or not _VERBS.isdisjoint(words) else set()))


def is_said_there(document: Document, clause: ReportingClause, gathering: DatedGathering) -> bool:
    """Tell whether a reporting clause says that its statement was made at a gathering.

    Args:
        document: The report's text.
        clause: The reporting clause, in a later sentence.
        gathering: The gathering.
    """
    paragraphs = document.paragraph[clause.cue[0]] - document.paragraph[gathering.word]
    if paragraphs > _FARTHEST:
        return False
    listener = clause.cue[1]
    is_told = not _TELLING.isdisjoint(document.lower[slice(*clause.cue)])
    following = document.lower[listener] if listener < len(document.lower) else ""
    if is_told and following in _PRONOUNS:
        return document.sentence[clause.cue[0]] - document.sentence[gathering.word] <= _NEXT_SENTENCES
    if is_told and paragraphs <= _NEAR and (following in _AUDIENCES or _is_told_to_group(document, listener)):
        return True
    return any(_is_compatible(kind, gathering.kinds, paragraphs) for kind in _named_kinds(document, clause, is_told))


def _is_told_to_group(document: Document, listener: int) -> bool:
    """Tell whether listeners are a group at the gathering, "the executives", and no press."""
    if document.lower[listener] != "the" or listener + 1 >= len(document.lower):
        return False
    noun = document.lower[listener + 1]
    is_plural = noun.endswith("s") and not noun.endswith("ss") and not document.is_capitalised(listener + 1)
    return is_plural and noun not in _PRESS


def _is_compatible(kind: str, kinds: frozenset[str], paragraphs: int) -> bool:
    return kind in kinds or (paragraphs <= _NEAR and (kind == _ANY or kinds == {_ANY}))


def _named_kinds(document: Document, clause: ReportingClause, is_told: bool) -> Iterator[str]:
    """Yield the kinds of the definite gatherings and listeners of a reporting clause: "told the jury"."""
    for word in range(*clause.sentence):
        if clause.is_content(word) or document.lower[word] not in _DEFINITE or _is_in(clause.source, word):
            continue
        if not (_places(document, word) or (is_told and word == clause.cue[1])):
            continue
        kind = _kind_of_phrase(document, word + 1, clause)
        if kind is not None:
            yield kind


def _is_in(words: WordRange | None, word: int) -> bool:
    return words is not None and words[0] <= word < words[1]


def _places(document: Document, word: int) -> bool:
    """Tell whether a phrase stands after "at" or "at the end of"."""
    before = document.lower[max(0, word - 2) : word]
    return before[-1:] != [] and (before[-1] in _PLACING or (before[-1] == "of" and before[0] in _PARTS))


def _kind_of_phrase(document: Document, first: int, clause: ReportingClause) -> str | None:
    for word in range(first, min(first + _LONGEST_PHRASE, clause.sentence[1])):
        lower = document.lower[word]
        if clause.is_content(word) or not lower[0].isalnum() or lower in _PHRASE_ENDS:
            return None
        if lower in _GATHERINGS or lower in _AUDIENCES:
            return _GATHERINGS.get(lower) or _AUDIENCES[lower]
    return None


def is_answer(document: Document, clause: ReportingClause) -> bool:
    """Tell whether a cue answers the statement before: "“We did not,” she replied"."""
    return not _ANSWERING.isdisjoint(document.lower[slice(*clause.cue)])
