"""Mentions of people, organisations, places and groups: names, descriptions and pronouns, with their words.

Descriptions come from the tags of the encoder's words, pronouns from a list. Names come from both tags and capitals: in
running text a run of capitalised words is a name, whatever the tags say, and the tags tell its kind, whether a
sentence's first word belongs to it, and which small words do ("Bank of Westmere"). In headlines, where most words have
capitals, the names of the text decide, and then the tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord import lexicon
from onrecord.extract.speakers.name_spans import find_names
from onrecord.model.arrays import FloatArray
from onrecord.model.heads.antecedents import FORMS, PRONOUNS, Mentions
from onrecord.model.heads.mentions import TaggedSpans, find_tagged_spans, split_mention_scores
from onrecord.model.heads.tags import MENTION_KINDS
from onrecord.text.document import Document
from onrecord.text.spans import Span

_POSSESSIVE = frozenset({"'s", "’s", "'", "’", "s"})
_ARTICLES = lexicon.words("article", "demonstrative", "third-person-possessive")
_MOST_BEFORE = 4
_LONGEST_PRONOUN = max(map(len, PRONOUNS))
_SELDOM_ANTECEDENTS = frozenset({"who", "which"})
"""Relative pronouns stand by what they refer to and are read by rule."""


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention as it was found.

    Attributes:
        span: Its words.
        words: The range of word indices.
        form: One of :data:`~onrecord.model.heads.antecedents.FORMS`.
        kind: person, organisation, place or group; of a pronoun "person" stands for nothing.
    """

    span: Span
    words: tuple[int, int]
    form: str
    kind: str


def find_mentions(document: Document, scores: FloatArray) -> list[FoundMention]:
    """Find the mentions of a text, in the order in which they begin, longer ones first.

    Args:
        document: The text.
        scores: Scores of the tags of names, then of descriptions, ``[words, 2 * mention tags]``.
    """
    names, descriptions = split_mention_scores(scores)
    found: dict[tuple[int, int], FoundMention] = {}
    for words, kind in find_names(document, names):
        found[words] = _mention(document, words, "name", kind)
    for tagged, kind in _cut(document, find_tagged_spans(descriptions, document.paragraph_array)):
        words = _with_article(document, tagged)
        if not _ends_with_name(found, words):
            found.setdefault(words, _mention(document, words, "description", kind))
    taken = {
        index for (first, last), mention in found.items() if mention.form == "name" for index in range(first, last)
    }
    for index, word in enumerate(document.printed):
        pronoun = PRONOUNS.get(word.lower()) if len(word) <= _LONGEST_PRONOUN else None
        if pronoun and index not in taken and pronoun not in _SELDOM_ANTECEDENTS and not _is_name_like(word):
            found[index, index + 1] = _mention(document, (index, index + 1), pronoun, "person")
    return [found[key] for key in sorted(found, key=lambda words: (words[0], -words[1]))]


def _with_article(document: Document, words: tuple[int, int]) -> tuple[int, int]:
    """Take in the article before a description, and the names between: "the Westmere senator" for "senator"."""
    first, last = words
    for index in range(first - 1, max(-1, first - 1 - _MOST_BEFORE), -1):
        word = document.printed[index]
        if document.paragraph[index] != document.paragraph[first]:
            break
        if word.lower() in _ARTICLES:
            return index, last
        if not word[0].isupper():
            break
    return words


def _is_name_like(word: str) -> bool:
    """Tell "US" and "IT" from pronouns."""
    return len(word) > 1 and word.isupper()


def _ends_with_name(found: dict[tuple[int, int], FoundMention], words: tuple[int, int]) -> bool:
    return any((first, words[1]) in found for first in range(words[0], words[1]))


def _mention(document: Document, words: tuple[int, int], form: str, kind: str) -> FoundMention:
    return FoundMention(document.span_of_words(words), words, form, kind)


def _cut(document: Document, tagged: TaggedSpans) -> list[tuple[tuple[int, int], str]]:
    cut = []
    for (first, last), kind in zip(tagged.spans.tolist(), tagged.kind.tolist(), strict=True):
        while last > first and document.lower[last - 1] in _POSSESSIVE:
            last -= 1
        while last > first and not document.printed[last - 1][-1].isalnum() and not _is_initial(document, last):
            last -= 1
        while last > first and not document.printed[first][0].isalnum():
            first += 1
        if first < last:
            cut.append(((first, last), MENTION_KINDS[kind]))
    return cut


def _is_initial(document: Document, last: int) -> bool:
    """Tell the full stop of "Jr." or "U.S." from that of the sentence."""
    return last >= 2 and document.printed[last - 2] in ("Jr", "Sr", "S", "Inc", "Corp", "Co", "N")


def as_arrays(text: str, mentions: Sequence[FoundMention]) -> Mentions:
    """Give mentions the form that the reference scorer takes."""
    return Mentions(
        spans=np.array([m.words for m in mentions], dtype=np.int64).reshape(-1, 2),
        form=np.array([FORMS.index(m.form) for m in mentions], dtype=np.int64),
        kind=np.array([MENTION_KINDS.index(m.kind) for m in mentions], dtype=np.int64),
        words=[text[slice(*m.span)].lower() for m in mentions],
    )
