"""A statement in the wordings of several reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.store.values.hits import Hit


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two wordings; either side may be empty.

    Attributes:
        theirs: Words of the earliest wording.
        ours: Words of this wording.
    """

    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """A stretch of two wordings that stands in the same place, as printed, with the signs between its words.

    Attributes:
        theirs: Of the earliest report's wording; may be empty.
        ours: Of this one; may be empty.
        is_same: Whether the words are the same, letter case and accents aside.
    """

    theirs: str
    ours: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a statement, with the reports that carry it.

    Attributes:
        hits: Earliest first.
        likeness: Share of words that it has in common, in the same order, with the earliest report's wording.
        differences: From the earliest report's wording to this one, words alone.
        alignment: Both wordings from beginning to end, stretch by stretch.
    """

    hits: tuple[Hit, ...]
    likeness: float
    differences: tuple[Difference, ...]
    alignment: tuple[Aligned, ...]


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """A statement as several reports carry it.

    Attributes:
        earliest: In the report published first; where days are equal, the one added first.
        variants: Wordings, that of the earliest first, then by their earliest report.
    """

    earliest: Hit
    variants: tuple[Variant, ...]

    @property
    def reports(self) -> int:
        """How many reports carry it."""
        return len({hit.report.id for variant in self.variants for hit in variant.hits})

    def to_dict(self) -> dict[str, Any]:
        """The group as plain JSON values."""
        return {
            "reports": self.reports,
            "earliest": self.earliest.to_dict_in_context(),
            "variants": [
                {
                    "likeness": variant.likeness,
                    "differences": [{"theirs": one.theirs, "ours": one.ours} for one in variant.differences],
                    "hits": [hit.to_dict_in_context() for hit in variant.hits],
                }
                for variant in self.variants
            ],
        }
