"""A statement in the wordings of several reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.store.values.hits import Hit


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two wordings. Either side may be empty.

    Attributes:
        theirs: Words of the earliest report's wording.
        ours: Words of this wording.
    """

    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """An aligned segment of two wordings, as printed, with punctuation.

    Attributes:
        theirs: Segment of the earliest report's wording. May be empty.
        ours: Segment of this wording. May be empty.
        is_same: Whether the words are equal, ignoring letter case and accents.
    """

    theirs: str
    ours: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a statement, with its hits.

    Attributes:
        hits: The hits, earliest first.
        likeness: Share of words in common with the earliest report's wording, in the same order, from 0 to 1.
        differences: Changed words, from the earliest report's wording to this one.
        alignment: Both complete wordings, segment by segment.
    """

    hits: tuple[Hit, ...]
    likeness: float
    differences: tuple[Difference, ...]
    alignment: tuple[Aligned, ...]


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """A statement in the wordings of several reports.

    Attributes:
        earliest: The hit in the report published first, or added first on the same day.
        variants: The wordings, sorted by their earliest report.
    """

    earliest: Hit
    variants: tuple[Variant, ...]

    @property
    def reports(self) -> int:
        """Number of reports with the statement."""
        return len({hit.report.id for variant in self.variants for hit in variant.hits})

    def to_dict(self) -> dict[str, Any]:
        """Return the group as plain JSON values."""
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
