"""Parquet: one row for each statement, with typed columns, for data frames and databases.

The columns are those of the CSV, with types: dates are dates, the pieces of a role are a list of strings, and their
spans a list of ``{start, end}`` beside it. Rows are written in groups, so memory does not grow with the number of
statements.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

from onrecord.export.rows import COLUMNS, statement_rows
from onrecord.export.wellformed import wellformed
from onrecord.extras import import_extra
from onrecord.read.options import parse_iso_date
from onrecord.record import AnnotatedReport
from onrecord.record.layers.statements import ALL_ROLES

_GROUP_ROWS = 10_000
_DATES = frozenset({"published", "said_start", "said_end"})
_LISTS = frozenset({"authors", "speaker_candidates", "speaker_roles", *ALL_ROLES})


def export_parquet(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write statements as a Parquet table.

    Args:
        records: The records. One without statements has no row.
        destination: A stream of bytes.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    pyarrow = import_extra("pyarrow", "parquet")
    parquet = import_extra("pyarrow.parquet", "parquet")
    schema = _make_schema(pyarrow)
    rows = (row for record in records for row in statement_rows(wellformed(record)))
    with parquet.ParquetWriter(destination, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP_ROWS)):
            columns = [_column(pyarrow, schema.field(name), group) for name in COLUMNS]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))


def _make_schema(pyarrow: Any) -> Any:
    spans = pyarrow.list_(pyarrow.struct([("start", pyarrow.int64()), ("end", pyarrow.int64())]))
    kinds = {"confidence": pyarrow.float64(), "gloss": pyarrow.bool_()}
    kinds.update((name, pyarrow.date32()) for name in _DATES)
    kinds.update((name, pyarrow.list_(pyarrow.string())) for name in _LISTS)
    kinds.update((f"{role}_spans", spans) for role in ALL_ROLES)
    return pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])


def _column(pyarrow: Any, field: Any, group: list[dict[str, Any]]) -> Any:
    return pyarrow.array([_value(field.name, row[field.name]) for row in group], field.type)


def _value(name: str, value: Any) -> Any:
    if name.endswith("_spans"):
        return [{"start": start, "end": end} for start, end in value]
    if name in _DATES and value is not None:
        return parse_iso_date(value)
    return value
