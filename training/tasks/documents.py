"""Whole documents in batches, for tasks whose losses reach across windows."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import numpy as np
import torch
from torch import Tensor

from onrecord.model.encoders.tokenizer import EncodedDocument
from onrecord.model.encoders.windows import Window, cut_windows
from training.batches import collate
from training.model import ReportModel


class HasWords(Protocol):
    """A document that is encoded."""

    @property
    def encoded(self) -> EncodedDocument:
        """Its words and pieces."""
        ...


Marked = TypeVar("Marked", bound=HasWords)


@dataclass(frozen=True)
class DocumentOptions:
    """How to cut and choose documents.

    Attributes:
        window: Most word pieces in a window; the first window of a document may have fewer, so that cuts vary.
        batch_pieces: Word pieces in one step; a longer document is a step of its own.
        share: Share of the documents that an epoch takes.
    """

    window: int
    batch_pieces: int = 2048
    share: float = 1.0


@dataclass(frozen=True)
class CutDocument(Generic[Marked]):
    """A document and the windows that it is cut into."""

    document: Marked
    windows: list[Window]

    @property
    def pieces(self) -> int:
        """Word pieces in the windows."""
        return sum(len(window.ids) for window in self.windows)


def cut_documents(
    documents: Sequence[Marked], options: DocumentOptions, order: random.Random
) -> list[list[CutDocument[Marked]]]:
    """Choose documents, cut them and group them.

    Args:
        documents: All documents.
        options: How to cut and choose them.
        order: What decides.
    """
    chosen = order.sample(list(documents), round(options.share * len(documents)))
    batches: list[list[CutDocument[Marked]]] = [[]]
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


def word_states(model: ReportModel, batch: Sequence[CutDocument[Marked]]) -> Tensor:
    """Give the encoder's states of the words of documents, ``[words, width]``, one document behind the other."""
    device = model.emission.weight.device
    windows = [window for cut in batch for window in cut.windows]
    collated = collate(windows)
    with torch.autocast(device.type, torch.bfloat16):
        inputs = (collated.ids, collated.casing, collated.quote, collated.mask)
        states = model.encoder(*(tensor.to(device) for tensor in inputs))
    rows = np.repeat(np.arange(len(windows)), [len(window.word_pieces) for window in windows])
    columns = np.concatenate([window.word_pieces for window in windows])
    words: Tensor = states[torch.from_numpy(rows).to(device), torch.from_numpy(columns).to(device)]
    return words.float()


WordStates: TypeAlias = Callable[[ReportModel, Sequence[CutDocument[Any]]], Tensor]
"""How a task gets the states of a batch: :func:`word_states`, or an encoder's that does not change."""


class KnownStates:
    """States of an encoder that does not change, each document's computed once.

    Use it to train heads alone: a pass over the corpora then takes seconds.

    Args:
        window: Word pieces in a window.
    """

    def __init__(self, window: int) -> None:
        self._window = window
        self._known: dict[int, Tensor] = {}

    def __call__(self, model: ReportModel, batch: Sequence[CutDocument[Any]]) -> Tensor:
        """Give the states of a batch's words, ``[words, width]``, one document behind the other."""
        return torch.cat([self._states(model, cut.document) for cut in batch]).float()

    @torch.no_grad()
    def _states(self, model: ReportModel, document: HasWords) -> Tensor:
        key = id(document)
        if key not in self._known:
            model.encoder.eval()
            whole = CutDocument(document, cut_windows(document.encoded, self._window))
            # Half precision saves memory.
            self._known[key] = word_states(model, [whole]).half()
        return self._known[key]
