"""The formats that onrecord reads. A new one is a module with a ``FORMAT`` and a line in ``FORMATS``."""

from __future__ import annotations

from pathlib import PurePath

from onrecord.errors import ConfigurationError
from onrecord.read.archives import warc
from onrecord.read.file_format import FileFormat
from onrecord.read.formats import csv, docx, eml, html, json_array, jsonl, mbox, parquet, pdf, text

FORMATS: tuple[FileFormat, ...] = (
    text.FORMAT,
    html.FORMAT,
    pdf.FORMAT,
    docx.FORMAT,
    eml.FORMAT,
    mbox.FORMAT,
    jsonl.FORMAT,
    json_array.FORMAT,
    csv.CSV,
    csv.TSV,
    parquet.FORMAT,
    warc.FORMAT,
)

FORMAT_NAMES = tuple(file_format.name for file_format in FORMATS)

_BY_NAME = {file_format.name: file_format for file_format in FORMATS}
_BY_SUFFIX = {suffix: file_format for file_format in FORMATS for suffix in file_format.suffixes}

SUFFIXES = tuple(_BY_SUFFIX)


def get_format(name: str) -> FileFormat:
    """Give the format that a caller names.

    Raises:
        ConfigurationError: There is no format of this name.

    Example:
        >>> get_format("jsonl").title
        'JSON Lines'
    """
    if name not in _BY_NAME:
        raise ConfigurationError(f"format {name!r} is not read; give one of {', '.join(FORMAT_NAMES)}")
    return _BY_NAME[name]


def find_format_by_suffix(path: str) -> FileFormat | None:
    """Give the format that the name of a file claims, or None."""
    last = [suffix.lower() for suffix in PurePath(path).suffixes[-2:]]
    return _BY_SUFFIX.get("".join(last)) or _BY_SUFFIX.get("".join(last[-1:]))


def describe_formats() -> str:
    """List the formats and their suffixes, for messages."""
    *others, last = [f"{file_format.title} ({', '.join(file_format.suffixes)})" for file_format in FORMATS]
    return f"{', '.join(others)} and {last}"
