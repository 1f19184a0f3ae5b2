"""Records in the formats of other tools, one module for each format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import ConfigurationError
from onrecord.export.brat import export_brat, is_brat_export
from onrecord.export.csv import export_csv, export_events_csv, export_views_csv
from onrecord.export.destinations import new_file, new_folder
from onrecord.export.followthemoney import export_followthemoney
from onrecord.export.jsonl import export_events_jsonl, export_jsonl, export_views_jsonl
from onrecord.export.parquet import export_events_parquet, export_parquet, export_views_parquet
from onrecord.export.polecat import PolecatOptions, export_polecat
from onrecord.export.polnear import export_polnear
from onrecord.export.schemaorg import export_schema_org
from onrecord.export.spacy import export_spacy
from onrecord.export.webannotation import export_web_annotation
from onrecord.record import AnnotatedReport

__all__ = ["EVENT_FORMATS", "FORMATS", "PolecatOptions", "export_records", "write_records"]

Export = Callable[[Iterable[AnnotatedReport], BinaryIO], None]

FILES: dict[str, Export] = {
    "jsonl": export_jsonl,
    "csv": export_csv,
    "parquet": export_parquet,
    "web-annotation": export_web_annotation,
    "schema-org": export_schema_org,
    "followthemoney": export_followthemoney,
    "spacy": export_spacy,
    "polnear": export_polnear,
    "polecat": export_polecat,
    "events-jsonl": export_events_jsonl,
    "events-csv": export_events_csv,
    "events-parquet": export_events_parquet,
    "views-jsonl": export_views_jsonl,
    "views-csv": export_views_csv,
    "views-parquet": export_views_parquet,
}
"""Formats that are one file."""

BINARY = frozenset({"parquet", "spacy", "events-parquet", "views-parquet"})
"""File formats that are not text."""

EVENT_FORMATS = tuple(name for name in FILES if name.startswith(("events-", "views-", "polecat")))
"""Formats of events and their views alone."""

FORMATS = (*FILES, "brat")


def export_records(
    records: Iterable[AnnotatedReport],
    file_format: str,
    path: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    polecat: PolecatOptions | None = None,
) -> None:
    """Export records to a file or, in a format that is several files, to a folder.

    Records are read one at a time. The file or folder appears under its name when it is complete, and not at all if
    anything goes wrong.

    Args:
        records: The records.
        file_format: One of ``FORMATS``.
        path: The file or folder to make.
        overwrite: Whether to replace one that exists.
        polecat: What has rows in the format polecat.

    Raises:
        ConfigurationError: There is no such format.
        ExportError: The path exists, or cannot be written.
        MissingExtraError: The format needs a package that is not installed.

    Example:
        >>> export_records(map(onrecord.annotate, onrecord.read("reports/")), "csv", "statements.csv")
    """
    _check_format(file_format)
    destination = Path(path)
    if file_format == "brat":
        with new_folder(destination, overwrite, is_brat_export) as folder:
            export_brat(records, folder)
        return
    with new_file(destination, overwrite) as stream:
        _find_export(file_format, polecat)(records, stream)


def write_records(
    records: Iterable[AnnotatedReport], file_format: str, stream: BinaryIO, *, polecat: PolecatOptions | None = None
) -> None:
    """Write records to a stream, such as standard output.

    Args:
        records: The records.
        file_format: One of ``FORMATS`` that is one text file.
        stream: A stream of bytes.
        polecat: What has rows in the format polecat.

    Raises:
        ConfigurationError: There is no such format, or it is not one text file.
    """
    _check_format(file_format)
    if file_format not in FILES or file_format in BINARY:
        raise ConfigurationError(f"{file_format} cannot go to standard output; name what to write with --out")
    _find_export(file_format, polecat)(records, stream)


def _find_export(file_format: str, polecat: PolecatOptions | None) -> Export:
    return partial(export_polecat, options=polecat) if file_format == "polecat" else FILES[file_format]


def _check_format(file_format: str) -> None:
    if file_format not in FORMATS:
        raise ConfigurationError(f"there is no export format {file_format!r}; give one of {', '.join(FORMATS)}")
