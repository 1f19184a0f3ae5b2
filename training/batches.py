"""Windows padded into tensors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from onrecord.model.encoders.tokenizer import SPECIAL_CASING
from onrecord.model.encoders.windows import Window


@dataclass(frozen=True)
class WindowBatch:
    """Encoder input for several windows, each tensor ``[windows, pieces]``."""

    windows: list[Window]
    ids: Tensor
    casing: Tensor
    quote: Tensor
    mask: Tensor


def collate(windows: list[Window]) -> WindowBatch:
    """Pad windows to one length."""
    size = max(len(window.ids) for window in windows)
    ids = np.zeros((len(windows), size), dtype=np.int64)
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
