"""The spans of sources, cues and contents, from the scores of their tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.crf import find_role_spans, find_tags
from onrecord.model.heads.head import Head
from onrecord.model.heads.tags import ROLES, TAGS, Role


@dataclass(frozen=True, slots=True)
class TaggedRoles:
    """The spans of each role and how certain the words' tags are.

    Attributes:
        by_role: Word ranges in order, ``[spans, 2]`` for each role.
        certainty: Softmax probability of each word's tag without the transitions, ``[words]``.
    """

    by_role: Mapping[Role, IntArray]
    certainty: FloatArray


class RoleTagger:
    """Decodes the scores of the roles' tags.

    Args:
        arrays: ``transitions``, ``[quote states, from tag, to tag]``; forbidden ones are very low.
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self._transitions = arrays["transitions"]

    def find_spans(self, emissions: FloatArray, quote: IntArray, paragraph: IntArray) -> TaggedRoles:
        """Find the spans of the best tags.

        Args:
            emissions: Scores, ``[words, tags]``.
            quote: Quote state of each word, ``[words]``.
            paragraph: Index of each word's paragraph, ``[words]``.
        """
        tags = find_tags(emissions, quote, paragraph, self._transitions)
        by_role = {role: find_role_spans(tags, paragraph, role) for role in ROLES}
        return TaggedRoles(by_role, _tag_certainty(emissions, tags))


def _tag_certainty(emissions: FloatArray, tags: IntArray) -> FloatArray:
    shifted = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    certainty: FloatArray = shifted[np.arange(len(tags)), tags] / shifted.sum(axis=1)
    return certainty


ROLE_TAGS = Head("emissions", len(TAGS), RoleTagger)
"""Scores of the tags of sources, cues and contents."""
