"""Data frames of statements: the columns of the CSV, dates as dates, one row for each statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.errors import MissingExtraError
from onrecord.export.rows import COLUMNS, statement_rows
from onrecord.read.options import parse_iso_date
from onrecord.record import AnnotatedReport
from onrecord.record.layers.statements import ALL_ROLES

DATES = frozenset({"published", "said_start", "said_end"})
"""Columns that hold days."""


def to_pandas(records: Iterable[AnnotatedReport] | AnnotatedReport) -> Any:
    """Return the statements of records as a pandas ``DataFrame``. No store is needed.

    Args:
        records: A record, or several, such as ``map(onrecord.annotate, onrecord.read("reports/"))``.

    Returns:
        One row for each statement, with the columns of the CSV export. Days are ``datetime64``, the pieces of a role
        are joined by `` … ``, and spans are lists of offsets.

    Raises:
        MissingExtraError: pandas is not installed.

    Example:
        >>> frame = to_pandas(map(onrecord.annotate, onrecord.read("reports/")))  # doctest: +SKIP
        >>> frame.groupby("speaker").size()  # doctest: +SKIP
    """
    several = [records] if isinstance(records, AnnotatedReport) else records
    return make_pandas_frame((row for record in several for row in statement_rows(record)), COLUMNS)


def make_pandas_frame(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> Any:
    """Make a pandas ``DataFrame`` of rows of :func:`~onrecord.export.rows.statement_rows`.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("pandas", "pandas") from error
    cells = _list_cells(rows, columns)
    # Seconds reach every year of the calendar; pandas' own nanoseconds end in 2262.
    frame = {name: pandas.array(cells[name], dtype="datetime64[s]") for name in columns if name in DATES}
    return pandas.DataFrame({name: frame.get(name, cells[name]) for name in columns}, columns=list(columns))


def make_polars_frame(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> Any:
    """Make a polars ``DataFrame`` of rows of :func:`~onrecord.export.rows.statement_rows`.

    Raises:
        MissingExtraError: polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise MissingExtraError("polars", "polars") from error
    spans = polars.List(polars.List(polars.Int64))
    types: dict[str, Any] = {name: spans if name.endswith("_spans") else polars.String for name in columns}
    types |= {name: polars.Date for name in columns if name in DATES}
    types |= {"confidence": polars.Float64, "gloss": polars.Boolean}
    return polars.DataFrame(_list_cells(rows, columns), schema={name: types[name] for name in columns})


def _list_cells(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> dict[str, list[Any]]:
    cells: dict[str, list[Any]] = {name: [] for name in columns}
    for row in rows:
        for name in columns:
            cells[name].append(_cell(name, row[name]))
    return cells


def _cell(name: str, value: Any) -> Any:
    if name in DATES:
        return parse_day(value)
    if name.endswith("_spans"):
        return [list(span) for span in value]
    if isinstance(value, tuple):
        return (" … " if name in ALL_ROLES else "; ").join(value) if value else None
    return value


def parse_day(value: str | None) -> Any:
    """Parse the day of an ISO date or time; None for anything else."""
    try:
        return None if value is None else parse_iso_date(value[:10])
    except ValueError:
        return None
