"""A row of a table as a report.

JSON Lines and Parquet differ in how a row is stored and not in what it means, so both come here. A row without a
text or with a date that is none is an error of that row only. The name of a table's file dates no row: it tells
when the table was made.
"""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from typing import NamedTuple

from onrecord.errors import MalformedReportError
from onrecord.read.dates import choose_date, parse_date_value
from onrecord.read.language import find_language
from onrecord.read.options import Field, ReadOptions
from onrecord.record import Report

Row = Mapping[str, object]


class Place(NamedTuple):
    """Where a row stands.

    Attributes:
        path: The table's file.
        unit: What the number counts, ``line`` or ``row``.
        number: Counted from one.
    """

    path: str
    unit: str
    number: int

    def fail(self, reason: str) -> MalformedReportError:
        """Make the error that the row here cannot be read."""
        return MalformedReportError(self.path, f"{self.unit} {self.number}: {reason}", self.number)


def make_report(row: Row, place: Place, options: ReadOptions) -> Report:
    """Make the report of one row.

    Args:
        row: The columns by name.
        place: Where the row stands.
        options: What the caller knows of the table.

    Raises:
        MalformedReportError: The row has no text column, or a value of the wrong kind.
    """
    name = find_column(row, options, "text")
    if name is None:
        raise place.fail(explain_missing_text(row, options))
    text = row[name]
    if text is not None and not isinstance(text, str):
        raise place.fail(f"{name!r} holds {reprlib.repr(text)}, not text; name the text column with --text-field")
    url = _find_string(row, options, "url")
    own = _find_date(row, place, options)
    published, published_from = choose_date(own, "metadata", options, None, text or "", url)
    return Report(
        text=(text or "").replace("\r\n", "\n").replace("\r", "\n"),
        origin=f"{place.path}#{place.number}",
        publisher=_find_string(row, options, "publisher") or options.publisher,
        title=_find_string(row, options, "title"),
        authors=_find_authors(row, options),
        url=url,
        language=find_language(text or ""),
        published=published,
        published_from=published_from,
    )


def find_column(columns: Mapping[str, object] | list[str], options: ReadOptions, field: Field) -> str | None:
    """Find the column of a field: the one that the caller named, or the first usual name that there is."""
    return next((name for name in options.column_names(field) if name in columns), None)


def explain_missing_text(columns: Mapping[str, object] | list[str], options: ReadOptions) -> str:
    """Say that the text column is missing, which columns there are, and how to name the right one."""
    wanted = " or ".join(repr(name) for name in options.column_names("text"))
    found = ", ".join(repr(name) for name in list(columns)[:30]) or "none"
    return f"no column {wanted}; columns found: {found}; name the text column with --text-field"


def _find_date(row: Row, place: Place, options: ReadOptions) -> str | None:
    name = find_column(row, options, "date")
    value = row[name] if name is not None else None
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    published = parse_date_value(value)
    if published is None:
        raise place.fail(f"{name!r} holds {reprlib.repr(value)}, which is no date; write it as YYYY-MM-DD")
    return published


def _find_string(row: Row, options: ReadOptions, field: Field) -> str | None:
    for name in options.column_names(field):
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _find_authors(row: Row, options: ReadOptions) -> tuple[str, ...]:
    for name in options.column_names("authors"):
        value = row.get(name)
        names = value if isinstance(value, list) else [value]
        authors = tuple(author.strip() for author in names if isinstance(author, str) and author.strip())
        if authors:
            return authors
    return ()
