"""Sketches of wordings, by which near-duplicates are found among a million statements without comparing words.

A wording is the set of its pairs of neighbouring words. MinHash (Broder 1997) makes of it 64 numbers, of which two
wordings share about the share of pairs that they have in common; the lowest byte of each number is enough to tell
(b-bit MinHash, Li and König 2010). At 64 bytes a statement all sketches of a store are compared in a fraction of a
second, so there is no index that could miss one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

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
    digests = chain.from_iterable(map(_digest, pairs))
    entries["sketch"] = np.fromiter(digests, np.uint32, len(places) * SIZE).reshape(-1, SIZE) & 0xFF
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


@dataclass(frozen=True, slots=True)
class SketchTable:
    """The sketches of many reports, laid out to be compared with one at a time.

    Attributes:
        reports: Key of the report of each sketch.
        places: Place of its statement in the report.
        columns: The sketches, one a column: the first bytes of all, the second bytes of all, and so on, since a row
            of equal bytes is compared many at a time.
    """

    reports: NDArray[np.int64]
    places: NDArray[np.uint16]
    columns: NDArray[np.uint8]

    @classmethod
    def from_entries(cls, packed: Sequence[tuple[int, bytes]]) -> SketchTable:
        """Lay out the entries of reports.

        Args:
            packed: Keys of reports, each with its entries.
        """
        places, sketches = read_sketches(b"".join(entries for _, entries in packed))
        counts = [len(entries) // _ENTRY.itemsize for _, entries in packed]
        reports = np.repeat(np.array([key for key, _ in packed], dtype=np.int64), counts)
        return cls(reports, places, np.ascontiguousarray(sketches.T))

    def find_similar(self, wanted: NDArray[np.uint8], least: float) -> list[tuple[float, int, int]]:
        """Find the sketches that are likely to share a part of their word pairs with one.

        Args:
            wanted: A sketch.
            least: The least share, as it is estimated.

        Returns:
            For each: the share, the report's key, the place.
        """
        equal = np.zeros(len(self.reports), dtype=np.uint8)
        same = np.empty(len(self.reports), dtype=np.bool_)
        for column, byte in zip(self.columns, wanted, strict=True):
            np.equal(column, byte, out=same)
            np.add(equal, same.view(np.uint8), out=equal)
        # What agrees by chance is taken off the share.
        fewest = math.ceil(SIZE * (least * (1 - _CHANCE) + _CHANCE))
        return [
            ((int(equal[at]) / SIZE - _CHANCE) / (1 - _CHANCE), int(self.reports[at]), int(self.places[at]))
            for at in np.flatnonzero(equal >= fewest)
        ]
