"""A row of a table as a report.

CSV, JSON, JSON Lines and Parquet store rows in different ways, but a row means the same in all. A row without a text
column, or with a date that is no date, is an error of that row only. The name of the file dates no row, because it
tells when the table was made.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any, NamedTuple, get_args

from onrecord.errors import MalformedReportError, OnRecordError, ReadError
from onrecord.lexicon.date_order import find_day_first
from onrecord.read.dates import DateValue, choose_date, parse_date_value
from onrecord.read.language import detect_language
from onrecord.read.options import FIELD_NAMES, Field, ReadOptions
from onrecord.record import Report

Row = Mapping[str, object]
_MOST_NAMES = 30
"""Names of columns in a message."""


class RowLocation(NamedTuple):
    """Where a row is.

    Attributes:
        path: The file of the table.
        unit: What the number counts: ``line``, ``row``, ``object`` or ``message``.
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
    published, published_from = choose_date(own.day if own else None, "metadata", options, None, text or "", url)
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
        published_certain=own is None or own.is_certain or published_from != "metadata",
    )


def make_row(item: Any, location: RowLocation, options: ReadOptions) -> Row:
    """Make a row of a JSON value: an object as it is, a string as the text of a report.

    Raises:
        MalformedReportError: The value is neither.
    """
    if isinstance(item, str):
        return {options.column_names("text")[0]: item}
    if not isinstance(item, dict):
        raise location.error(f"a JSON {type(item).__name__}, not an object with a text; write one object a report")
    return item


class NamedColumns:
    """The columns that a caller names, for tables whose rows name their own columns.

    Rows may lack what others have. A name that no row so far has is taken for a misspelling, because the records would
    silently lack what the caller asks for.

    Args:
        options: What the caller knows about the table.
    """

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._seen: set[str] = set()

    def check(self, row: Row, location: RowLocation) -> Row:
        """Give the row if each column that the caller names has occurred.

        Raises:
            MalformedReportError: A column has not; the message suggests another.
        """
        self._seen.update(name for name in _named_columns(self._options).values() if name in row)
        reason = _explain_misspelled(self._seen.union(row), self._options)
        if reason is not None:
            raise location.error(reason)
        return row


def find_column(columns: Mapping[str, object] | list[str], options: ReadOptions, field: Field) -> str | None:
    """Find the column of a field: the one that the caller named, or the first usual name among the columns."""
    return next((name for name in options.column_names(field) if name in columns), None)


def check_named_columns(names: Collection[str], path: str, options: ReadOptions) -> None:
    """Check that a table has every column that the caller names.

    Raises:
        MalformedReportError: A column is misspelled; the message lists the columns and suggests one.
    """
    reason = _explain_misspelled(names, options)
    if reason is not None:
        raise MalformedReportError(path, reason, 0)


def _named_columns(options: ReadOptions) -> dict[Field, str]:
    columns: dict[Field, tuple[str, ...]] = {field: options.column_names(field) for field in get_args(Field)}
    return {field: names[0] for field, names in columns.items() if names != FIELD_NAMES[field]}


def _explain_misspelled(names: Collection[str], options: ReadOptions) -> str | None:
    """Explain which column that the caller names is missing; None if none is."""
    for field, name in _named_columns(options).items():
        if name not in names:
            known = [reprlib.repr(one) for one in islice(names, _MOST_NAMES)]
            near = get_close_matches(repr(name), known, 1)
            hint = f"did you mean {near[0]}?" if near else "check the name"
            return f"no column {name!r} for --{field}-field; columns found: {', '.join(known) or 'none'}; {hint}"
    return None


def explain_missing_text(columns: Mapping[str, object] | list[str], options: ReadOptions) -> str:
    """Explain that there is no text column, which columns there are, and how to name the right one."""
    wanted = " or ".join(repr(name) for name in options.column_names("text"))
    found = ", ".join(reprlib.repr(name) for name in islice(columns, _MOST_NAMES)) or "none"
    return f"no column {wanted}; columns found: {found}; name the text column with --text-field"


def _find_date(row: Row, location: RowLocation, options: ReadOptions) -> DateValue | None:
    name = find_column(row, options, "date")
    value = row[name] if name is not None else None
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    publisher = _find_string(row, options, "publisher") or options.publisher
    published = parse_date_value(value, find_day_first(publisher, _find_string(row, options, "url")))
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
