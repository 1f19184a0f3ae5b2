"""A row of a table as a report.

JSON Lines and Parquet store rows in different ways, but a row means the same in both. A row without a text column, or
with a date that is no date, is an error of that row only. The name of the file dates no row, because it tells when the
table was made.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from onrecord.errors import MalformedReportError, OnRecordError, ReadError
from onrecord.read.dates import choose_date, parse_date_value
from onrecord.read.language import detect_language
from onrecord.read.options import Field, ReadOptions
from onrecord.record import Report

Row = Mapping[str, object]


class RowLocation(NamedTuple):
    """Where a row is.

    Attributes:
        path: The file of the table.
        unit: What the number counts, ``line`` or ``row``.
        number: The number of the row, from 1.
    """

    path: str
    unit: str
    number: int

    def error(self, reason: str) -> MalformedReportError:
        """Make the error of this row."""
        return MalformedReportError(self.path, f"{self.unit} {self.number}: {reason}", self.number)


def read_row(load: Callable[[], Row], location: RowLocation, options: ReadOptions) -> Report | ReadError:
    """Read one row, so that whatever is wrong with it costs only this row.

    Args:
        load: Gives the row; it may raise anything.
        location: Where the row is.
        options: What the caller knows about the table.

    Returns:
        The report, or the error in its place.
    """
    try:
        return make_report(load(), location, options)
    except ReadError as error:
        return error
    except OnRecordError:
        raise
    except Exception as error:
        return location.error(f"cannot be read ({type(error).__name__}); write it again")


def make_report(row: Row, location: RowLocation, options: ReadOptions) -> Report:
    """Make the report of one row.

    Args:
        row: The cells by column name.
        location: Where the row is.
        options: What the caller knows about the table.

    Raises:
        MalformedReportError: The row has no text column, or a value of the wrong kind.

    Example:
        >>> make_report({"body": "The mayor spoke."}, RowLocation("a.jsonl", "line", 1), ReadOptions()).text
        'The mayor spoke.'
    """
    name = find_column(row, options, "text")
    if name is None:
        raise location.error(explain_missing_text(row, options))
    text = row[name]
    if text is not None and not isinstance(text, str):
        raise location.error(f"{name!r} holds {reprlib.repr(text)}, not text; name the text column with --text-field")
    url = _find_string(row, options, "url")
    own = _find_date(row, location, options)
    published, published_from = choose_date(own, "metadata", options, None, text or "", url)
    return Report(
        text=(text or "").replace("\r\n", "\n").replace("\r", "\n"),
        origin=f"{location.path}#{location.number}",
        publisher=_find_string(row, options, "publisher") or options.publisher,
        title=_find_string(row, options, "title"),
        authors=_find_authors(row, options),
        url=url,
        language=detect_language(text or ""),
        published=published,
        published_from=published_from,
    )


def find_column(columns: Mapping[str, object] | list[str], options: ReadOptions, field: Field) -> str | None:
    """Find the column of a field: the one that the caller named, or the first usual name among the columns."""
    return next((name for name in options.column_names(field) if name in columns), None)


def explain_missing_text(columns: Mapping[str, object] | list[str], options: ReadOptions) -> str:
    """Explain that there is no text column, which columns there are, and how to name the right one."""
    wanted = " or ".join(repr(name) for name in options.column_names("text"))
    found = ", ".join(repr(name) for name in list(columns)[:30]) or "none"
    return f"no column {wanted}; columns found: {found}; name the text column with --text-field"


def _find_date(row: Row, location: RowLocation, options: ReadOptions) -> str | None:
    name = find_column(row, options, "date")
    value = row[name] if name is not None else None
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    published = parse_date_value(value)
    if published is None:
        raise location.error(f"{name!r} holds {reprlib.repr(value)}, which is no date; write it as YYYY-MM-DD")
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
