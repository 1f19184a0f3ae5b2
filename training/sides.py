"""The scorer of sides in PyTorch; at run time ``onrecord.model.heads.sides`` computes the same in numpy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.pairs import HIDDEN_SIZE
from onrecord.model.heads.sides import FEATURE_SIZES, SIDE_ROLES, SIDE_SIZE
from training.pairs import PackagedScorer, span_states


class SideScorer(PackagedScorer):
    """Scores the role of each pair of a trigger and a mention; see :class:`onrecord.model.heads.sides.SideScorer`."""

    def __init__(self) -> None:
        super().__init__()
        self.trigger = nn.Linear(3 * SIDE_SIZE, HIDDEN_SIZE)
        self.mention = nn.Linear(3 * SIDE_SIZE, HIDDEN_SIZE, bias=False)
        tables = [nn.Embedding(size, HIDDEN_SIZE) for size in FEATURE_SIZES]
        for table in tables:
            nn.init.normal_(table.weight, std=0.1)
        self.features = nn.ModuleList(tables)
        self.output = nn.Linear(HIDDEN_SIZE, len(SIDE_ROLES))

    def forward(
        self, states: Tensor, triggers: IntArray, mentions: IntArray, pairs: tuple[IntArray, IntArray, IntArray]
    ) -> Tensor:
        """Score the roles, ``[pairs, roles]``.

        Args:
            states: State of each word, ``[words, state]``.
            triggers: Word ranges, ``[triggers, 2]``.
            mentions: Word ranges, ``[mentions, 2]``.
            pairs: Indices of triggers and of mentions, ``[pairs]`` each, and features, ``[pairs, features]``.
        """
        trigger, mention, features = (torch.from_numpy(part).to(states.device) for part in pairs)
        hidden = self.trigger(span_states(states, triggers))[trigger]
        hidden = hidden + self.mention(span_states(states, mentions))[mention]
        for index, table in enumerate(self.features):
            hidden = hidden + table(features[:, index])
        scores: Tensor = self.output(torch.relu(hidden))
        return scores

    def export(self, prefix: str = "sides.") -> dict[str, FloatArray]:
        """Give the arrays that the runtime's scorer reads."""
        arrays: dict[str, Tensor] = {
            "trigger": self.trigger.weight,
            "mention": self.mention.weight,
            "bias": self.trigger.bias,
            "output": self.output.weight,
            "output_bias": self.output.bias,
        }
        arrays |= {f"feature.{i}": table.get_parameter("weight") for i, table in enumerate(self.features)}
        return {f"{prefix}{name}": tensor.detach().float().cpu().numpy() for name, tensor in arrays.items()}

    def imported(self, arrays: Mapping[str, FloatArray], prefix: str = "sides.") -> dict[str, Tensor]:
        """Give the state of a scorer with exported arrays."""
        named = {"trigger.weight": "trigger", "mention.weight": "mention", "trigger.bias": "bias"}
        named |= {"output.weight": "output", "output.bias": "output_bias"}
        named |= {f"features.{i}.weight": f"feature.{i}" for i in range(len(self.features))}
        return {name: torch.from_numpy(np.array(arrays[f"{prefix}{array}"])) for name, array in named.items()}
