"""The pair scorer in PyTorch; at run time ``onrecord.model.heads.pairs`` computes the same in numpy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.pairs import HIDDEN_SIZE


class PackagedScorer(nn.Module, ABC):
    """A scorer that decoding needs: its parameters are packaged as arrays beside the network.

    A scorer that is a module of the trained model needs no other declaration to be packaged and read back. Its name in
    the model is the prefix of its arrays.
    """

    @abstractmethod
    def export(self, prefix: str) -> dict[str, FloatArray]:
        """Give the arrays that the runtime's scorer reads, with names that begin with the prefix."""

    @abstractmethod
    def imported(self, arrays: Mapping[str, FloatArray], prefix: str) -> dict[str, Tensor]:
        """Give the state of a scorer with exported arrays."""

    def sized_for(self, arrays: Mapping[str, FloatArray], prefix: str) -> PackagedScorer:
        """Give a scorer of the size of exported arrays; this one unless a scorer can have several sizes."""
        return self


class PairScorer(PackagedScorer):
    """Scores candidate heads of spans, as ``onrecord.model.heads.pairs.PairScorer`` does at run time.

    Args:
        state_size: Size of a word's state.
        feature_sizes: Values of each pair feature.
        hidden: Size of the hidden layer.
    """

    def __init__(self, state_size: int, feature_sizes: tuple[int, ...], hidden: int = HIDDEN_SIZE) -> None:
        super().__init__()
        self.dependent = nn.Linear(3 * state_size, hidden)
        self.head = nn.Linear(3 * state_size, hidden, bias=False)
        self.state_size, self.feature_sizes = state_size, feature_sizes
        tables = [nn.Embedding(size, hidden) for size in feature_sizes]
        for table in tables:
            nn.init.normal_(table.weight, std=0.1)
        self.features = nn.ModuleList(tables)
        self.null = nn.Parameter(torch.zeros(hidden))
        self.output = nn.Linear(hidden, 1)
        self.null_bias = nn.Parameter(torch.zeros(()))

    def forward(self, dependents: Tensor, heads: Tensor, candidates: Tensor, features: Tensor) -> Tensor:
        """Score the candidates and, last, none, ``[dependents, candidates + 1]``.

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

    def sized_for(self, arrays: Mapping[str, FloatArray], prefix: str) -> PairScorer:
        """Give a scorer with as many hidden numbers as the arrays: several members may stand side by side."""
        return PairScorer(self.state_size, self.feature_sizes, len(arrays[f"{prefix}null"]))

    def export(self, prefix: str) -> dict[str, FloatArray]:
        """Give the arrays that the runtime's scorer reads."""
        arrays: dict[str, Tensor] = {
            "dependent": self.dependent.weight,
            "head": self.head.weight,
            "bias": self.dependent.bias,
            "null": self.null,
            "output": self.output.weight[0],
            "output_bias": self.output.bias[0],
            "null_bias": self.null_bias,
        }
        arrays |= {f"feature.{i}": table.get_parameter("weight") for i, table in enumerate(self.features)}
        return {prefix + name: tensor.detach().float().cpu().numpy() for name, tensor in arrays.items()}

    def imported(self, arrays: Mapping[str, FloatArray], prefix: str) -> dict[str, Tensor]:
        """Give the state of a scorer with exported arrays."""
        own = {name: torch.from_numpy(np.array(arrays[prefix + name])) for name in ("null", "null_bias")}
        own["dependent.weight"], own["dependent.bias"], own["head.weight"], output = (
            torch.from_numpy(arrays[prefix + name]) for name in ("dependent", "bias", "head", "output")
        )
        own["output.weight"] = output[None]
        own["output.bias"] = torch.from_numpy(np.array(arrays[prefix + "output_bias"]))[None]
        return own | {
            f"features.{i}.weight": torch.from_numpy(arrays[f"{prefix}feature.{i}"]) for i in range(len(self.features))
        }


@torch.no_grad()
def side_by_side(members: Sequence[PairScorer]) -> PairScorer:
    """Give one scorer whose scores are the mean of its members'; their hidden layers are concatenated."""
    first, share = members[0], 1.0 / len(members)
    wide = PairScorer(first.state_size, first.feature_sizes, sum(len(member.null) for member in members))
    for name, weight in wide.named_parameters():
        parts: list[Tensor] = [member.get_parameter(name) for member in members]
        if name == "output.weight":
            weight.copy_(torch.cat(parts, dim=1) * share)
        elif name in ("output.bias", "null_bias"):
            weight.copy_(torch.stack(parts).mean(dim=0))
        else:
            weight.copy_(torch.cat(parts, dim=1 if name.startswith("features.") else 0))
    return wide


def span_states(states: Tensor, spans: IntArray) -> Tensor:
    """Do in torch what ``onrecord.model.heads.pairs.span_states`` does in numpy."""
    start, end = torch.from_numpy(spans).to(states.device).unbind(1)
    sums = torch.cat([states.new_zeros(1, states.shape[1]), states.cumsum(0)])
    mean = (sums[end] - sums[start]) / (end - start)[:, None]
    return torch.cat([states[start], states[end - 1], mean], dim=1)
