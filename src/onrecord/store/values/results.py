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
    """One page of what a search found.

    Attributes:
        hits: In the order asked for.
        cursor: Give it to the same search for the page that follows; None on the last.
        speakers: Whom the query's speaker was taken to be.
        perhaps: Who may be the same but was left out, since nothing but a surname says so.
    """

    hits: tuple[Hit, ...]
    cursor: str | None = None
    speakers: tuple[PersonName, ...] = ()
    perhaps: tuple[PersonName, ...] = ()

    def __iter__(self) -> Iterator[Hit]:
        """Go through the hits."""
        return iter(self.hits)

    def __len__(self) -> int:
        """Count the hits of this page."""
        return len(self.hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The hits as plain values, one a row."""
        return [hit.to_dict() for hit in self.hits]

    def to_pandas(self) -> Any:
        """The hits as a pandas ``DataFrame``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingExtraError("pandas", "pandas") from error
        return pandas.DataFrame(self.to_dicts(), columns=list(_COLUMNS))

    def to_polars(self) -> Any:
        """The hits as a polars ``DataFrame``.

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
            "spans": polars.List(polars.List(polars.Int64)),
        }
        return polars.DataFrame(rows, schema=types)


_COLUMNS = (
    "statement report said said_start said_end said_from published publisher title url origin speaker person status "
    "role kind source cue content spans confidence made_by"
).split()
