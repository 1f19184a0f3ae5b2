"""Names by their capitals, with the encoder's tags to tell where capitals mislead.

English prints names with capitals, and news keeps to it. What is left to tell is whether a sentence's first word is
part of a name, which names go on over small words ("Bank of Westmere"), and what a headline names.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np

from onrecord import lexicon
from onrecord.lexicon.countries import country_names, nationalities
from onrecord.lexicon.given_names import given_names
from onrecord.model.arrays import FloatArray
from onrecord.model.heads.antecedents import PRONOUNS
from onrecord.model.heads.crf import paragraph_edges
from onrecord.model.heads.mentions import find_tagged_spans
from onrecord.model.heads.tags import MENTION_KINDS
from onrecord.names.persons import is_title
from onrecord.names.roles import ROLE_NOUNS
from onrecord.text.document import Document
from onrecord.text.spans import Span

_JOINTS = frozenset("-–'’.&/")
_SMALL = lexicon.words("inside-name")
_COMMON = lexicon.words("not-name")
"""Words that begin sentences with a capital, and days and months, which are no names here."""
_ALSO_IN_NAMES = lexicon.words("also-in-name")
_KNOWN_NAMES = lexicon.words("agency") | {seat.capitalize() for seat in lexicon.words("seat")}
"""Names of one word that a sentence may begin with."""
_BEFORE_POSTS = lexicon.words("article", "possessive")
_GROUP_NOUNS = lexicon.words("group")
_OTHER_ADJECTIVES = lexicon.words("affiliation")
_ORGANISATION_ENDS = lexicon.words("organisation-end")
_ORGANISATION_BEGINNINGS = lexicon.words("organisation-before-of")
_ROLE_PLURALS = tuple(f"{noun}s" for noun in sorted(ROLE_NOUNS) if len(noun) > 3)
"""Endings of words for people by what they do, such as "shipowners"."""
_PARTICLES = lexicon.words("surname-particle-in-text")
_ARABIC_ARTICLES = lexicon.words("arabic-article")
_KOREAN_SYLLABLES = lexicon.words("korean-syllable")
_AGENCIES = lexicon.words("agency")
"""News agencies that are not printed in capitals, as datelines name them."""
_OF = ("of", "for", "on")
_OPENING, _CLOSING = frozenset("\"“‘('"), frozenset("\"”’)'")
_HEADLINE_SHARE, _HEADLINE_WORDS = 0.8, 4
_LONGEST_NAME, _LONGEST_HEADLINE = 8, 30
_GIVEN_NAME_SCORE = 4.0
"""How far the score of a place may exceed that of a person if a name of several words begins with a given name: the
tags take "Yvette Cooper" for a place."""


def find_names(document: Document, scores: FloatArray) -> list[tuple[tuple[int, int], str]]:
    """Find the names of a text.

    Args:
        document: The text.
        scores: Scores of the tags of names, ``[words, mention tags]``.

    Returns:
        Word ranges in order, with their kinds.
    """
    if not document.words:
        return []
    words = document.printed
    tagged = find_tagged_spans(scores, document.paragraph_array).spans
    is_tagged = np.zeros(len(words), dtype=bool)
    for first, last in tagged.tolist():
        is_tagged[first:last] = True
    inside = _Inside(document.words, words, is_tagged, _inner_capitals(words))
    ranges: list[tuple[int, int]] = []
    headlines: list[tuple[int, int]] = []
    for first, last in pairwise(paragraph_edges(document.paragraph_array).tolist()):
        if is_headline(words[first:last]):
            headlines.append((first, last))
        else:
            ranges += (cut for run in inside.find(first, last) if (cut := inside.trim(*run))[0] < cut[1])
    known = {tuple(words[first:last]) for first, last in ranges}
    known |= {name[-1:] for name in known if len(name) > 1}
    tags: dict[int, int] = dict(tagged.tolist())
    for first, last in headlines:
        ranges += _in_headline(words, known, tags, first, last)
    ranges = [cut for cut in sorted(ranges) if not _is_title(words[slice(*cut)]) and not _is_post(words, cut)]
    named = [(cut, _kind(words, scores, cut)) for cut in ranges]
    return [item for item in named if not _is_adjective(words, item[0])]


def _is_title(words: list[str]) -> bool:
    """Tell "Retired General" from a name."""
    return all(word.lower() in ROLE_NOUNS or is_title(word) for word in words) and len(words) > 1


def _is_post(words: list[str], cut: tuple[int, int]) -> bool:
    """Tell "the Foreign Secretary" and "the MP for Westmere" from a name."""
    first, last = cut
    is_definite = first > 0 and words[first - 1].lower() in _BEFORE_POSTS
    return is_definite and words[last - 1].lower() in ROLE_NOUNS and words[first].lower() not in given_names()


def _in_headline(
    words: list[str], known: set[tuple[str, ...]], tags: dict[int, int], first: int, last: int
) -> list[tuple[int, int]]:
    """Names of a headline: those that the text names too, and else what the tags say."""
    found = []
    index = first
    while index < last:
        longest = min(_LONGEST_NAME, last - index)
        size = next((n for n in range(longest, 0, -1) if tuple(words[index : index + n]) in known), 0)
        end = index + size if size else min(tags.get(index, index), last)
        is_given = words[index].lower() in given_names()
        if not size and not is_given and any(tuple(words[inner:end]) in known for inner in range(index + 1, end)):
            # A name that the text knows ends what the tags mark: "Weary Lund".
            end = index
        if end > index:
            found.append((index, end))
        index = max(end, index + 1)
    return found


def _inner_capitals(words: list[str]) -> Counter[str]:
    """How often a word has a capital where no sentence begins, less how often it has none."""
    counts: Counter[str] = Counter()
    for index, word in enumerate(words):
        if word[0].isupper():
            if index and not _begins_sentence(words, index):
                counts[word.lower()] += 1
        else:
            counts[word] -= 1
    return counts


def _begins_sentence(words: list[str], index: int) -> bool:
    previous = index - 1
    while previous >= 0 and words[previous] in "\"“”‘’'([—–-*•":
        previous -= 1
    if previous > 0 and words[previous] == "." and _is_abbreviated(words[previous - 1]):
        return False
    return previous < 0 or words[previous] in ".?!:;…"


def _is_abbreviated(word: str) -> bool:
    """Tell "Mr" and "J" before a full stop from the end of a sentence."""
    return word.lower() in _TITLES_WITH_STOP or (len(word) == 1 and word.isupper() and word != "I")


class _Inside:
    """Finds runs of capitalised words in running text."""

    def __init__(self, spans: list[Span], words: list[str], is_tagged: np.ndarray, inner: Counter[str]) -> None:
        self._spans = spans
        self._words = words
        self._is_tagged = is_tagged
        self._inner = inner

    def find(self, first: int, last: int) -> list[tuple[int, int]]:
        """Give the runs of a paragraph, before they are trimmed."""
        runs: list[tuple[int, int]] = []
        index = first
        while index < last:
            end = self._behind_article(index, last) or index + self._may_begin(index, first)
            if end == index:
                index += 1
                continue
            while end < last:
                reach = self._joined(end, last)
                if reach == end:
                    break
                end = reach
            runs.append((index, end))
            index = end
        return runs

    def trim(self, first: int, last: int) -> tuple[int, int]:
        """Cut possessives, marks and articles off a run's ends."""
        words = self._words
        while last > first and (not words[last - 1][-1].isalnum() and not self._is_abbreviation(last - 1)):
            last -= 1
        if last - first > 1 and words[last - 1].lower() == "s" and words[last - 2] in "'’":
            last -= 2
        while last > first and (not words[first][0].isalnum() or words[first].lower() in ("the", "a", "an")):
            first += 1
        return first, last

    def _is_abbreviation(self, index: int) -> bool:
        """Tell the full stop of "U.S." and "Jr." from that of a sentence."""
        if self._words[index] != "." or index == 0 or self._spans[index - 1].end != self._spans[index].start:
            return False
        before = self._words[index - 1]
        return before in ("Jr", "Sr", "Inc", "Corp", "Co") or (
            len(before) == 1 and index >= 2 and self._words[index - 2] == "."
        )

    def _may_begin(self, index: int, first: int) -> bool:
        word = self._words[index]
        if not word[0].isupper() or word.lower() in PRONOUNS:
            return False
        if word in _ALSO_IN_NAMES and index + 1 < len(self._words) and self._words[index + 1][0].isupper():
            return True
        if _begins_sentence(self._words, index) or index == first:
            if word.lower() in _COMMON or self._is_person_noun(index):
                return False
            if self._is_tagged[index] or self._inner[word.lower()] > 0:
                return True
            return word.lower() in country_names() or word in _KNOWN_NAMES or self._leads_to_capital(index)
        return word.lower() not in _COMMON or bool(self._is_tagged[index])

    def _leads_to_capital(self, index: int) -> bool:
        """Tell a name that begins a sentence from any other word, by the word behind it and its use elsewhere."""
        behind = index + (3 if self._is_korean(index) else 1)
        while behind + 1 < len(self._words) and self._words[behind] in _PARTICLES:
            behind += 1
        following = self._words[behind] if behind < len(self._words) else ""
        is_used_small = self._inner[self._words[index].lower()] < 0
        return following[:1].isupper() and following.lower() not in _COMMON and not is_used_small

    def _is_korean(self, index: int) -> bool:
        """Tell a Korean given name of two syllables and a hyphen: "Ji-ho"."""
        syllables = self._words[index : index + 3 : 2]
        is_joined = self._words[index + 1 : index + 2] == ["-"] and len(syllables) == 2
        return is_joined and all(word.lower() in _KOREAN_SYLLABLES for word in syllables)

    def _is_person_noun(self, index: int) -> bool:
        """Tell "Lawmakers" and "Judge rejects" at the head of a sentence from a name."""
        plain = self._words[index].lower()
        following = self._words[index + 1] if index + 1 < len(self._words) else ""
        if plain in ROLE_NOUNS:
            return not following[:1].isupper() and self._inner[plain] <= 0
        return plain.endswith(_ROLE_PLURALS)

    def _joined(self, index: int, last: int) -> int:
        """One past the word that goes on a run at an index; the index itself where none does."""
        word = self._words[index]
        is_initial = len(word) == 1 and index + 1 < last and self._words[index + 1] == "."
        is_small = word.lower() in _COMMON and word not in _ALSO_IN_NAMES and not is_initial
        if word[0].isupper() and not (is_small and not self._is_tagged[index]):
            return index + 1
        if index + 1 == last:
            return index
        if word == "." and self._words[index + 1] in _OPENING and len(self._words[index - 1]) == 1:
            return self._behind_nickname(index + 1, last) or index
        if behind := self._behind_article(index, last):
            return behind
        if word in _JOINTS:
            return index + 2 if self._is_joint(index) else index
        particles = index
        while particles + 1 < last and self._leads_on(particles, index):
            particles += 1
        if particles > index and self._words[particles][0].isupper():
            return particles + 1
        return self._behind_nickname(index, last) or self._behind_small_words(index, last)

    def _is_joint(self, index: int) -> bool:
        """Tell the marks within "Peña-Nieto", "O'Neill", "J. Edgar" and "A & B"."""
        mark, following = self._words[index], self._words[index + 1]
        if mark in "'’" and following.lower() == "s":
            return False
        if mark == "&":
            return following[0].isupper()
        glued = self._spans[index - 1].end == self._spans[index].start
        if mark == ".":
            before = self._words[index - 1]
            abbreviates = len(before) == 1 or before.lower() in _TITLES_WITH_STOP
            return glued and abbreviates and following[0].isupper()
        next_glued = self._spans[index].end == self._spans[index + 1].start
        goes_on = following[0].isupper() or following.isdigit() or bool(mark == "-" and self._is_tagged[index + 1])
        goes_on = goes_on or self._is_korean(index - 1)
        return glued and next_glued and goes_on

    def _behind_article(self, index: int, last: int) -> int:
        """One past a name with an Arabic article, such as "al-Hadi"; 0 where there is none."""
        words, spans = self._words, self._spans
        if words[index] not in _ARABIC_ARTICLES or index + 2 >= last or words[index + 1] != "-":
            return 0
        glued = spans[index].end == spans[index + 1].start and spans[index + 1].end == spans[index + 2].start
        return index + 3 if glued and words[index + 2][0].isupper() else 0

    def _leads_on(self, index: int, first: int) -> bool:
        """Tell the particles of "van der Berg" and the "of" of "Bank of Westmere"."""
        word = self._words[index]
        is_of = word in _OF and index == first and self._words[index - 1].lower() in _ORGANISATION_BEGINNINGS
        is_the = word == "the" and index == first + 1 and self._words[first] in _OF and self._leads_on(first, first)
        return word in _PARTICLES or is_of or is_the

    def _behind_nickname(self, index: int, last: int) -> int:
        """One past the name behind a nickname in marks: Robert "Bo" Lund; 0 where there is none."""
        words = self._words
        if words[index] not in _OPENING or index + 3 >= last or words[index + 2] not in _CLOSING:
            return 0
        if words[index] == "(" and (words[index + 1].isupper() or words[index + 1] in _AGENCIES):
            return 0  # a dateline: Westmere (AP) Robert Lund
        return index + 4 if words[index + 1][0].isupper() and words[index + 3][0].isupper() else 0

    def _behind_small_words(self, index: int, last: int) -> int:
        """One past the capital behind small words that the tags count to the name; the index where there is none."""
        end = index
        while end < last and self._words[end].lower() in _SMALL and self._is_tagged[end]:
            end += 1
        return end + 1 if index < end < last and self._words[end][0].isupper() and self._is_tagged[end] else index


