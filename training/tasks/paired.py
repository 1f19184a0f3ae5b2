"""The task of marked pairs: what one does to the other, where no word is marked as the trigger.

The trigger is a latent variable: the likelihood of a type is a sum over all words; see :mod:`evaluation.paired`.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from corpora.plv import ROOT_OF_TYPE, ROOTS, PairedSentence
from evaluation.paired import ACTOR, RECIPIENT, EveryWord, pair_every_word
from onrecord.model.encoders.tokenizer import EncodedDocument, WordTokenizer
from onrecord.model.heads.sides import SIDES
from onrecord.model.heads.triggers import CLASSES, EVENT_TYPES, FIRST_TYPE, TRIGGERS
from onrecord.text.document import Document
from training.model import ReportModel
from training.tasks.documents import CutDocument, DocumentOptions, WordStates, cut_documents, word_states


@dataclass(frozen=True)
class PairedDocument:
    """A sentence with its pair, ready to score.

    Attributes:
        encoded: Its words and pieces.
        every: Every word with the pair.
        root: Index into :data:`corpora.plv.ROOTS`.
    """

    encoded: EncodedDocument
    every: EveryWord
    root: int


@dataclass(frozen=True)
class PairedTaskOptions:
    """How to train on marked pairs.

    Attributes:
        documents: How to cut and choose sentences.
        weight: Weight of the loss.
    """

    documents: DocumentOptions
    weight: float = 0.3


def load_paired(sentences: Iterable[PairedSentence], tokenizer: WordTokenizer) -> list[PairedDocument]:
    """Prepare sentences; those whose pair holds no word are left out."""
    documents = []
    for sentence in sentences:
        document = Document.from_text(sentence.text)
        every = pair_every_word(document, sentence)
        if every is not None:
            documents.append(PairedDocument(tokenizer.encode(document), every, ROOTS.index(sentence.root)))
    return documents


class PairedTask:
    """Types of marked pairs; see :class:`training.tasks.task.Task`.

    Args:
        documents: Training sentences.
        options: How to train.
        states: What gives the states of words.
    """

    def __init__(
        self, documents: Sequence[PairedDocument], options: PairedTaskOptions, states: WordStates = word_states
    ) -> None:
        self._documents = documents
        self._options = options
        self._states = states

    def describe(self) -> dict[str, Any]:
        """Name the options and the number of sentences."""
        return {"task": "paired", "sentences": len(self._documents), **dataclasses.asdict(self._options)}

    def batches(self, epoch: int) -> list[list[CutDocument[PairedDocument]]]:
        """Choose sentences and group them."""
        return cut_documents(self._documents, self._options.documents, random.Random(f"{epoch} paired"))

    def losses(self, model: ReportModel, batch: list[CutDocument[PairedDocument]]) -> Mapping[str, Tensor]:
        """Give the loss of the types."""
        outputs = model.events(self._states(model, batch))
        edges = np.cumsum([0, *(len(cut.document.encoded.document.words) for cut in batch)])
        scores = [
            _root_scores(model, cut.document.every, outputs[TRIGGERS.name][start:end], outputs[SIDES.name][start:end])
            for cut, (start, end) in zip(batch, pairwise(edges.tolist()), strict=True)
        ]
        roots = torch.tensor([cut.document.root for cut in batch], device=scores[0].device)
        return {"paired": self._options.weight * nn.functional.cross_entropy(torch.stack(scores), roots)}

    def heads(self, model: ReportModel) -> list[nn.Module]:
        """Give the event reader."""
        return [model.events]


def _root_scores(model: ReportModel, every: EveryWord, triggers: Tensor, states: Tensor) -> Tensor:
    """Give the log likelihood of each root, up to a constant, ``[roots]``."""
    types = torch.log_softmax(triggers[:, :CLASSES], dim=1)[:, FIRST_TYPE:]
    pairs = (every.pairs.trigger, every.pairs.mention, every.pairs.features)
    roles = torch.log_softmax(model.events.sides(states, every.triggers, every.mentions, pairs), dim=1)
    roles = roles.view(len(EVENT_TYPES), len(types), 2, -1)
    source, target = roles[:, :, every.source], roles[:, :, 1 - every.source]
    sides = source[..., ACTOR] + torch.logaddexp(target[..., RECIPIENT], target[..., ACTOR])
    by_type = torch.logsumexp(types.T + sides, dim=1)
    members = torch.tensor(ROOT_OF_TYPE, device=by_type.device)[None] == torch.arange(
        len(ROOTS), device=by_type.device
    ).unsqueeze(1)
    return torch.logsumexp(by_type[None].masked_fill(~members, -1e4), dim=1)
