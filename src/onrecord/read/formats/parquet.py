"""Parquet: each row is a report.

Only the columns of a report are read, in small batches, so a table may be larger than memory. Arrow writes dates as
strings, because it holds finer and more distant times than the types of Python.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from onrecord.errors import MalformedReportError, ReadError
from onrecord.extras import import_extra
from onrecord.read.file_format import FileFormat, read_whole
from onrecord.read.formats.rows import (
    Row,
    RowLocation,
    check_named_columns,
    explain_missing_text,
    find_column,
    read_row,
)
from onrecord.read.options import FIELD_NAMES, ReadOptions
from onrecord.read.window import ReadWindow
from onrecord.record import Report

_MAGIC = b"PAR1"
_BATCH_ROWS = 256
# Without it, Arrow reads a whole column of a row group at once.
_BUFFER = 2**20


def read_parquet(
    stream: BinaryIO, path: str, options: ReadOptions, window: ReadWindow | None = None
) -> Iterator[Report | ReadError]:
    """Read a Parquet table.

    Args:
        stream: The file, at its beginning. One that cannot seek is read as one piece, because the index of a table
            is at its end.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the file.
        window: The rows to read, numbered from 0; None reads all.

    Yields:
        A report for each row, or the error in its place.

    Raises:
        MalformedReportError: The file is no Parquet table, is damaged, or has no text column.
        MissingExtraError: pyarrow is not installed.
    """
    pyarrow = import_extra("pyarrow", "parquet")
    parquet = import_extra("pyarrow.parquet", "parquet")

    window = window or ReadWindow()
    number = 0
    seekable = stream if stream.seekable() else io.BytesIO(read_whole(stream, path))
    # Arrow reports damage as its own exceptions, or as OSError or ValueError.
    try:
        table = parquet.ParquetFile(seekable, buffer_size=_BUFFER, pre_buffer=False)
        columns = _choose_columns(table.schema_arrow.names, path, options)
        for batch in table.iter_batches(_BATCH_ROWS, columns=columns):
            if window.is_past(number):
                return
            for index in range(batch.num_rows):
                number += 1
                if not window.admit(number - 1):
                    continue
                location = RowLocation(path, "row", number)
                yield read_row(partial(_load_row, batch, index, location), location, options)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = f"is no Parquet table, or is damaged after row {number} ({_first_line(error)}); write it again"
        raise MalformedReportError(path, reason, number) from error


def _choose_columns(names: list[str], path: str, options: ReadOptions) -> list[str]:
    if find_column(names, options, "text") is None:
        raise MalformedReportError(path, explain_missing_text(names, options))
    check_named_columns(names, path, options)
    wanted = {name for field in FIELD_NAMES for name in options.column_names(field)}
    return [name for name in names if name in wanted]


def _load_row(batch: Any, index: int, location: RowLocation) -> Row:
    try:
        return {name: _load_cell(column, index) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    except UnicodeDecodeError as error:
        raise location.error(f"not UTF-8 ({error.reason}); write the table again") from error


def _load_cell(column: Any, index: int) -> object:
    from pyarrow import string, types

    cell = column[index]
    return (cell.cast(string()) if types.is_temporal(column.type) else cell).as_py()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _count_rows(stream: BinaryIO) -> int:
    rows: int = import_extra("pyarrow.parquet", "parquet").ParquetFile(stream).metadata.num_rows
    return rows


def _has_magic(head: bytes) -> bool:
    return head.startswith(_MAGIC)


FORMAT = FileFormat(
    "parquet",
    "Parquet",
    (".parquet",),
    read_reports=read_parquet,
    read_window=read_parquet,
    has_signature=_has_magic,
    measure=_count_rows,
)
