"""Windows padded into tensors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from onrecord.model.encoders.special_tokens import SpecialIds
from onrecord.model.encoders.tokenizer import SPECIAL_CASING
from onrecord.model.encoders.windows import Window


@dataclass(frozen=True)
class WindowBatch:
    """Encoder input for several windows of one encoder, each tensor ``[windows, pieces]``."""

    windows: list[Window]
    ids: Tensor
    casing: Tensor
    quote: Tensor
    mask: Tensor

    @property
    def special(self) -> SpecialIds:
        """Ids of the vocabulary's special tokens."""
        return self.windows[0].special


def collate(windows: list[Window]) -> WindowBatch:
    """Pad windows to one length."""
    size = max(len(window.ids) for window in windows)
    ids = np.full((len(windows), size), windows[0].special.padding, dtype=np.int64)
    casing = np.full((len(windows), size), SPECIAL_CASING, dtype=np.int64)
    quote = np.zeros((len(windows), size), dtype=np.int64)
    mask = np.zeros((len(windows), size), dtype=np.float32)
    for row, window in enumerate(windows):
        length = len(window.ids)
        ids[row, :length] = window.ids
        casing[row, :length] = window.casing
        quote[row, :length] = window.quote
        mask[row, :length] = 1.0
    return WindowBatch(windows, *(torch.from_numpy(array) for array in (ids, casing, quote, mask)))
