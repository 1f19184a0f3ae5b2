"""The model that is trained: an encoder, tag scores with their CRF, linkers, and the readers of mentions and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.errors import ModelError
from onrecord.extract.events.deeds import SAMENESS_FEATURES
from onrecord.model.heads import HEADS, antecedents, links
from onrecord.model.heads.antecedents import ANTECEDENTS
from onrecord.model.heads.head import Head
from onrecord.model.heads.links import LINKS
from onrecord.model.heads.mentions import MENTIONS
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.heads.sides import SIDES
from onrecord.model.heads.triggers import TRIGGERS
from training.crf import QuoteCRF
from training.encoders.minilm import MINILM
from training.encoders.spec import EncoderSpec
from training.pairs import PackagedScorer, PairScorer
from training.sides import SideScorer

MENTION_HIDDEN = 512
EVENT_HIDDEN = 256
EVENT_ARRAYS = {"trigger_threshold": "threshold", "event_sameness": "sameness", "event_calibration": "calibration"}
"""Arrays of decoding, and what they are called in the reader."""


@dataclass(frozen=True)
class Outputs:
    """What the network gives for every word piece, by head.

    Attributes:
        by_name: For each head's name a tensor ``[windows, pieces, size]``.
    """

    by_name: dict[str, Tensor]

    def __getitem__(self, head: Head[Any]) -> Tensor:
        """Give the output of a head."""
        return self.by_name[head.name]

    def float(self) -> Outputs:
        """The same in single precision."""
        return Outputs({name: output.float() for name, output in self.by_name.items()})


class MentionReader(nn.Module):
    """Reads mentions from the encoder's states: a hidden layer, tag scores, reference states and their scorer."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, MENTION_HIDDEN)
        self.dropout = nn.Dropout(dropout)
        self.tag = nn.Linear(MENTION_HIDDEN, MENTIONS.size)
        self.reference = nn.Linear(MENTION_HIDDEN, ANTECEDENTS.size)
        self.antecedent = PairScorer(ANTECEDENTS.size, antecedents.FEATURE_SIZES)

    def forward(self, states: Tensor) -> dict[str, Tensor]:
        """Give tag scores and reference states, by head, for states of any shape ``[…, width]``."""
        hidden = self.dropout(torch.relu(self.hidden(self.dropout(states))))
        return {MENTIONS.name: self.tag(hidden), ANTECEDENTS.name: self.reference(hidden)}


class EventReader(nn.Module):
    """Reads events from the encoder's states: a hidden layer, scores of triggers, side states and their scorer."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, EVENT_HIDDEN)
        self.dropout = nn.Dropout(dropout)
        self.trigger = nn.Linear(EVENT_HIDDEN, TRIGGERS.size)
        self.side = nn.Linear(EVENT_HIDDEN, SIDES.size)
        self.sides = SideScorer()
        # What decoding needs beside the network; fitted when the rest is trained.
        self.threshold: Tensor
        self.sameness: Tensor
        self.calibration: Tensor
        self.register_buffer("threshold", torch.tensor(0.5))
        self.register_buffer("sameness", torch.zeros(len(SAMENESS_FEATURES)))
        self.register_buffer("calibration", torch.tensor([1.0, 0.0]))

    def forward(self, states: Tensor) -> dict[str, Tensor]:
        """Give scores of triggers and side states, by head, for states of any shape ``[…, width]``."""
        hidden = self.dropout(torch.relu(self.hidden(self.dropout(states))))
        return {TRIGGERS.name: self.trigger(hidden), SIDES.name: self.side(hidden)}

    def export(self) -> dict[str, np.ndarray]:
        """Give the arrays of decoding that are no scorer's."""
        return {name: getattr(self, part).cpu().numpy() for name, part in EVENT_ARRAYS.items()}

    def imported(self, arrays: Mapping[str, np.ndarray]) -> dict[str, Tensor]:
        """Give the part of a reader's state that exported arrays hold."""
        return {part: torch.from_numpy(np.array(arrays[name])) for name, part in EVENT_ARRAYS.items()}


class ReportModel(nn.Module):
    """All that is trained: an encoder and what reads its states.

    Args:
        spec: The encoder.
        dropout: Share of numbers that are hidden in training.
    """

    def __init__(self, spec: EncoderSpec = MINILM, dropout: float = 0.1) -> None:
        super().__init__()
        self.spec = spec
        self.encoder = spec.build(spec, dropout)
        self.dropout = nn.Dropout(dropout)
        self.emission = nn.Linear(spec.width, ROLE_TAGS.size)
        self.link = nn.Linear(spec.width, LINKS.size)
        self.crf = QuoteCRF()
        self.content_to_cue = PairScorer(LINKS.size, links.FEATURE_SIZES)
        self.cue_to_source = PairScorer(LINKS.size, links.FEATURE_SIZES)
        self.mentions = MentionReader(spec.width, dropout)
        self.events = EventReader(spec.width, dropout)

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor, mask: Tensor) -> Outputs:
        """Run the network; see :class:`training.encoders.bert.BertEncoder` for the arguments."""
        states = self.dropout(self.encoder(ids, casing, quote, mask))
        return Outputs(self.readouts(states))

    def readouts(self, states: Tensor) -> dict[str, Tensor]:
        """Give the output of every head, by name, for the encoder's states ``[…, width]``."""
        return {
            ROLE_TAGS.name: self.emission(states),
            LINKS.name: self.link(states),
            **self.mentions(states),
            **self.events(states),
        }

    @property
    def heads(self) -> tuple[Head[Any], ...]:
        """The declared heads that :meth:`readouts` gives, in the order of :data:`onrecord.model.heads.HEADS`.

        Raises:
            ModelError: An output has no declared head, or not the size that its head declares.
        """
        with torch.no_grad():
            outputs = self.readouts(next(self.emission.parameters()).new_zeros(1, self.spec.width))
        heads = tuple(head for head in HEADS if head.name in outputs)
        declared = {head.name: head.size for head in heads}
        for name, output in outputs.items():
            if declared.get(name) != output.shape[-1]:
                raise ModelError(
                    f"output {name!r} of size {output.shape[-1]} in training; the head declares {declared.get(name)}: "
                    "make the declaration in onrecord.model.heads and the output agree"
                )
        return heads

    @property
    def scorers(self) -> dict[str, PackagedScorer]:
        """Every scorer that decoding needs, by its path in the model.

        Raises:
            ModelError: Two scorers have one name, so their arrays would too.
        """
        scorers = {path: module for path, module in self.named_modules() if isinstance(module, PackagedScorer)}
        if len({array_prefix(path) for path in scorers}) < len(scorers):
            raise ModelError(f"two of the scorers {', '.join(scorers)} have one name; rename one")
        return scorers

    def runtime_arrays(self) -> dict[str, np.ndarray]:
        """Give the arrays that decoding needs beside the network."""
        arrays = {
            "transitions": self.crf.runtime_transitions().detach().float().cpu().numpy(),
            **self.events.export(),
        }
        for path, scorer in self.scorers.items():
            arrays |= scorer.export(array_prefix(path))
        return arrays


def array_prefix(path: str) -> str:
    """Give what the names of a scorer's arrays begin with: its own name, without the modules that it is in.

    Example:
        >>> array_prefix("mentions.antecedent")
        'antecedent.'
    """
    return f"{path.rpartition('.')[2]}."
