"""The task of statements: tags of sources, cues and contents, and the links between them.

Every epoch cuts the reports into windows at other paragraphs, and takes each report in the version of one annotator
of those who marked it.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.arrays import IntArray
from onrecord.model.encoders.windows import Window, cut_windows
from onrecord.model.heads.crf import paragraph_edges
from onrecord.model.heads.links import CANDIDATES, LINKS, find_candidates, link_context, pair_features
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.heads.tags import ROLES, Role, begin_tag, inside_tag
from onrecord.text.document import Document
from training.batches import WindowBatch, collate
from training.model import Outputs, ReportModel
from training.pairs import PairScorer, span_states
from training.polnear import LabelledReport

HIDDEN_HEADS = 0.12
"""Share of cues and sources that are hidden from the linkers, so that they learn to answer "none": in use the labeller
may have missed what a content belongs to."""


@dataclass(frozen=True)
class StatementOptions:
    """How to train on statements.

    Attributes:
        window: Most word pieces in a window; the first window of a report may have fewer, so that cuts vary.
        batch_pieces: Word pieces in one step, padding included.
        link_weight: Weight of the two linking losses against that of the tags.
        quoted_weight: Weight of paragraphs with a quotation in them against the others.
        word_dropout: Share of pieces that the mask token replaces.
        seed: Of order, cuts and versions.
    """

    window: int
    batch_pieces: int = 2048
    link_weight: float = 0.3
    quoted_weight: float = 1.0
    word_dropout: float = 0.05
    seed: int = 1


@dataclass(frozen=True)
class LabelledWindow:
    """A window and the report it is cut from."""

    report: LabelledReport
    window: Window


class StatementTask:
    """Statements of labelled reports; see :class:`training.tasks.task.Task`.

    Args:
        reports: Training reports; versions of one report have one name.
        options: How to train.
    """

    def __init__(self, reports: Sequence[LabelledReport], options: StatementOptions) -> None:
        self._versions = _group_versions(reports)
        self._options = options

    def describe(self) -> dict[str, Any]:
        """Name the options and the number of reports."""
        return {"task": "statements", "reports": len(self._versions), **dataclasses.asdict(self._options)}

    def batches(self, epoch: int) -> list[list[LabelledWindow]]:
        """Cut one version of each report and group windows of similar length."""
        order = random.Random(f"{self._options.seed} {epoch}")
        return cut_batches([order.choice(versions) for versions in self._versions], self._options, order)

    def losses(self, model: ReportModel, batch: list[LabelledWindow]) -> Mapping[str, Tensor]:
        """Give the losses of the tags and of the two linkers."""
        options = self._options
        outputs = run_windows(model, [item.window for item in batch], options.word_dropout)
        return {
            "tags": _tag_loss(model, batch, outputs, options.quoted_weight),
            **link_losses(model, batch, outputs, options.link_weight),
        }

    def heads(self, model: ReportModel) -> list[nn.Module]:
        """Give the tag scores with their CRF, and the linkers."""
        return statement_heads(model)


def statement_heads(model: ReportModel) -> list[nn.Module]:
    """Give the parts of a model that find statements."""
    return [model.emission, model.link, model.crf, model.content_to_cue, model.cue_to_source]


def run_windows(model: ReportModel, windows: list[Window], word_dropout: float) -> Outputs:
    """Run the model on windows with some words hidden; its outputs are in single precision."""
    device = model.emission.weight.device
    batch = collate(windows)
    ids = _drop_words(batch, word_dropout)
    with torch.autocast(device.type, torch.bfloat16):
        outputs: Outputs = model(*(t.to(device) for t in (ids, batch.casing, batch.quote, batch.mask)))
    return outputs.float()


def link_losses(model: ReportModel, items: list[LabelledWindow], outputs: Outputs, weight: float) -> dict[str, Tensor]:
    """Give the losses of the two linkers, with a weight."""
    contents = _link_loss(model.content_to_cue, items, outputs, ("content", "cue"))
    sources = _link_loss(model.cue_to_source, items, outputs, ("cue", "source"))
    return {"contents": weight * contents, "sources": weight * sources}


def _group_versions(reports: Sequence[LabelledReport]) -> list[list[LabelledReport]]:
    """Bring the versions of a report together."""
    versions: dict[str, list[LabelledReport]] = {}
    for report in reports:
        versions.setdefault(report.name, []).append(report)
    return list(versions.values())


def cut_batches(
    reports: Sequence[LabelledReport], options: StatementOptions, order: random.Random
) -> list[list[LabelledWindow]]:
    """Cut reports at other places each time, and group windows of similar length in random order."""
    windows = [
        LabelledWindow(report, window)
        for report in reports
        for window in cut_windows(
            report.encoded,
            size=options.window,
            first_size=order.randrange(options.window // 3, options.window + 1),
        )
    ]
    windows.sort(key=lambda item: len(item.window.ids) + order.random() * 24)
    batches: list[list[LabelledWindow]] = [[]]
    for item in windows:
        longest = max([len(item.window.ids), *(len(other.window.ids) for other in batches[-1])])
        if batches[-1] and longest * (len(batches[-1]) + 1) > options.batch_pieces:
            batches.append([])
        batches[-1].append(item)
    order.shuffle(batches)
    return batches


def _drop_words(batch: WindowBatch, share: float) -> Tensor:
    ids = batch.ids.clone()
    dropped = (torch.rand(ids.shape) < share) & ~torch.isin(ids, torch.tensor(batch.special))
    ids[dropped] = batch.special.mask
    return ids


@dataclass(frozen=True)
class Paragraphs:
    """The paragraphs in a batch of windows, or the parts of them that are there, as padded tensors.

    Attributes:
        ranges: Of each the row of its window, and its words from and to.
        emissions: Scores of the role tags, ``[paragraphs, words, tags]``.
        quote: Quote states, ``[paragraphs, words]``.
        mask: True for a word, same shape.
    """

    ranges: list[tuple[int, int, int]]
    emissions: Tensor
    quote: Tensor
    mask: Tensor

    def mean(self, losses: Tensor, quoted_weight: float) -> Tensor:
        """Give the mean loss a word from the loss of each paragraph; those with a quotation have another weight."""
        weights = torch.where(((self.quote > 0) & self.mask).any(dim=1), quoted_weight, 1.0)
        return (weights * losses).sum() / (weights * self.mask.sum(dim=1)).sum()


def collect_paragraphs(windows: Sequence[tuple[Window, Document]], outputs: Outputs) -> Paragraphs:
    """Bring the outputs for windows into the form of paragraphs.

    Args:
        windows: The windows of the batch with their documents.
        outputs: The model's outputs for them.
    """
    device = outputs[ROLE_TAGS].device
    ranges, columns, quotes = [], [], []
    for row, (window, document) in enumerate(windows):
        words = slice(window.first_word, window.end_word)
        edges = paragraph_edges(document.paragraph_array[words]) + window.first_word
        for start, end in pairwise(edges.tolist()):
            ranges.append((row, start, end))
            columns.append(torch.from_numpy(window.word_pieces[start - window.first_word : end - window.first_word]))
            quotes.append(torch.from_numpy(document.quote_array[start:end]))
    pad = nn.utils.rnn.pad_sequence
    place = pad(columns, batch_first=True, padding_value=-1).to(device)
    rows = torch.tensor([row for row, _, _ in ranges], device=device)
    emissions = outputs[ROLE_TAGS][rows[:, None], place.clamp(min=0)]
    return Paragraphs(ranges, emissions, pad(quotes, batch_first=True).to(device), place >= 0)


def _tag_loss(model: ReportModel, items: list[LabelledWindow], outputs: Outputs, quoted_weight: float) -> Tensor:
    """Negative log likelihood a word."""
    parts = collect_paragraphs([(item.window, item.report.encoded.document) for item in items], outputs)
    tags = [torch.from_numpy(_legal_start(items[row].report.tags[start:end])) for row, start, end in parts.ranges]
    gold = nn.utils.rnn.pad_sequence(tags, batch_first=True).to(parts.quote.device)
    losses = model.crf.negative_log_likelihood(parts.emissions, parts.quote, gold, parts.mask)
    return parts.mean(losses, quoted_weight)


def _legal_start(tags: IntArray) -> IntArray:
    """Give a paragraph that a window has cut a begin tag on its first word, as a whole paragraph has."""
    is_inside = [inside_tag(role) for role in ROLES]
    if tags[0] not in is_inside:
        return tags
    legal = tags.copy()
    legal[0] = begin_tag(ROLES[is_inside.index(int(tags[0]))])
    return legal


@dataclass
class _Pairs:
    """Dependents and heads of a batch's windows, as flat word indices, with their candidates."""

    dependents: list[IntArray]
    heads: list[IntArray]
    candidates: list[IntArray]
    features: list[IntArray]
    targets: list[IntArray]


