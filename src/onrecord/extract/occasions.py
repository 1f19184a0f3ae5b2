"""Occasions of speech: the words for what is said at, in or on."""

from __future__ import annotations

from collections.abc import Sequence

OCCASIONS = frozenset(
    """
    address autobiography biography disclosure disclosures interviewed profile ad ads announcement appearance argument article ballot blog book briefing broadcast brief call ceremony
    column column comments commentary complaint conference convention conversation court debate debates decision
    declaration deposition dinner discussion document editorial email emails episode essay event exchange filing forum
    fundraiser gathering hall hearing indictment interview interviews lawsuit lecture letter luncheon lunch meeting memo
    memoir message monologue news note op-ed opinion order panel poll post posting presentation press program proposal
    proposals rally rallies release remarks report ruling session show sermon speech speeches statement statements
    stop story study survey symposium talk telephone testimony town transcript tweet tweets video visit webcast
    """.split()
)
"""Nouns for what is said, written or held."""


def is_occasion(words: Sequence[str]) -> bool:
    """Tell whether one of the next words of a noun phrase names an occasion."""
    return any(word in OCCASIONS for word in words)
