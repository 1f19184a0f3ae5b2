"""The model that is trained: encoder, tag scores with their CRF, linkers, and what finds and resolves mentions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.heads import antecedents, links
from onrecord.model.heads.antecedents import REFERENCE_SIZE
from onrecord.model.heads.links import LINK_SIZE
from onrecord.model.heads.tags import MENTION_TAGS, TAGS
from training.crf import QuoteCRF
from training.encoder import HIDDEN, Encoder
from training.pairs import PairScorer

MENTION_HIDDEN = 512


@dataclass(frozen=True)
class Outputs:
    """What the network gives for every word piece, each ``[windows, pieces, …]``.

    Attributes:
        emissions: Scores of the tags of roles.
        links: States that the linkers compare.
        mentions: Scores of the tags of names, then of descriptions.
        references: States that the scorer of antecedents compares.
    """

    emissions: Tensor
    links: Tensor
    mentions: Tensor
    references: Tensor

    def float(self) -> Outputs:
        """The same in single precision."""
        return Outputs(self.emissions.float(), self.links.float(), self.mentions.float(), self.references.float())


class MentionReader(nn.Module):
    """What the encoder's states say of mentions: a hidden layer, tag scores, reference states and their scorer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(HIDDEN, MENTION_HIDDEN)
        self.dropout = nn.Dropout(dropout)
        self.tag = nn.Linear(MENTION_HIDDEN, 2 * len(MENTION_TAGS))
        self.reference = nn.Linear(MENTION_HIDDEN, REFERENCE_SIZE)
        self.antecedent = PairScorer(REFERENCE_SIZE, antecedents.FEATURE_SIZES)

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Give tag scores and reference states for states of any shape ``[…, hidden]``."""
        hidden = self.dropout(torch.relu(self.hidden(self.dropout(states))))
        return self.tag(hidden), self.reference(hidden)


class ReportModel(nn.Module):
    """All that is trained."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.dropout = nn.Dropout(dropout)
        self.emission = nn.Linear(HIDDEN, len(TAGS))
        self.link = nn.Linear(HIDDEN, LINK_SIZE)
        self.crf = QuoteCRF()
        self.content_to_cue = PairScorer(LINK_SIZE, links.FEATURE_SIZES)
        self.cue_to_source = PairScorer(LINK_SIZE, links.FEATURE_SIZES)
        self.mentions = MentionReader(dropout)

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor, mask: Tensor) -> Outputs:
        """Run the network; see :class:`training.encoder.Encoder` for the arguments."""
        states = self.dropout(self.encoder(ids, casing, quote, mask))
        return Outputs(self.emission(states), self.link(states), *self.mentions(states))

    def runtime_arrays(self) -> dict[str, np.ndarray]:
        """The arrays that decoding needs beside the network itself."""
        return {
            "transitions": self.crf.runtime_transitions().detach().float().cpu().numpy(),
            **self.content_to_cue.export("content_to_cue."),
            **self.cue_to_source.export("cue_to_source."),
            **self.mentions.antecedent.export("antecedent."),
        }
