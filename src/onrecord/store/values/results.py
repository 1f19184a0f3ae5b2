"""A page of search results, as an object and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from onrecord.export.frames import make_pandas_frame, make_polars_frame
from onrecord.record.notebook import render_table
from onrecord.store.values.hits import HIT_COLUMNS, Hit
from onrecord.store.values.people import PersonName


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The results of a search. Without a limit they go over all pages; ``hits`` is the first.

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
    _read_page: Callable[[str], SearchResults] | None = field(default=None, repr=False, compare=False)
    _count: Callable[[], int] | None = field(default=None, repr=False, compare=False)

    def __iter__(self) -> Iterator[Hit]:
        """Iterate over all hits: over every page, unless the search had a limit or a cursor."""
        page: SearchResults | None = self
        while page is not None:
            yield from page.hits
            page = self._read_page(page.cursor) if self._read_page and page.cursor else None

    def __len__(self) -> int:
        """Return the number of hits, on every page unless the search had a limit or a cursor."""
        return self._count() if self._count and self.cursor else len(self.hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the hits as flat rows of JSON values, as the JSON API names them."""
        return [hit.to_dict() for hit in self]

    def to_pandas(self) -> Any:
        """Return all hits as a pandas ``DataFrame``, over every page unless the search had a limit or a cursor.

        The columns are those of the CSV export, and ``person_id``. Days are ``datetime64``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return make_pandas_frame((hit.to_row() for hit in self), HIT_COLUMNS)

    def to_polars(self) -> Any:
        """Return all hits as a polars ``DataFrame``; see :meth:`to_pandas`.

        Raises:
            MissingExtraError: polars is not installed.
        """
        return make_polars_frame((hit.to_row() for hit in self), HIT_COLUMNS)

    def _repr_html_(self) -> str:
        rows = (
            (hit.speaker or " … ".join(hit.statement.source.quote), hit.statement.kind,
             hit.statement.said.value if hit.statement.said else "", " … ".join(hit.statement.content.quote),
             hit.report.title or hit.report.origin)
            for hit in self
        )  # fmt: skip
        return f"<p>{len(self)} statements</p>" + render_table(("who", "kind", "said", "what", "report"), rows)
