"""What one of a marked pair does to the other, by a model's heads of triggers and sides.

Any word may name the deed: the score of a type is the sum, over the words, of how likely the word is a trigger of the
type, with the one as its actor and the other as its recipient, or as an actor too, as in meetings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from corpora.plv import ROOT_OF_TYPE, ROOTS, PairedSentence
from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.links import link_context
from onrecord.model.heads.sides import MENTION_CLASSES, SIDE_ROLES, SIDES, SidePairs, pair_sides
from onrecord.model.heads.triggers import CLASSES, EVENT_TYPES, FIRST_TYPE, TRIGGERS, softmax
from onrecord.model.weights import AttributionWeights
from onrecord.text.document import Document

ACTOR, RECIPIENT = SIDE_ROLES.index("actor"), SIDE_ROLES.index("recipient")
_CLASS = MENTION_CLASSES.index("organisation")
"""What the marked pair is taken for: the set does not say."""


@dataclass(frozen=True)
class EveryWord:
    """Every word of a sentence as a trigger of every type, paired with the source and the target.

    Attributes:
        triggers: Word ranges, ``[words, 2]``.
        mentions: Word ranges of the source and the target in their order in the text, ``[2, 2]``.
        source: Row of the source in ``mentions``.
        pairs: One pair for each type, word and mention, ``[types * words * 2]``.
    """

    triggers: IntArray
    mentions: IntArray
    source: int
    pairs: SidePairs


def pair_every_word(document: Document, sentence: PairedSentence) -> EveryWord | None:
    """Pair every word of a sentence with its source and target; None where one of them holds no word."""
    ranges = [document.word_range(span) for span in (sentence.source, sentence.target)]
    if any(start == end for start, end in ranges):
        return None
    mentions = np.array(sorted(ranges), dtype=np.int64)
    words = np.arange(len(document.words))
    triggers = np.stack([words, words + 1], axis=1)
    context, classes = link_context(document), np.full(2, _CLASS)
    by_type = [
        _all_pairs(pair_sides(context, triggers, np.full(len(words), kind), mentions, classes), len(words))
        for kind in range(len(EVENT_TYPES))
    ]
    pairs = SidePairs(
        np.tile(np.repeat(words, 2), len(EVENT_TYPES)),
        np.tile(np.array([0, 1]), len(words) * len(EVENT_TYPES)),
        np.concatenate(by_type),
    )
    return EveryWord(triggers, mentions, int(ranges[0] != tuple(mentions[0].tolist())), pairs)


def _all_pairs(pairs: SidePairs, words: int) -> IntArray:
    """Give the features of every pair, ``[words * 2, features]``; pairs out of reach have those of the first."""
    features = np.zeros((words, 2, pairs.features.shape[1]), dtype=np.int64)
    features[pairs.trigger, pairs.mention] = pairs.features
    return features.reshape(words * 2, -1)


def root_probabilities(sentence: PairedSentence, weights: AttributionWeights) -> FloatArray:
    """Give the probability of each root, ``[roots]``."""
    document = Document.from_text(sentence.text)
    every = pair_every_word(document, sentence)
    if every is None:
        return np.full(len(ROOTS), 1 / len(ROOTS), dtype=np.float32)
    scores = weights.encoder.score_words(weights.tokenizer.encode(document))
    types = softmax(scores[TRIGGERS][:, :CLASSES])[:, FIRST_TYPE:]
    roles = weights.decoder(SIDES).score(scores[SIDES], every.triggers, every.mentions, every.pairs)
    roles = roles.reshape(len(EVENT_TYPES), len(types), 2, -1)
    source, target = roles[:, :, every.source], roles[:, :, 1 - every.source]
    sides = _log(source[..., ACTOR]) + _log(target[..., RECIPIENT] + target[..., ACTOR])
    by_type = np.logaddexp.reduce(_log(types.T) + sides, axis=1)
    members = np.array(ROOT_OF_TYPE)[None] == np.arange(len(ROOTS))[:, None]
    return softmax(np.logaddexp.reduce(np.where(members, by_type[None], -1e4), axis=1))


def _log(probabilities: FloatArray) -> FloatArray:
    logarithms: FloatArray = np.log(np.maximum(probabilities, 1e-37))
    return logarithms


def macro_f1(sentences: Iterable[PairedSentence], weights: AttributionWeights) -> float:
    """Give the mean F1 of the roots that occur."""
    gold, guessed = [], []
    for sentence in sentences:
        gold.append(ROOTS.index(sentence.root))
        guessed.append(int(root_probabilities(sentence, weights).argmax()))
    marked, found = np.array(gold), np.array(guessed)
    scores = [
        2 * ((marked == root) & (found == root)).sum() / ((marked == root).sum() + (found == root).sum())
        for root in sorted(set(gold))
    ]
    return float(np.mean(scores)) if scores else 0.0
