"""A larger model teaches a smaller one: its marginals on unlabelled reports are the targets of the smaller model.

Soft targets say more than the best tags: how near the second best is (Hinton et al. 2015, "Distilling the Knowledge in
a Neural Network"). Unlabelled reports of many kinds show the small model what the labelled corpus lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.extract.attribution.attributions import AttributionFinder
from onrecord.model.encoders.tokenizer import WordTokenizer
from onrecord.model.heads.crf import paragraph_edges
from onrecord.model.heads.head import WordScores
from onrecord.model.heads.mentions import MENTIONS, split_mention_scores
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.heads.tags import ROLES
from onrecord.model.heads.triggers import CLASSES, TRIGGERS
from onrecord.model.weights import AttributionWeights
from onrecord.text.document import Document
from training.crf import SHARPNESS, find_marginals
from training.polnear import LabelledReport, label_report
from training.texts import TeachingText

TEXTS_IN_A_FILE = 200


@dataclass(frozen=True)
class TaughtTargets:
    """What a teacher holds of a report's words, in half precision.

    Attributes:
        words: Probability of each word's role tags, ``[words, tags]``.
        pairs: Probability of the tags of the word before and of the word, ``[words, from tag, to tag]``.
        mentions: Probability of each word's name tags, then of its description tags, ``[words, 2 * mention tags]``.
        triggers: Probability of each word's trigger classes, then of its stances, ``[words, classes + stances]``; no
            columns where the teacher finds no events.
    """

    words: np.ndarray
    pairs: np.ndarray
    mentions: np.ndarray
    triggers: np.ndarray


@dataclass(frozen=True)
class TaughtReport:
    """A report with the statements that a teacher finds, and its targets."""

    found: LabelledReport
    targets: TaughtTargets


class Teacher:
    """Reads reports with finished weights.

    Args:
        weights: The larger model.
        tokenizer: Of the smaller model.
    """

    def __init__(self, weights: AttributionWeights, tokenizer: WordTokenizer) -> None:
        self._weights = weights
        self._tokenizer = tokenizer
        self._finder = AttributionFinder(weights)
        # The smaller model learns the marginals of training; its own export sharpens them for use.
        self._transitions = torch.from_numpy(weights.arrays["transitions"]) * SHARPNESS

    def teach(self, item: TeachingText) -> TaughtReport:
        """Find the statements of a text and the targets of its words."""
        document = Document.from_text(item.text)
        scores = self._weights.encoder.score_words(self._weights.tokenizer.encode(document))
        attributions = self._finder.find_attributions(document, scores)
        roles = [{role: getattr(attribution, role) for role in ROLES} for attribution in attributions]
        found = label_report(item.name, item.shown, roles, self._tokenizer)
        return TaughtReport(found, _targets(document, scores, self._transitions))


def teach_all(teacher: Teacher, texts: Iterable[TeachingText], folder: Path) -> Iterator[TaughtReport]:
    """Teach many texts; what an earlier run has read is taken from its files.

    Args:
        teacher: Who reads.
        texts: In the same order in every run.
        folder: For the files of what was read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[TeachingText] = []
    number = 0
    for item in texts:
        waiting.append(item)
        if len(waiting) == TEXTS_IN_A_FILE:
            yield from _teach_file(teacher, waiting, folder / f"{number:04}.pt")
            waiting, number = [], number + 1
    if waiting:
        yield from _teach_file(teacher, waiting, folder / f"{number:04}.pt")


def _teach_file(teacher: Teacher, texts: list[TeachingText], path: Path) -> list[TaughtReport]:
    if path.exists():
        taught: list[TaughtReport] = torch.load(path, weights_only=False)
        if [report.found.name for report in taught] == [item.name for item in texts]:
            return taught
        raise SystemExit(f"{path} holds other texts; use another --work folder")
    taught = [teacher.teach(item) for item in texts]
    partial = path.with_suffix(".partial")
    torch.save(taught, partial)
    partial.replace(path)
    print(f"taught {sum(len(report.targets.words) for report in taught)} words: {path.name}", flush=True)
    return taught


def _targets(document: Document, scores: WordScores, transitions: Tensor) -> TaughtTargets:
    edges = paragraph_edges(document.paragraph_array)
    parts = [slice(start, end) for start, end in pairwise(edges.tolist())]
    pad = nn.utils.rnn.pad_sequence
    emissions = pad([torch.from_numpy(scores[ROLE_TAGS][part]) for part in parts], batch_first=True)
    quote = pad([torch.from_numpy(document.quote_array[part]) for part in parts], batch_first=True)
    lengths = torch.tensor([part.stop - part.start for part in parts])
    mask = torch.arange(emissions.shape[1]) < lengths[:, None]
    marginals = find_marginals(transitions, emissions, quote, mask)
    mentions = [_probabilities(part) for part in split_mention_scores(scores[MENTIONS])]
    return TaughtTargets(
        marginals.words[mask].numpy().astype(np.float16),
        marginals.pairs[mask].numpy().astype(np.float16),
        np.concatenate(mentions, axis=1).astype(np.float16),
        _trigger_targets(scores),
    )


def _trigger_targets(scores: WordScores) -> np.ndarray:
    if TRIGGERS.name not in scores.by_name:
        return np.zeros((len(scores[ROLE_TAGS]), 0), dtype=np.float16)
    parts = np.split(scores[TRIGGERS], [CLASSES], axis=1)
    return np.concatenate([_probabilities(part) for part in parts], axis=1).astype(np.float16)


def _probabilities(scores: np.ndarray) -> np.ndarray:
    probabilities: np.ndarray = torch.softmax(torch.from_numpy(scores), dim=1).numpy()
    return probabilities
