"""Trains the linker of contents on the spans that the finished labeller finds.

The linkers that are trained with the encoder see the annotators' spans and states of texts that the encoder memorises.
In use a content may be cut short, its cue may be missed, or it may not be a content. A new linker that is trained on
found spans, over an encoder that does not change, learns to handle these errors. The labeller makes fewer of them on
its training texts than elsewhere; raising the odds of "none" corrects for that (the change of priors of Saerens et al.
2002).
"""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.arrays import IntArray
from onrecord.model.encoders.windows import cut_windows
from onrecord.model.heads.crf import find_role_spans, find_tags
from onrecord.model.heads.links import CANDIDATES, FEATURE_SIZES, LINKS, find_candidates, link_context, pair_features
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.weights import AttributionWeights
from training.finetune import update_mean
from training.pairs import PairScorer, side_by_side, span_states
from training.polnear import LabelledReport
from training.schedule import Schedule

CUTS = ((1.0, 1.0), (1.0, 0.5), (1.5, 1.5))
"""Sizes of a report's windows and of its first one, as shares of the encoder's window. Each cut finds other spans."""


@dataclass(frozen=True)
class LinkerOptions:
    """How to train the linker.

    Attributes:
        epochs: Passes over the reports, each with one way of cutting a report.
        reports: Reports in one step.
        rate: Peak learning rate.
        dropout: Share of a span's numbers that are set to zero.
        mean_decay: Of the running mean of the weights.
        members: Linkers trained from different seeds; the result is the mean of their scores.
        none_odds: Factor of the odds of "none" after training. Of the contents found in dev 15.7 % belong to no cue
            that was found, of those found in train 9.1 %: the odds are 1.86 times as high. A factor of 3 finds fewer
            statements, and more of them are right.
        seed: Of order, cuts and dropout.
    """

    epochs: int = 15
    reports: int = 24
    rate: float = 2e-3
    dropout: float = 0.2
    mean_decay: float = 0.995
    members: int = 4
    none_odds: float = 1.86
    seed: int = 1


@dataclass(frozen=True)
class FoundLinks:
    """The contents and cues found in one reading of a report, and where they belong.

    Attributes:
        states: Link states, ``[words, link]``, half precision.
        contents: Word ranges, ``[contents, 2]``.
        cues: Word ranges, ``[cues, 2]``.
        candidates: Indices into ``cues`` or -1, ``[contents, CANDIDATES]``.
        features: Pair features, ``[contents, CANDIDATES, features]``.
        target: The right column of ``candidates``, or ``CANDIDATES`` for none, ``[contents]``.
    """

    states: np.ndarray
    contents: IntArray
    cues: IntArray
    candidates: IntArray
    features: IntArray
    target: IntArray


def train_linker(reports: Sequence[LabelledReport], weights: AttributionWeights, options: LinkerOptions) -> PairScorer:
    """Train the scorer that says which cue a content belongs to.

    Args:
        reports: Training reports.
        weights: What finds the spans, as it will in use; its own linkers do not matter.
        options: How to train.
    """
    readings = [list(read_links(report, weights)) for report in reports]
    readings = [found for found in readings if found]
    members = [_train_member(readings, options, options.seed * 1000 + index) for index in range(options.members)]
    linker = side_by_side(members)
    linker.null_bias.data += math.log(options.none_odds)
    return linker.eval()


def read_links(report: LabelledReport, weights: AttributionWeights) -> Iterator[FoundLinks]:
    """Find a report's contents and cues in each of the :data:`CUTS`; readings without a cue are left out."""
    encoded, document = report.encoded, report.encoded.document
    for share, first_share in CUTS if document.words else ():
        size, first_size = (int(part * weights.encoder.window) for part in (share, first_share))
        scores = weights.encoder.score_words(encoded, cut_windows(encoded, size, first_size))
        paragraph = document.paragraph_array
        tags = find_tags(scores[ROLE_TAGS], document.quote_array, paragraph, weights.arrays["transitions"])
        contents, cues = (find_role_spans(tags, paragraph, role) for role in ("content", "cue"))
        if len(contents) and len(cues):
            candidates = find_candidates(contents, cues)
            right = candidates == _cue_of_each(report, contents, cues)[:, None]
            right &= candidates >= 0
            yield FoundLinks(
                scores[LINKS].astype(np.float16),
                contents,
                cues,
                candidates,
                pair_features(link_context(document), contents, cues, candidates),
                np.where(right.any(axis=1), right.argmax(axis=1), CANDIDATES),
            )


def _cue_of_each(report: LabelledReport, contents: IntArray, cues: IntArray) -> IntArray:
    """The found cue that each found content belongs to, or -1: the ones that share most words with the annotators'."""
    # The last place stands for none, and is what the index -1 gives.
    cue_of_content = np.append(report.cue_of_content, -1)
    found_cue = np.append(_most_shared(report.spans["cue"], cues), -1)
    owners: IntArray = found_cue[cue_of_content[_most_shared(contents, report.spans["content"])]]
    return owners


def _most_shared(spans: IntArray, others: IntArray) -> IntArray:
    """For each span the one of the others that shares most words with it, or -1 where none shares any."""
    if len(others) == 0:
        return np.full(len(spans), -1, dtype=np.int64)
    shared = np.minimum(spans[:, None, 1], others[:, 1]) - np.maximum(spans[:, None, 0], others[:, 0])
    best: IntArray = np.where(shared.max(axis=1) > 0, shared.argmax(axis=1), -1)
    return best


def _train_member(readings: Sequence[Sequence[FoundLinks]], options: LinkerOptions, seed: int) -> PairScorer:
    torch.manual_seed(seed)
    order = random.Random(seed)
    scorer = PairScorer(LINKS.size, FEATURE_SIZES)
    mean = copy.deepcopy(scorer)
    optimizer = torch.optim.AdamW(scorer.parameters(), lr=options.rate, weight_decay=0.01)
    schedule = Schedule(options.epochs * math.ceil(len(readings) / options.reports), warm_up=0.1)
    step = 0
    for epoch in range(1, options.epochs + 1):
        items = [order.choice(found) for found in order.sample(readings, len(readings))]
        total = 0.0
        for start in range(0, len(items), options.reports):
            for group in optimizer.param_groups:
                group["lr"] = options.rate * schedule.factor(step)
            loss = _loss(scorer, items[start : start + options.reports], options.dropout)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            update_mean(mean, scorer, min(options.mean_decay, (1 + step) / (10 + step)))
            total += float(loss.detach()) * len(items[start : start + options.reports])
        print(f"linker {seed}, epoch {epoch}: mean loss {total / len(items):.4f}", flush=True)
    return mean


def _loss(scorer: PairScorer, items: Sequence[FoundLinks], dropout: float) -> Tensor:
    """Mean negative log likelihood of the right cues of a batch's contents."""
    dependents, heads, candidates, cues = [], [], [], 0
    for found in items:
        states = torch.from_numpy(found.states.astype(np.float32))
        dependents.append(span_states(states, found.contents))
        heads.append(span_states(states, found.cues))
        candidates.append(np.where(found.candidates >= 0, found.candidates + cues, -1))
        cues += len(found.cues)
    scores = scorer(
        nn.functional.dropout(torch.cat(dependents), dropout),
        nn.functional.dropout(torch.cat(heads), dropout),
        torch.from_numpy(np.concatenate(candidates)),
        torch.from_numpy(np.concatenate([found.features for found in items])),
    )
    return nn.functional.cross_entropy(scores, torch.from_numpy(np.concatenate([found.target for found in items])))
