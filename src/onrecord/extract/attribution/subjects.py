"""Who acts in a sentence, and who is named before a colon: what names a speaker where no verb of speech does.

English puts the subject first. A name, a pronoun or a role at the head of a sentence, or behind its introduction, is
the subject if a verb follows. Without a verb, a name before a colon is a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from onrecord import lexicon
from onrecord.extract.speakers.name_spans import find_names
from onrecord.model.arrays import FloatArray
from onrecord.names.persons import is_title
from onrecord.names.roles import ROLE_NOUNS
from onrecord.text.document import Document, WordRange

_CONNECTIVES = lexicon.words("connective") | {"this"}
_DETERMINERS = lexicon.words("article", "third-person-possessive", "demonstrative") | {"one"}
_PRONOUNS = frozenset({"he", "she"})
_PREPOSITIONS = lexicon.words("head-noun-end")
_INTRODUCTIONS = lexicon.words(
    "introduction-start",
    "occasion-clause-start",
    "venue-introduction-start",
    "venue-preposition",
    "clause-start",
    "place-introduction",
)
_VERBS = lexicon.words(
    "past",
    "speech",
    "reporting",
    "stance",
    "modal",
    "perfect-auxiliary",
    "future",
    "future-before-to",
    "takes-infinitive",
)
_ROLE_WORDS = ROLE_NOUNS | lexicon.words("role-adjective")
_PREFIX_WORDS = _DETERMINERS | _ROLE_WORDS
_POSSESSIVES = lexicon.words("third-person-possessive")
_RELATIVES = frozenset({"who", "whose", "whom", "which", "where"})
_BEHIND_LABEL = frozenset({",", "(", "of", "from", "at", "in", "for"})
_SPEECH = lexicon.words("speech")
_TRAILING = frozenset({"on", "in", "at", "after", "before", "last", "this"})
_BEFORE_IS = frozenset({"here", "there", "that", "what", "it", "he", "she"})
_PERSON_SUFFIXES = ("er", "or", "ist", "ian", "man", "woman", "ant", "ent", "ee")
_DASHES = frozenset("-–—|")
_LONGEST_LABEL = 40
_LONGEST_PREFIX = 6


class Subject(NamedTuple):
    """The subject of a sentence.

    Attributes:
        words: Its word indices.
        verb: Index of the first word of its predicate.
        is_name: Whether it is or ends with a name.
    """

    words: WordRange
    verb: int
    is_name: bool


class SubjectFinder:
    """Finds subjects and labels in one text. The names are found when the first is asked for.

    Args:
        document: The text.
        name_scores: Scores of the tags of names, ``[words, mention tags]``.
    """

    def __init__(self, document: Document, name_scores: FloatArray) -> None:
        self._document = document
        self._scores = name_scores

    @cached_property
    def _names(self) -> dict[int, int]:
        """Where each name of a person ends, by where it begins."""
        return {first: last for (first, last), kind in find_names(self._document, self._scores) if kind == "person"}

    def find_subject(self, sentence: WordRange) -> Subject | None:
        """Find who acts in a sentence: a person's name, "he", "she", or somebody known by a role.

        Args:
            sentence: Its word indices.

        Returns:
            The subject, or None where none of these is the subject.
        """
        first, last = sentence
        lower = self._document.lower
        while first < last and lower[first] in _CONNECTIVES | {","}:
            first += 1
        if first == last:
            return None
        subject = self._subject_at(first, last)
        if subject is None and self._is_introduction(first):
            commas = [index for index in range(first, min(last, first + _LONGEST_LABEL)) if lower[index] == ","]
            subject = next(filter(None, (self._subject_at(comma + 1, last) for comma in commas)), None)
        return subject

    def find_label(self, words: WordRange) -> WordRange | None:
        """Find the speaker that the words before a colon name: "And from the matron, Ada Lund".

        Args:
            words: Word indices from the beginning of the sentence to the colon.

        Returns:
            The words for the speaker, or None where the words have a verb or name no one.
        """
        first, last = words
        if last - first > _LONGEST_LABEL:
            return None
        dashes = (index + 1 for index in range(first, last) if self._is_dash(index))
        first = max(dashes, default=first)
        while first < last and self._document.lower[first] in _CONNECTIVES:
            first += 1
        for start in range(first, last):
            if start in self._names and self._names[start] <= last:
                label = self._label_around(first, start, self._names[start], last)
                if label is not None:
                    return label
        return self._role_label(first, last)

    def _subject_at(self, first: int, last: int) -> Subject | None:
        lower, printed = self._document.lower, self._document.printed
        if first + 1 < last and lower[first] in _PRONOUNS:
            return self._with_verb((first, first + 1), last, is_name=False)
        for index in range(first, min(last, first + _LONGEST_PREFIX)):
            if index in self._names:
                return self._with_verb((first, self._names[index]), last, is_name=True)
            is_prefix = lower[index] in _PREFIX_WORDS or printed[index][0].isupper()
            # "Her brother", whatever noun it is.
            is_prefix = is_prefix or (lower[first] in _POSSESSIVES and not self._is_verb(index))
            if not is_prefix and printed[index] not in ".'’s-":
                return None
            is_person = lower[index] in ROLE_NOUNS and index > first and lower[first] in _DETERMINERS
            if is_person and index + 1 < last and lower[index + 1] not in ROLE_NOUNS and printed[index + 1].islower():
                return self._with_verb((first, index + 1), last, is_name=False)
        return None

    def _with_verb(self, words: WordRange, last: int, is_name: bool) -> Subject | None:
        """The subject with its predicate behind it, or behind an apposition between commas."""
        verb = words[1]
        lower, printed = self._document.lower, self._document.printed
        if verb < last and printed[verb] == ",":
            closing = next((i for i in range(verb + 1, last) if printed[i] == ","), last)
            if closing - verb > 1 and (lower[verb + 1] in _DETERMINERS or lower[verb + 1] in _RELATIVES | _ROLE_WORDS):
                verb = closing + 1
        is_verb = verb < last and printed[verb].isalpha() and printed[verb].islower()
        if not is_verb or lower[verb] in _PREPOSITIONS | {"and", "or", "s"}:
            return None
        return Subject(words, verb, is_name)

    def _label_around(self, first: int, start: int, end: int, last: int) -> WordRange | None:
        """The label with a name in it, if the other words are an introduction, an apposition or a role."""
        lower = self._document.lower
        before = max((i + 1 for i in range(first, start) if lower[i] in (",", ")")), default=first)
        prefix = lower[before:start]
        follows = lower[end] if end < last else ","
        # "Said Ada Lund": the capital of a sentence's first word can look like a name's.
        if follows not in _BEHIND_LABEL or lower[start] in _SPEECH or self._has_verb(before, start):
            return None
        if prefix == ["that", "of"]:
            before = start
        elif prefix and prefix[-1] in _PREPOSITIONS and prefix[-1] != "from":
            return None
        if before > first and not self._is_introduction(first):
            if self._has_verb(first, before):
                return None
            before = first if prefix != ["that", "of"] else before
        begin = max((i + 1 for i in range(before, start) if lower[i] == "from"), default=before)
        close = self._label_end(end, last)
        return None if close is None else (begin, close)

    def _label_end(self, end: int, last: int) -> int | None:
        """Where a label ends, without "on Friday"; None where a part of it behind the name has a verb."""
        close, is_open = end, True
        for first, part_end in self._parts(end, last):
            if not self._is_nominal(first, part_end):
                return None
            is_open = is_open and not (self._document.lower[first] in _TRAILING and first > end)
            close = part_end if is_open else close
        if close < last and self._document.printed[close] == ")":
            close += 1
        return close

    def _is_introduction(self, first: int) -> bool:
        """Tell whether a sentence begins with an introduction: "Behind her, …", "Asked about it, …"."""
        word = self._document.lower[first]
        return word != "from" and (word in _INTRODUCTIONS or word.endswith(("ed", "ing")))

    def _is_nominal(self, first: int, last: int) -> bool:
        """Tell an age, a place, a trade or a relative clause behind a name from a predicate."""
        lower, printed = self._document.lower, self._document.printed
        if lower[first] in _RELATIVES | _DETERMINERS or printed[first - 1] == "(":
            return True
        if self._has_verb(first, last):
            return False
        if last - first == 1 or not printed[first].islower() or lower[first] in _PREPOSITIONS:
            return True
        head = next((i for i in range(first, last) if lower[i] in _PREPOSITIONS), last) - 1
        return lower[head] in ROLE_NOUNS or lower[head].endswith(_PERSON_SUFFIXES)

    def _parts(self, first: int, last: int) -> Iterator[WordRange]:
        """The stretches between commas and brackets."""
        printed = self._document.printed
        begin = first
        for index in range(first, last + 1):
            if index == last or printed[index] in ",()":
                if index > begin:
                    yield begin, index
                begin = index + 1

    def _role_label(self, first: int, last: int) -> WordRange | None:
        """A label without a name: "The mayor"."""
        lower = self._document.lower
        begin = max((i + 1 for i in range(first, last) if lower[i] == "from"), default=first)
        words = lower[begin:last]
        if not 2 <= len(words) <= _LONGEST_PREFIX or words[-1] not in ROLE_NOUNS or self._has_verb(first, last):
            return None
        return (begin, last) if words[0] in _DETERMINERS and _PREPOSITIONS.isdisjoint(words) else None

    def _is_dash(self, index: int) -> bool:
        """Tell a dash between two parts of a line from a hyphen."""
        start, end = self._document.words[index]
        text = self._document.text
        return text[start] in _DASHES and not text[start - 1 : start].strip() and text[end : end + 1].isspace()

    def _has_verb(self, first: int, last: int) -> bool:
        return any(self._is_verb(index) for index in range(first, last))

    def _is_verb(self, index: int) -> bool:
        word, lower = self._document.printed[index], self._document.lower[index]
        if lower in ("t", "s") and self._document.printed[index - 1] in "'’":
            # "isn't", "here's"; but "Lund's" is a possessive.
            return lower == "t" or self._document.lower[index - 2] in _BEFORE_IS
        begins = index == self._document.sentence_range(index)[0]
        if not (word.islower() or begins) or is_title(word):
            return False
        return lower in _VERBS or (word.islower() and lower.endswith("ed") and len(lower) > 4)
