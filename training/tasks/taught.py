"""The task of a smaller model: to hold what a larger one holds of unlabelled reports."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.heads.mentions import MENTIONS
from onrecord.model.heads.tags import MENTION_TAGS, OUTSIDE, ROLES, begin_tag, inside_tag
from onrecord.model.heads.triggers import CLASSES, FIRST_TYPE, TRIGGERS
from training.crf import Marginals
from training.model import Outputs, ReportModel
from training.tasks.statements import (
    LabelledWindow,
    StatementOptions,
    collect_paragraphs,
    cut_batches,
    link_losses,
    run_windows,
    statement_heads,
)
from training.teaching import TaughtReport, TaughtTargets


@dataclass(frozen=True)
class TaughtOptions:
    """How to train on what a teacher holds.

    Attributes:
        statements: As for labelled reports.
        share: Share of the reports that an epoch takes.
        weight: Weight of all losses against those of other tasks.
        mention_weight: Weight of the loss of mentions against that of statements.
        trigger_weight: Weight of the losses of triggers and stances.
    """

    statements: StatementOptions
    share: float = 1.0
    weight: float = 1.0
    mention_weight: float = 0.3
    trigger_weight: float = 0.1


class TaughtTask:
    """Targets of a teacher; see :class:`training.tasks.task.Task`.

    Args:
        reports: What the teacher holds.
        options: How to train.
    """

    def __init__(self, reports: Sequence[TaughtReport], options: TaughtOptions) -> None:
        self._found = [report.found for report in reports]
        self._targets = {report.found.name: report.targets for report in reports}
        self._options = options

    def describe(self) -> dict[str, Any]:
        """Name the options and the number of reports."""
        return {"task": "taught", "reports": len(self._found), **dataclasses.asdict(self._options)}

    def batches(self, epoch: int) -> list[list[LabelledWindow]]:
        """Choose reports, cut them and group their windows."""
        order = random.Random(f"{self._options.statements.seed} {epoch} taught")
        chosen = order.sample(self._found, round(self._options.share * len(self._found)))
        return cut_batches(chosen, self._options.statements, order)

    def losses(self, model: ReportModel, batch: list[LabelledWindow]) -> Mapping[str, Tensor]:
        """Give the losses of the tags, the linkers, the mentions and the triggers."""
        options = self._options
        outputs = run_windows(model, [item.window for item in batch], options.statements.word_dropout)
        losses = {
            "taught tags": self._tag_loss(model, batch, outputs),
            **link_losses(model, batch, outputs, options.statements.link_weight),
            "taught mentions": options.mention_weight * self._mention_loss(batch, outputs),
            "taught triggers": options.trigger_weight * self._trigger_loss(batch, outputs),
        }
        return {name: options.weight * loss for name, loss in losses.items()}

    def heads(self, model: ReportModel) -> list[nn.Module]:
        """Give what finds statements, the mention reader and the event reader."""
        return [*statement_heads(model), model.mentions, model.events]

    def _tag_loss(self, model: ReportModel, items: list[LabelledWindow], outputs: Outputs) -> Tensor:
        parts = collect_paragraphs([(item.window, item.report.encoded.document) for item in items], outputs)
        words, pairs = [], []
        for row, start, end in parts.ranges:
            report = items[row].report
            paragraph = report.encoded.document.paragraph_array
            is_cut = start > 0 and paragraph[start - 1] == paragraph[start]
            marginals = _marginals(self._targets[report.name], start, end, is_cut)
            words.append(marginals.words)
            pairs.append(marginals.pairs)
        pad, device = nn.utils.rnn.pad_sequence, parts.quote.device
        taught = Marginals(*(pad(part, batch_first=True).to(device) for part in (words, pairs)))
        losses = model.crf.cross_entropy(parts.emissions, parts.quote, taught, parts.mask)
        return parts.mean(losses, self._options.statements.quoted_weight)

    def _mention_loss(self, items: list[LabelledWindow], outputs: Outputs) -> Tensor:
        scores = _word_rows(items, outputs[MENTIONS])
        taught = self._targets_of(items, "mentions", scores)
        width = len(MENTION_TAGS)
        both = zip(scores.split(width, dim=1), taught.split(width, dim=1), strict=True)
        return torch.stack([nn.functional.cross_entropy(found, wanted) for found, wanted in both]).sum()

    def _trigger_loss(self, items: list[LabelledWindow], outputs: Outputs) -> Tensor:
        scores = _word_rows(items, outputs[TRIGGERS])
        taught = self._targets_of(items, "triggers", scores)
        if taught.shape[1] == 0:
            return scores.sum() * 0.0
        parts = (CLASSES, TRIGGERS.size - CLASSES)
        (classes, stances), (wanted, held) = scores.split(parts, dim=1), taught.split(parts, dim=1)
        starts = wanted[:, FIRST_TYPE:].sum(dim=1)
        # As for marked events, the mean is over triggers; at least one keeps a quiet window from counting too much.
        triggers = starts.sum().clamp(min=1.0)
        tags = nn.functional.cross_entropy(classes, wanted, reduction="sum")
        stance = (starts * nn.functional.cross_entropy(stances, held, reduction="none")).sum()
        return (tags + stance) / triggers

    def _targets_of(self, items: list[LabelledWindow], part: str, scores: Tensor) -> Tensor:
        """Give the targets of the words of windows."""
        targets = [
            getattr(self._targets[item.report.name], part)[item.window.first_word : item.window.end_word]
            for item in items
        ]
        return torch.from_numpy(np.concatenate(targets)).float().to(scores.device)


def _word_rows(items: list[LabelledWindow], output: Tensor) -> Tensor:
    """Give the rows of words, window after window."""
    return torch.cat([output[row, torch.from_numpy(item.window.word_pieces)] for row, item in enumerate(items)])


def _marginals(targets: TaughtTargets, start: int, end: int, is_cut: bool) -> Marginals:
    """Give the marginals of a stretch of words; where a window has cut a paragraph, its start is made a legal one."""
    words, pairs = (torch.from_numpy(part[start:end]).float() for part in (targets.words, targets.pairs))
    if is_cut:
        first = words[0].clone()
        for role in ROLES:
            first[begin_tag(role)] += first[inside_tag(role)]
            first[inside_tag(role)] = 0.0
        words[0], pairs[0] = first, 0.0
        pairs[0, OUTSIDE] = first
    return Marginals(words, pairs)
