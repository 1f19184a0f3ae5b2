"""The task of events: triggers with their types and stances, and the sides of each."""

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

from onrecord.model.heads.sides import SIDES
from onrecord.model.heads.triggers import CLASSES, NO_TRIGGER, TRIGGERS
from training.events import UNKNOWN, EventDocument
from training.model import ReportModel
from training.tasks.documents import CutDocument, DocumentOptions, WordStates, cut_documents, word_states


@dataclass(frozen=True)
class EventTaskOptions:
    """How to train on events.

    Attributes:
        documents: How to cut and choose documents.
        weight: Weight of the losses.
    """

    documents: DocumentOptions
    weight: float = 0.3


class EventTask:
    """Events of reports; see :class:`training.tasks.task.Task`.

    Args:
        documents: Training reports.
        options: How to train.
        states: What gives the states of words.
    """

    def __init__(
        self, documents: Sequence[EventDocument], options: EventTaskOptions, states: WordStates = word_states
    ) -> None:
        self._documents = documents
        self._options = options
        self._states = states

    def describe(self) -> dict[str, Any]:
        """Name the options and the number of reports."""
        return {"task": "events", "reports": len(self._documents), **dataclasses.asdict(self._options)}

    def batches(self, epoch: int) -> list[list[CutDocument[EventDocument]]]:
        """Choose reports, cut them and group them."""
        return cut_documents(self._documents, self._options.documents, random.Random(f"{epoch} events"))

    def losses(self, model: ReportModel, batch: list[CutDocument[EventDocument]]) -> Mapping[str, Tensor]:
        """Give the losses of the classes, the stances and the sides."""
        documents = [cut.document for cut in batch]
        outputs = model.events(self._states(model, batch))
        device = outputs[TRIGGERS.name].device
        classes, stances = outputs[TRIGGERS.name].split((CLASSES, TRIGGERS.size - CLASSES), dim=1)
        wanted = torch.from_numpy(np.concatenate([document.classes for document in documents])).to(device)
        held = torch.from_numpy(np.concatenate([document.stances for document in documents])).to(device)
        # The mean over triggers, not over words: most words are easy, and their number says nothing.
        triggers = max(1, int((wanted != NO_TRIGGER).sum()))
        tags = nn.functional.cross_entropy(classes, wanted, reduction="sum") / triggers
        stance = nn.functional.cross_entropy(stances, held, ignore_index=UNKNOWN, reduction="sum") / triggers
        edges = np.cumsum([0, *(len(document.encoded.document.words) for document in documents)])
        sides = [
            _side_loss(model, document, outputs[SIDES.name][start:end])
            for document, (start, end) in zip(documents, pairwise(edges.tolist()), strict=True)
        ]
        losses = {"triggers": tags, "stances": stance, "sides": torch.stack(sides).sum() / triggers}
        return {name: self._options.weight * loss for name, loss in losses.items()}

    def heads(self, model: ReportModel) -> list[nn.Module]:
        """Give the event reader."""
        return [model.events]


def _side_loss(model: ReportModel, document: EventDocument, states: Tensor) -> Tensor:
    """Give the summed loss of a report's pairs."""
    pairs = document.pairs
    if len(pairs.trigger) == 0:
        return states.sum() * 0.0
    scores = model.events.sides(
        states, document.triggers, document.mentions, (pairs.trigger, pairs.mention, pairs.features)
    )
    roles = torch.from_numpy(document.roles).to(scores.device)
    return nn.functional.cross_entropy(scores, roles, ignore_index=UNKNOWN, reduction="sum")
