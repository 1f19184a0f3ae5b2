"""The tags of the sequence labeller: BIO over the three roles of a statement (PolNeAR; CofeNet)."""

from __future__ import annotations

from typing import Literal

import numpy as np

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")

OUTSIDE = 0
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def begin_tag(role: Role) -> int:
    """The tag of a role's first word."""
    return 1 + 2 * ROLES.index(role)


def inside_tag(role: Role) -> int:
    """The tag of a role's further words."""
    return 2 + 2 * ROLES.index(role)


def _allowed() -> np.ndarray:
    allowed = np.ones((len(TAGS), len(TAGS)), dtype=bool)
    for role in ROLES:
        inside = inside_tag(role)
        allowed[:, inside] = False
        allowed[[begin_tag(role), inside], inside] = True
    return allowed


ALLOWED: np.ndarray = _allowed()
"""Which tag (column) may follow which (row)."""
MAY_START: np.ndarray = ALLOWED[OUTSIDE].copy()
"""Which tags may stand on a paragraph's first word."""

MENTION_KINDS = ("person", "organisation", "place", "group")
MENTION_TAGS = ("O", *(f"{place}-{kind}" for kind in MENTION_KINDS for place in "BI"))
"""BIO over the kinds of mentions; names and descriptions are tagged apart, since one may stand in the other."""
