"""Which earlier mention a pronoun or a description refers to.

Every mention that may point back is scored against the mentions before it, by the same additive network over encoder
states and pair features as the linkers (Lee et al. 2017 score spans so; the features are those of mention-pair models
since Soon et al. 2001). "Nothing before it" is a candidate too. Names do not need it: they are matched as strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from onrecord import lexicon
from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.head import Head
from onrecord.model.heads.pairs import PairScorer
from onrecord.model.heads.tags import MENTION_KINDS
from onrecord.text.document import Document
from onrecord.text.quotations import outermost

CANDIDATES = 20
"""Mentions looked back at."""
REFERENCE_SIZE = 128
"""Size of the encoder's reference state of a word."""

FORMS = ("name", "description", "he", "she", "it", "they", "i", "we", "you", "who", "which", "other")
"""How a mention refers; pronouns by their kind."""
PRONOUNS = lexicon.values("pronoun")

_SENTENCES = np.array([0, 1, 2, 3, 4, 6, 9])
_FREQUENCIES = np.array([1, 2, 3, 5])
FEATURE_SIZES = (
    CANDIDATES,
    2 * (len(_SENTENCES) + 1),
    len(FORMS) * len(FORMS),
    len(FORMS) * len(MENTION_KINDS),
    5,
    3,
    len(_FREQUENCIES) + 1,
    6,
)
"""Values of each pair feature: rank; sentences apart, in the same paragraph or not; forms of both; form and the
candidate's kind; quotations; sameness of words; how often the candidate's last word was mentioned; its place in its
sentence."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions of a text in the order in which they begin, each array ``[mentions]``.

    Attributes:
        spans: Word ranges, ``[mentions, 2]``.
        form: Indices into :data:`FORMS`.
        kind: Indices into :data:`~onrecord.model.heads.tags.MENTION_KINDS`; of a pronoun meaningless.
        words: The words in lower case, without an article.
    """

    spans: IntArray
    form: IntArray
    kind: IntArray
    words: list[str]


@dataclass(frozen=True, slots=True)
class ReferenceContext:
    """What the pair features need to know of the words, each ``[words]``.

    Attributes:
        sentence: Index of each word's sentence.
        paragraph: Index of each word's paragraph.
        quotation: Index of the outermost quotation a word stands in, or -1.
    """

    sentence: IntArray
    paragraph: IntArray
    quotation: IntArray


def reference_context(document: Document) -> ReferenceContext:
    """Give what the reference scorer needs to know about a document."""
    quotation = np.full(len(document.words), -1, dtype=np.int64)
    for index, quoted in enumerate(outermost(document.quotations)):
        first, last = document.word_range(quoted.span)
        quotation[first:last] = index
    return ReferenceContext(np.array(document.sentence, dtype=np.int64), document.paragraph_array, quotation)


def find_candidates(dependents: IntArray) -> IntArray:
    """Give the mentions before each dependent, nearest first.

    Args:
        dependents: Indices of mentions.

    Returns:
        Indices of mentions, ``[dependents, CANDIDATES]``, -1 where there is none.
    """
    candidates: IntArray = np.maximum(dependents[:, None] - 1 - np.arange(CANDIDATES), -1)
    return candidates


