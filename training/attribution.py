"""The attribution model: encoder, tag scores with their CRF, and the two linkers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.linking import FEATURE_SIZES, LINK_SIZE
from onrecord.model.pairs import HIDDEN_SIZE
from onrecord.model.tags import TAGS
from training.crf import QuoteCRF
from training.encoder import HIDDEN, Encoder


class PairScorer(nn.Module):
    """Scores candidate heads of spans; the runtime's twin is ``onrecord.model.pairs.PairScorer``.

    Args:
        state_size: Size of a word's state.
        feature_sizes: Values of each pair feature.
    """

    def __init__(self, state_size: int, feature_sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.dependent = nn.Linear(3 * state_size, HIDDEN_SIZE)
        self.head = nn.Linear(3 * state_size, HIDDEN_SIZE, bias=False)
        self.features = nn.ModuleList(nn.Embedding(size, HIDDEN_SIZE) for size in feature_sizes)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.1)
        self.null = nn.Parameter(torch.zeros(HIDDEN_SIZE))
        self.output = nn.Linear(HIDDEN_SIZE, 1)
        self.null_bias = nn.Parameter(torch.zeros(()))

    def forward(self, dependents: Tensor, heads: Tensor, candidates: Tensor, features: Tensor) -> Tensor:
        """Scores of the candidates and, last, of none, ``[dependents, candidates + 1]``.

        Args:
            dependents: Span vectors, ``[dependents, 3 * state]``.
            heads: Span vectors, ``[heads, 3 * state]``.
            candidates: Indices into ``heads`` or -1, ``[dependents, candidates]``.
            features: Pair features, ``[dependents, candidates, features]``.
        """
        own = self.dependent(dependents)
        null = torch.relu(own + self.null) @ self.output.weight[0] + self.null_bias
        if not len(heads):
            pairs = null.new_full(candidates.shape, -1e4)
            return torch.cat([pairs, null[:, None]], dim=1)
        hidden = self.head(heads)[candidates.clamp(min=0)] + own[:, None]
        for index, table in enumerate(self.features):
            hidden = hidden + table(features[..., index])
        pairs = self.output(torch.relu(hidden))[..., 0].masked_fill(candidates < 0, -1e4)
        return torch.cat([pairs, null[:, None]], dim=1)

    def export(self, prefix: str) -> dict[str, np.ndarray]:
        """The arrays that the runtime's linker reads."""
        arrays = {
            "dependent": self.dependent.weight,
            "head": self.head.weight,
            "bias": self.dependent.bias,
            "null": self.null,
            "output": self.output.weight[0],
            "output_bias": self.output.bias[0],
            "null_bias": self.null_bias,
        } | {f"feature.{i}": table.weight for i, table in enumerate(self.features)}
        return {prefix + name: tensor.detach().float().cpu().numpy() for name, tensor in arrays.items()}


@dataclass(frozen=True)
class Outputs:
    """What the network gives for every word piece: ``[windows, pieces, tags]`` and ``[…, link]``."""

    emissions: Tensor
    links: Tensor


class AttributionModel(nn.Module):
    """All that is trained."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.dropout = nn.Dropout(dropout)
        self.emission = nn.Linear(HIDDEN, len(TAGS))
        self.link = nn.Linear(HIDDEN, LINK_SIZE)
        self.crf = QuoteCRF()
        self.content_to_cue = PairScorer(LINK_SIZE, FEATURE_SIZES)
        self.cue_to_source = PairScorer(LINK_SIZE, FEATURE_SIZES)

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor, mask: Tensor) -> Outputs:
        """Run the network; see :class:`training.encoder.Encoder` for the arguments."""
        states = self.dropout(self.encoder(ids, casing, quote, mask))
        return Outputs(self.emission(states), self.link(states))

    def runtime_arrays(self) -> dict[str, np.ndarray]:
        """The arrays that decoding needs beside the network itself."""
        return {
            "transitions": self.crf.transitions().detach().float().cpu().numpy(),
            **self.content_to_cue.export("content_to_cue."),
            **self.cue_to_source.export("cue_to_source."),
        }
