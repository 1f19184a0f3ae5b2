"""Parts in Parquet that ``onrecord batch`` wrote, read back a group of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from onrecord.errors import ReadError
from onrecord.extras import import_extra
from onrecord.read.files import open_file
from onrecord.record import Report
from onrecord.record.layers.report import PageSpan
from onrecord.record.packed import PackedRecord
from onrecord.record.packing import VERSIONS

REPORT_FIELDS = tuple(name for name in Report.__struct_fields__ if name not in ("text", "pages"))
"""The columns of a part that are fields of the report as they are."""
LAYERS_KEY = b"onrecord.layers"
"""Where the metadata of a part has the versions of its packed layers."""
MANIFEST = "_manifest.jsonl"
"""The manifest of a folder of parts."""


def read_part(path: str) -> Iterator[PackedRecord | ReadError]:
    """Read the records of a part in Parquet.

    Args:
        path: The file.

    Yields:
        A record for each row, or the error in its place.

    Raises:
        MissingExtraError: pyarrow is not installed.

    Example:
        >>> [packed.report.title for packed in read_part("records/part-0a1b.parquet")]
        ['Boats will sail soon']
    """
    try:
        groups = count_groups(path)
    except ReadError as error:
        yield error
        return
    for number in range(groups):
        yield from read_group(path, number)


def count_groups(path: str) -> int:
    """Count the groups of rows of a part.

    Raises:
        ReadError: The file is no part, or another version of onrecord packed it.
    """
    pyarrow, parquet = import_extra("pyarrow", "parquet"), import_extra("pyarrow.parquet", "parquet")
    with open_file(path) as (_, stream):
        try:
            table = parquet.ParquetFile(stream)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise ReadError(path, f"is no part, or is damaged ({type(error).__name__}); write it again") from error
        versions = (table.schema_arrow.metadata or {}).get(LAYERS_KEY)
        if versions is None:
            raise ReadError(path, "holds no records; give a part that `onrecord batch` wrote")
        if msgspec.json.decode(versions) != VERSIONS:
            raise ReadError(path, "holds records that another version of onrecord packed; write the part again")
        groups: int = table.num_row_groups
        return groups


def read_group(path: str, number: int) -> list[PackedRecord | ReadError]:
    """Read a group of rows of a part.

    Args:
        path: The file.
        number: The group, from 0.

    Returns:
        A record for each row, or the error in its place.
    """
    pyarrow, parquet = import_extra("pyarrow", "parquet"), import_extra("pyarrow.parquet", "parquet")
    wanted = [*REPORT_FIELDS, "pages", "sha256", "text", "layers"]
    try:
        with open_file(path) as (_, stream):
            rows = parquet.ParquetFile(stream).read_row_group(number, columns=wanted).to_pylist()
        return [_read_row(path, row) for row in rows]
    except ReadError as error:
        return [error]
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = f"is damaged in its group {number} of rows ({type(error).__name__}); write it again"
        return [ReadError(path, reason)]


def _read_row(path: str, row: dict[str, Any]) -> PackedRecord | ReadError:
    layers = {name: raw for name, raw in row.pop("layers").items() if raw is not None}
    digest, pages, published = row.pop("sha256"), row.pop("pages"), row.pop("published")
    report = Report(
        **{**row, "authors": tuple(row["authors"])},
        published=published.isoformat() if published else None,
        pages=None if pages is None else tuple(PageSpan(*page) for page in pages),
    )
    if report.sha256 != digest:
        return ReadError(path, f"{report.origin}: the text was changed; write the part again")
    return PackedRecord(report, layers)