def pair_features(
    mentions: Mentions, context: ReferenceContext, dependents: IntArray, candidates: IntArray
) -> IntArray:
    """Describe how each candidate stands to its dependent.

    Args:
        mentions: All mentions.
        context: Their surroundings.
        dependents: Indices of mentions.
        candidates: From :func:`find_candidates`.

    Returns:
        Feature values, ``[dependents, CANDIDATES, features]``; meaningless where there is no candidate.
    """
    other = np.maximum(candidates, 0)
    own_word, other_word = mentions.spans[dependents, 0][:, None], mentions.spans[other, 0]
    apart = context.sentence[own_word] - context.sentence[other_word]
    same_paragraph = context.paragraph[own_word] == context.paragraph[other_word]
    distance = np.searchsorted(_SENTENCES, np.maximum(apart, 0), side="right") + (len(_SENTENCES) + 1) * same_paragraph
    own_form, other_form = mentions.form[dependents][:, None], mentions.form[other]
    own_quotation, other_quotation = context.quotation[own_word], context.quotation[other_word]
    quoted = np.where(
        (own_quotation >= 0) & (own_quotation == other_quotation), 4, 2 * (own_quotation >= 0) + (other_quotation >= 0)
    )
    begins = _begins_sentence(mentions, context)
    features = [
        np.broadcast_to(np.arange(CANDIDATES), candidates.shape),
        distance,
        own_form * len(FORMS) + other_form,
        own_form * len(MENTION_KINDS) + mentions.kind[other],
        quoted,
        _sameness(mentions, dependents, candidates),
        np.searchsorted(_FREQUENCIES, _frequency(mentions)[other], side="right"),
        begins[other] * 3 + np.clip(apart, 0, 2),
    ]
    return np.stack(features, axis=-1)


def _begins_sentence(mentions: Mentions, context: ReferenceContext) -> IntArray:
    """1 for the first mention of each sentence, else 0."""
    sentence = context.sentence[mentions.spans[:, 0]]
    begins: IntArray = (np.diff(sentence, prepend=-1) > 0).astype(np.int64)
    return begins


def _frequency(mentions: Mentions) -> IntArray:
    """How often a mention's last word has been the last word of one, itself included, up to its own place."""
    seen: dict[str, int] = {}
    counts = []
    for form, words in zip(mentions.form.tolist(), mentions.words, strict=True):
        last = words.rsplit(" ", 1)[-1] if form < 2 else ""
        seen[last] = seen.get(last, 0) + 1 if last else 0
        counts.append(seen[last])
    return np.array(counts, dtype=np.int64)


def _sameness(mentions: Mentions, dependents: IntArray, candidates: IntArray) -> IntArray:
    """0 for other words, 1 for the same last word, 2 for the same words."""
    whole: dict[str, int] = {}
    last: dict[str, int] = {}
    whole_ids = np.array([whole.setdefault(w, len(whole)) for w in mentions.words], dtype=np.int64)
    last_ids = np.array([last.setdefault(w.rsplit(" ", 1)[-1], len(last)) for w in mentions.words], dtype=np.int64)
    other = np.maximum(candidates, 0)
    same_last = last_ids[dependents][:, None] == last_ids[other]
    same_whole = whole_ids[dependents][:, None] == whole_ids[other]
    sameness: IntArray = same_last.astype(np.int64) + same_whole
    return sameness


class ReferenceScorer:
    """Scores the antecedents of mentions.

    Args:
        arrays: Arrays of a :class:`~onrecord.model.heads.pairs.PairScorer`.
        prefix: What their names begin with.
    """

    def __init__(self, arrays: Mapping[str, FloatArray], prefix: str = "antecedent.") -> None:
        self._scorer = PairScorer(arrays, prefix)

    def score(
        self, states: FloatArray, context: ReferenceContext, mentions: Mentions, dependents: IntArray
    ) -> FloatArray:
        """Give the probability of each candidate antecedent and, last, of none.

        Args:
            states: Reference state of each word, ``[words, reference]``.
            context: The mentions' surroundings.
            mentions: All mentions.
            dependents: Indices of those that may point back.

        Returns:
            Probabilities, ``[dependents, CANDIDATES + 1]``.
        """
        candidates = find_candidates(dependents)
        features = pair_features(mentions, context, dependents, candidates)
        return self._scorer.score(states, mentions.spans[dependents], mentions.spans, candidates, features)


ANTECEDENTS = Head("references", REFERENCE_SIZE, ReferenceScorer)
"""States that the scorer of antecedents compares."""