def _link_loss(scorer: PairScorer, items: list[LabelledWindow], outputs: Outputs, roles: tuple[Role, Role]) -> Tensor:
    device = outputs[LINKS].device
    pairs = _Pairs([], [], [], [], [])
    word_states, offset, head_offset = [], 0, 0
    for row, item in enumerate(items):
        pieces = torch.from_numpy(item.window.word_pieces).to(device)
        word_states.append(outputs[LINKS][row, pieces])
        head_offset += _collect_pairs(pairs, item, roles, offset - item.window.first_word, head_offset)
        offset += len(pieces)
    dependents = np.concatenate(pairs.dependents)
    if len(dependents) == 0:
        return outputs[LINKS].sum() * 0.0
    states = torch.cat(word_states)
    heads = np.concatenate(pairs.heads)
    candidates, features, target = (
        torch.from_numpy(np.concatenate(part)).to(device) for part in (pairs.candidates, pairs.features, pairs.targets)
    )
    scores = scorer(span_states(states, dependents), span_states(states, heads), candidates, features)
    return nn.functional.cross_entropy(scores, target)


def _collect_pairs(pairs: _Pairs, item: LabelledWindow, roles: tuple[Role, Role], shift: int, head_offset: int) -> int:
    """Add one window's dependents except those whose head is out of reach; return the number of heads."""
    report, window = item.report, item.window
    gold = report.cue_of_content if roles[0] == "content" else report.source_of_cue
    dependents, heads = report.spans[roles[0]], report.spans[roles[1]]
    if roles[0] == "content":
        dependents = np.concatenate([dependents, report.loose_quotations])
        gold = np.concatenate([gold, np.full(len(report.loose_quotations), -1)])
    shown, hidden = _split_heads(heads, window)
    inside = (dependents[:, 0] >= window.first_word) & (dependents[:, 1] <= window.end_word)
    is_none = (gold < 0) | hidden[gold] if len(heads) else np.full(len(gold), True)
    is_here = inside & (is_none | (shown[gold] if len(heads) else False))
    new_index = np.cumsum(shown) - 1
    wanted = np.where(is_none, -1, new_index[gold] if len(heads) else -1)[is_here]
    dependents, heads = dependents[is_here], heads[shown]
    candidates = find_candidates(dependents, heads)
    matches = (candidates == wanted[:, None]) & (wanted[:, None] >= 0)
    reachable = matches.any(axis=1) | (wanted < 0)
    target = np.where(wanted < 0, CANDIDATES, matches.argmax(axis=1))
    features = pair_features(link_context(report.encoded.document), dependents, heads, candidates)
    pairs.dependents.append(dependents[reachable] + shift)
    pairs.heads.append(heads + shift)
    pairs.candidates.append(np.where(candidates >= 0, candidates + head_offset, -1)[reachable])
    pairs.features.append(features[reachable])
    pairs.targets.append(target[reachable])
    return len(heads)


def _split_heads(heads: IntArray, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """Divide the heads of a window into those that the linker sees and those that are hidden."""
    inside = (heads[:, 0] >= window.first_word) & (heads[:, 1] <= window.end_word)
    hidden = inside & (torch.rand(len(heads)).numpy() < HIDDEN_HEADS)
    return inside & ~hidden, hidden