_TITLES_WITH_STOP = lexicon.words("abbreviated-title")


def is_headline(words: list[str]) -> bool:
    """Tell a line that is set with capitals throughout."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    small = sum(word[0].islower() and len(word) > 2 and word not in _SMALL for word in words)
    if len(words) > _LONGEST_HEADLINE or len(long) < _HEADLINE_WORDS or small > 1:
        return False
    return sum(word[0].isupper() for word in long) >= _HEADLINE_SHARE * len(long)


def _kind(words: list[str], scores: FloatArray, cut: tuple[int, int]) -> str:
    first, last = cut
    end = words[last - 1].lower()
    if end in _GROUP_NOUNS:
        return "group"
    if " ".join(words[first:last]).lower() in country_names():
        return "place"
    if end in _ORGANISATION_ENDS and (last - first > 1 or (first and words[first - 1].lower() == "the")):
        return "organisation"
    by_kind = scores[first:last, 1:].reshape(last - first, len(MENTION_KINDS), 2).max(axis=2).sum(axis=0)
    best = MENTION_KINDS[int(by_kind.argmax())]
    if best == "place" and last - first > 1 and words[first].lower() in given_names():
        is_close = by_kind[MENTION_KINDS.index("person")] + _GIVEN_NAME_SCORE > by_kind.max()
        return "person" if is_close else best
    return best


def _is_adjective(words: list[str], cut: tuple[int, int]) -> bool:
    """Tell "the Russian" and "Russian officials" from a name."""
    first, last = cut
    word = words[first].lower()
    return last - first == 1 and (word in _OTHER_ADJECTIVES or word in nationalities())
