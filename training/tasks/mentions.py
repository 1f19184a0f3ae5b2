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
from torch import Tensor, nn

from training.mentions import MentionDocument, mention_losses
from training.model import ReportModel
from training.tasks.documents import CutDocument, DocumentOptions, WordStates, cut_documents, word_states


@dataclass(frozen=True)
class MentionTaskOptions:
    """How to train on mentions.

    Attributes:
        documents: How to cut and choose documents.
        weight: Weight of the losses.
    """

    documents: DocumentOptions
    weight: float = 0.3


class MentionTask:
    """Mentions of documents; see :class:`training.tasks.task.Task`.

    Args:
        documents: Training documents.
        options: How to train.
        states: What gives the states of words.
    """

    def __init__(
        self, documents: Sequence[MentionDocument], options: MentionTaskOptions, states: WordStates = word_states
    ) -> None:
        self._documents = documents
        self._options = options
        self._states = states

    def describe(self) -> dict[str, Any]:
        """Name the options and the number of documents."""
        return {"task": "mentions", "documents": len(self._documents), **dataclasses.asdict(self._options)}

    def batches(self, epoch: int) -> list[list[CutDocument[MentionDocument]]]:
        """Choose documents, cut them and group them."""
        return cut_documents(self._documents, self._options.documents, random.Random(f"{epoch} mentions"))

    def losses(self, model: ReportModel, batch: list[CutDocument[MentionDocument]]) -> Mapping[str, Tensor]:
        """Give the losses of the tags and of the antecedents."""
        states = self._states(model, batch)
        edges = np.cumsum([0, *(len(cut.document.encoded.document.words) for cut in batch)])
        outputs = [model.mentions(states[start:end]) for start, end in pairwise(edges.tolist())]
        tags, antecedents = mention_losses(model.mentions, [cut.document for cut in batch], outputs).mean()
        return {"mentions": self._options.weight * tags, "antecedents": self._options.weight * antecedents}

    def heads(self, model: ReportModel) -> list[nn.Module]:
        """Give the mention reader."""
        return [model.mentions]
