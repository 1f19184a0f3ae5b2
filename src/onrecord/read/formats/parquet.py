"""Parquet: one report a row.

Only the columns that a report is made of are read, in small batches, so that a table may be larger than memory.
Dates are turned into words by Arrow, which holds finer and further times than Python's own types can.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.errors import MalformedReportError, ReadError
from onrecord.extras import import_extra
from onrecord.read.formats.rows import Place, Row, explain_missing_text, find_column, make_report
from onrecord.read.options import FIELD_NAMES, ReadOptions
from onrecord.record import Report

_BATCH_ROWS = 256
# Otherwise Arrow reads a whole column of a row group at once.
_BUFFER = 2**20


def read_parquet(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
    """Read a Parquet table.

    Args:
        stream: The file; it must be able to seek.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows of the file.

    Yields:
        A report for each row that holds one, an error for each that cannot be read.

    Raises:
        MalformedReportError: The file is no Parquet table, is damaged, or has no text column.
        MissingExtraError: pyarrow is not installed.
    """
    pyarrow = import_extra("pyarrow", "parquet")
    parquet = import_extra("pyarrow.parquet", "parquet")

    number = 0
    # Arrow reports damage as its own exceptions, or as OSError and ValueError where those fit.
    try:
        table = parquet.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
        columns = _choose_columns(table.schema_arrow.names, path, options)
        for batch in table.iter_batches(_BATCH_ROWS, columns=columns):
            for index in range(batch.num_rows):
                number += 1
                yield _read_row(batch, index, Place(path, "row", number), options)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = f"is no Parquet table, or is damaged after row {number} ({_first_line(error)}); write it again"
        raise MalformedReportError(path, reason, number) from error


def _choose_columns(names: list[str], path: str, options: ReadOptions) -> list[str]:
    if find_column(names, options, "text") is None:
        raise MalformedReportError(path, explain_missing_text(names, options))
    wanted = {name for field in FIELD_NAMES for name in options.column_names(field)}
    return [name for name in names if name in wanted]


def _read_row(batch: Any, index: int, place: Place, options: ReadOptions) -> Report | ReadError:
    try:
        return make_report(_to_row(batch, index), place, options)
    except ReadError as error:
        return error
    except UnicodeDecodeError as error:
        return place.fail(f"not UTF-8 ({error.reason}); write the table again")


def _to_row(batch: Any, index: int) -> Row:
    from pyarrow import string, types

    row: dict[str, object] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        cell = column[index]
        row[name] = (cell.cast(string()) if types.is_temporal(column.type) else cell).as_py()
    return row


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
