"""The task of mentions: tags of names and descriptions, and what pronouns and descriptions refer to.

:func:`training.mentions.train_mentions` trains the same reader on an encoder that does not change, in minutes. This
task changes the encoder too.
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

from onrecord.model.encoders.windows import Window, cut_windows
from training.batches import collate
from training.mentions import MentionDocument, mention_losses
from training.model import ReportModel


@dataclass(frozen=True)
class MentionTaskOptions:
    """How to train on mentions.

    Attributes:
        window: Most word pieces in a window.
        batch_pieces: Word pieces in one step; a longer document is a step of its own.
        share: Share of the documents that an epoch takes.
        weight: Weight of the losses.
        seed: Of order, cuts and choice.
    """

    window: int
    batch_pieces: int = 2048
    share: float = 1.0
    weight: float = 0.3
    seed: int = 1


@dataclass(frozen=True)
class CutDocument:
    """A document and the windows that it is cut into."""

    document: MentionDocument
    windows: list[Window]

    @property
    def pieces(self) -> int:
        """Word pieces in the windows."""
        return sum(len(window.ids) for window in self.windows)


class MentionTask:
    """Mentions of documents; see :class:`training.tasks.task.Task`.

    Args:
        documents: Training documents.
        options: How to train.
    """

    def __init__(self, documents: Sequence[MentionDocument], options: MentionTaskOptions) -> None:
        self._documents = documents
        self._options = options

    def describe(self) -> dict[str, Any]:
        """Name the options and the number of documents."""
        return {"task": "mentions", "documents": len(self._documents), **dataclasses.asdict(self._options)}

    def batches(self, epoch: int) -> list[list[CutDocument]]:
        """Choose documents, cut them and group them."""
        options = self._options
        order = random.Random(f"{options.seed} {epoch} mentions")
        chosen = order.sample(self._documents, round(options.share * len(self._documents)))
        batches: list[list[CutDocument]] = [[]]
        room = options.batch_pieces
        for document in chosen:
            first_size = order.randrange(options.window // 3, options.window + 1)
            cut = CutDocument(document, cut_windows(document.encoded, options.window, first_size))
            if batches[-1] and cut.pieces > room:
                batches.append([])
                room = options.batch_pieces
            batches[-1].append(cut)
            room -= cut.pieces
        return batches if batches[-1] else []

    def losses(self, model: ReportModel, batch: list[CutDocument]) -> Mapping[str, Tensor]:
        """Give the losses of the tags and of the antecedents."""
        states = _word_states(model, [window for cut in batch for window in cut.windows])
        edges = np.cumsum([0, *(len(cut.document.encoded.document.words) for cut in batch)])
        outputs = [model.mentions(states[start:end]) for start, end in pairwise(edges.tolist())]
        tags, antecedents = mention_losses(model.mentions, [cut.document for cut in batch], outputs).mean()
        return {"mentions": self._options.weight * tags, "antecedents": self._options.weight * antecedents}

    def heads(self, model: ReportModel) -> list[nn.Module]:
        """Give the mention reader."""
        return [model.mentions]


def _word_states(model: ReportModel, windows: Sequence[Window]) -> Tensor:
    """Give the encoder's states of the words of windows, ``[words, width]``, in the order of the windows."""
    device = model.emission.weight.device
    batch = collate(list(windows))
    with torch.autocast(device.type, torch.bfloat16):
        states = model.encoder(*(t.to(device) for t in (batch.ids, batch.casing, batch.quote, batch.mask)))
    rows = np.repeat(np.arange(len(windows)), [len(window.word_pieces) for window in windows])
    columns = np.concatenate([window.word_pieces for window in windows])
    words: Tensor = states[torch.from_numpy(rows).to(device), torch.from_numpy(columns).to(device)]
    return words.float()
