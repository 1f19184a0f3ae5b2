"""Likelihood of a linear-chain CRF (Lafferty et al. 2001) whose transitions depend on the quotation state."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from onrecord.model.encoders.tokenizer import QUOTE_STATES
from onrecord.model.heads.tags import ALLOWED, OUTSIDE, TAGS

FORBIDDEN = -1e4
SHARPNESS = 1.2
"""Factor of the emissions against the transitions in use, compared with training.

In training the two compensate for each other on texts that the encoder has seen. On dev, with windows cut at three
places, 1.2 gained .002 of direct and of quoted over 1.0; .8 lost .005 of quoted, and 1.25 lost some exact spans."""


class QuoteCRF(nn.Module):
    """Transition scores shared by all quotation states, and a correction for each."""

    def __init__(self) -> None:
        super().__init__()
        self.forbidden: Tensor
        self.shared = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.by_quote = nn.Parameter(torch.zeros(QUOTE_STATES, len(TAGS), len(TAGS)))
        self.register_buffer("forbidden", torch.from_numpy((~ALLOWED) * FORBIDDEN).float())

    def transitions(self) -> Tensor:
        """Give the scores ``[quote states, from tag, to tag]``."""
        return self.shared + self.by_quote + self.forbidden

    def runtime_transitions(self) -> Tensor:
        """Give the scores that decoding uses; see :data:`SHARPNESS`."""
        return self.transitions() / SHARPNESS

    def negative_log_likelihood(self, emissions: Tensor, quote: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Give the negative log likelihood of each paragraph's gold tags, ``[paragraphs]``.

        Args:
            emissions: ``[paragraphs, words, tags]``.
            quote: Quote states, ``[paragraphs, words]``.
            tags: Gold tags, same shape.
            mask: True for a word, same shape; the first column is all true.
        """
        by_step = self.transitions()[quote]
        rows = torch.arange(len(tags), device=tags.device)
        gold = emissions.gather(2, tags[..., None])[..., 0] * mask
        steps = torch.arange(tags.shape[1] - 1, device=tags.device) + 1
        paths = by_step[rows[:, None], steps, tags[:, :-1], tags[:, 1:]] * mask[:, 1:]
        gold_score = gold.sum(dim=1) + paths.sum(dim=1) + by_step[rows, 0, OUTSIDE, tags[:, 0]]
        return log_partition(by_step, emissions, mask) - gold_score

    def cross_entropy(self, emissions: Tensor, quote: Tensor, taught: Marginals, mask: Tensor) -> Tensor:
        """Give the cross-entropy of each paragraph's tags under this CRF against those of a teacher, ``[paragraphs]``.

        It is exact: the score of a sequence is a sum over words and pairs of words, so its mean over the teacher's
        sequences needs only the teacher's marginals (Wang et al. 2021, "Structural Knowledge Distillation").

        Args:
            emissions: ``[paragraphs, words, tags]``.
            quote: Quote states, ``[paragraphs, words]``.
            taught: The teacher's marginals.
            mask: True for a word, ``[paragraphs, words]``; the first column is all true.
        """
        by_step = self.transitions()[quote]
        # A transition that is forbidden has no mass, and its score is so low that rounding would count.
        paths = torch.where(taught.pairs > 0, by_step, 0.0) * taught.pairs * mask[..., None, None]
        expected = (emissions * taught.words * mask[..., None]).sum(dim=(1, 2)) + paths.sum(dim=(1, 2, 3))
        return log_partition(by_step, emissions, mask) - expected


class Marginals(NamedTuple):
    """How likely a CRF holds tags, and tags of neighbours.

    Attributes:
        words: Of each word's tags, ``[paragraphs, words, tags]``.
        pairs: Of the tags of the word before and of the word, ``[paragraphs, words, from tag, to tag]``; what comes
            before a paragraph has the tag outside.
    """

    words: Tensor
    pairs: Tensor


def find_marginals(transitions: Tensor, emissions: Tensor, quote: Tensor, mask: Tensor) -> Marginals:
    """Give the marginals of a CRF: they are the gradient of its log partition function.

    Args:
        transitions: ``[quote states, from tag, to tag]``.
        emissions: ``[paragraphs, words, tags]``.
        quote: Quote states, ``[paragraphs, words]``.
        mask: True for a word, same shape; the first column is all true.
    """
    with torch.enable_grad():
        by_step = transitions[quote].detach().requires_grad_()
        scores = emissions.detach().requires_grad_()
        total = log_partition(by_step, scores, mask).sum()
        words, pairs = torch.autograd.grad(total, (scores, by_step))
    return Marginals(words, pairs)


def log_partition(by_step: Tensor, emissions: Tensor, mask: Tensor) -> Tensor:
    """Give the logarithm of the summed scores of all tag sequences, ``[paragraphs]``.

    Args:
        by_step: Transitions into each word, ``[paragraphs, words, from tag, to tag]``.
        emissions: ``[paragraphs, words, tags]``.
        mask: True for a word, ``[paragraphs, words]``; the first column is all true.
    """
    alpha = by_step[:, 0, OUTSIDE] + emissions[:, 0]
    for step in range(1, emissions.shape[1]):
        following = torch.logsumexp(alpha[:, :, None] + by_step[:, step], dim=1) + emissions[:, step]
        alpha = torch.where(mask[:, step, None], following, alpha)
    return torch.logsumexp(alpha, dim=1)
