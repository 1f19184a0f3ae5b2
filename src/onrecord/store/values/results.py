"""A page of search results, as an object and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.errors import MissingExtraError
from onrecord.store.values.hits import Hit
from onrecord.store.values.people import PersonName


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of search results.

    Attributes:
        hits: The hits, in the order of the search.
        cursor: Cursor of the next page, or None on the last.
        speakers: People that the query's speaker refers to.
        perhaps: People who share only a surname with the query's speaker. The results omit them.
        suggestions: People with a similar name, where the store has no speaker of the query's name.
    """

    hits: tuple[Hit, ...]
    cursor: str | None = None
    speakers: tuple[PersonName, ...] = ()
    perhaps: tuple[PersonName, ...] = ()
    suggestions: tuple[PersonName, ...] = ()

    def __iter__(self) -> Iterator[Hit]:
        """Iterate over the hits."""
        return iter(self.hits)

    def __len__(self) -> int:
        """Return the number of hits on this page."""
        return len(self.hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the hits as flat rows of JSON values."""
        return [hit.to_dict() for hit in self.hits]

    def to_pandas(self) -> Any:
        """Return the hits as a pandas ``DataFrame``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingExtraError("pandas", "pandas") from error
        return pandas.DataFrame(self.to_dicts(), columns=list(_COLUMNS))

    def to_polars(self) -> Any:
        """Return the hits as a polars ``DataFrame``.

        Raises:
            MissingExtraError: polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise MissingExtraError("polars", "polars") from error
        rows = self.to_dicts()
        types: dict[str, Any] = dict.fromkeys(_COLUMNS, polars.String) | {
            "confidence": polars.Float64,
            "gloss": polars.Boolean,
            "spans": polars.List(polars.List(polars.Int64)),
        }
        return polars.DataFrame(rows, schema=types)


_COLUMNS = (
    "statement report said said_start said_end said_from published publisher title url origin speaker person status "
    "role kind gloss source cue content spans confidence made_by"
).split()
