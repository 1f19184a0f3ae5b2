"""Sketches of wordings, by which near-duplicates are found among a million statements without comparing words.

A wording is the set of its pairs of neighbouring words. MinHash (Broder 1997) makes of it 64 numbers, of which two
wordings share about the share of pairs that they have in common; the lowest byte of each number is enough to tell
(b-bit MinHash, Li and König 2010). At 64 bytes a statement all sketches of a store are compared in a fraction of a
second, so there is no index that could miss one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

SIZE = 64
FEWEST_WORDS = 5
"""Shorter wordings ("he said no") are alike by chance."""
ALGORITHM = f"rensa-{RMinHash.ALGORITHM_VERSION}"
_SEED = 1
_ENTRY = np.dtype([("place", "<u2"), ("sketch", "u1", (SIZE,))])
# Two unlike bytes agree once in 256 times.
_CHANCE = 1 / 256


def sketch_wordings(wordings: Sequence[Sequence[str]]) -> bytes:
    """Sketch the wordings of a report's statements.

    Args:
        wordings: The words of each statement, folded, by its place.

    Returns:
        An entry for each that is long enough: its place and its sketch.
    """
    places = [place for place, words in enumerate(wordings) if len(words) >= FEWEST_WORDS]
    if not places:
        return b""
    entries = np.zeros(len(places), dtype=_ENTRY)
    entries["place"] = places
    pairs = [[f"{a} {b}" for a, b in pairwise(words)] for words in map(wordings.__getitem__, places)]
    entries["sketch"] = np.array([_digest(one) for one in pairs], dtype=np.uint32) & 0xFF
    return entries.tobytes()


def _digest(pairs: list[str]) -> list[int]:
    sketch = RMinHash(SIZE, _SEED)
    sketch.update(pairs)
    digest: list[int] = sketch.digest()
    return digest


def read_sketches(packed: bytes) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Read entries, of one report or of many put together: the places, and the sketches one a row."""
    entries = np.frombuffer(packed, dtype=_ENTRY)
    return entries["place"], entries["sketch"]


def estimate_likeness(sketches: NDArray[np.uint8], wanted: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Estimate what share of word pairs each wording has in common with one."""
    equal = np.count_nonzero(sketches == wanted, axis=1) / SIZE
    likeness: NDArray[np.float64] = np.clip((equal - _CHANCE) / (1 - _CHANCE), 0.0, 1.0)
    return likeness
