"""Parquet: one row for each statement, event or view, with typed columns, for data frames and databases.

The columns are those of the CSV, with types: dates are dates, the pieces of a role are a list of strings, and their
spans a list of ``{start, end}`` beside it. Rows are written in groups, so memory does not grow with the number of
statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from onrecord.export.event_rows import EVENT_COLUMNS, LISTS, VIEW_COLUMNS, EventRows
from onrecord.export.rows import COLUMNS, statement_rows
from onrecord.export.wellformed import wellformed
from onrecord.extras import import_extra
from onrecord.read.options import parse_iso_date
from onrecord.record import AnnotatedReport
from onrecord.record.layers.statements import ALL_ROLES

_GROUP_ROWS = 10_000
_DATES = frozenset({"published", "said_start", "said_end", "time_start", "time_end"})
_LISTS = LISTS | {"speaker_candidates", "speaker_roles", *ALL_ROLES}


def export_parquet(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write statements as a Parquet table.

    Args:
        records: The records. One without statements has no row.
        destination: A stream of bytes.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    write_parquet((row for record in records for row in statement_rows(wellformed(record))), COLUMNS, destination)


def export_events_parquet(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write events as a Parquet table, one a row; see :func:`export_parquet`."""
    rows = (row for record in records for row in EventRows(wellformed(record)).events())
    write_parquet(rows, EVENT_COLUMNS, destination)


def export_views_parquet(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write the views of events as a Parquet table, one a row; see :func:`export_parquet`."""
    rows = (row for record in records for row in EventRows(wellformed(record)).views())
    write_parquet(rows, VIEW_COLUMNS, destination)


def write_parquet(rows: Iterator[dict[str, Any]], columns: Sequence[str], destination: BinaryIO) -> None:
    """Write rows as a Parquet table.

    Args:
        rows: Plain values by column.
        columns: The columns, in order.
        destination: A stream of bytes.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    pyarrow = import_extra("pyarrow", "parquet")
    parquet = import_extra("pyarrow.parquet", "parquet")
    schema = _make_schema(pyarrow, columns)
    with parquet.ParquetWriter(destination, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP_ROWS)):
            arrays = [_column(pyarrow, schema.field(name), group) for name in columns]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _make_schema(pyarrow: Any, columns: Sequence[str]) -> Any:
    spans = pyarrow.list_(pyarrow.struct([("start", pyarrow.int64()), ("end", pyarrow.int64())]))
    kinds = {"confidence": pyarrow.float64(), "gloss": pyarrow.bool_()}
    kinds |= {"is_whole": pyarrow.bool_(), "view": pyarrow.int64()}
    kinds.update((name, pyarrow.date32()) for name in _DATES)
    kinds.update((name, pyarrow.list_(pyarrow.string())) for name in _LISTS)
    kinds.update((name, spans) for name in columns if name.endswith("_spans"))
    return pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in columns])


def _column(pyarrow: Any, field: Any, group: list[dict[str, Any]]) -> Any:
    return pyarrow.array([_value(field.name, row[field.name]) for row in group], field.type)


def _value(name: str, value: Any) -> Any:
    if name.endswith("_spans"):
        return [{"start": start, "end": end} for start, end in value]
    if name in _DATES and value is not None:
        return parse_iso_date(value)
    return value
