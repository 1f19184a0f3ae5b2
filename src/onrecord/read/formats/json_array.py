"""JSON documents: an array of objects or texts, each a report, or one object.

An object may hold the array under one of its names ("articles", "data"). A document is read as one piece, so it has a
size limit; JSON Lines has none.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.character_encoding import decode
from onrecord.read.file_format import FileFormat, Opening
from onrecord.read.formats.jsonl import is_array_opening, is_object_opening, read_jsonl
from onrecord.read.formats.rows import NamedColumns, Row, RowLocation, find_column, make_row, read_row
from onrecord.read.options import ReadOptions
from onrecord.record import Report

LARGEST_DOCUMENT = 64 * 2**20
"""Bytes of the largest document; as values in memory it is several times as large."""


def read_json(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
    """Read a JSON document.

    Args:
        stream: The file, at its beginning.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the file.

    Yields:
        A report for each object or string, or the error in its place.

    Raises:
        ReadError: The document is too large.
        MalformedReportError: The content is no JSON, or holds no reports.
    """
    content = stream.read(LARGEST_DOCUMENT + 1)
    if len(content) > LARGEST_DOCUMENT:
        limit = f"{LARGEST_DOCUMENT // 2**20} MB"
        raise ReadError(path, f"is larger than {limit}; split it, or write it as JSON Lines, which is read by line")
    try:
        document = json.loads(decode(content, path))
    except (ValueError, RecursionError) as error:
        if _begins_with_object_line(content):
            yield from read_jsonl(io.BytesIO(content), path, options)
            return
        reason = f"not JSON ({_first_line(error)}); write an array of objects, or one object a line (JSON Lines)"
        raise MalformedReportError(path, reason, getattr(error, "pos", None)) from error
    columns = NamedColumns(options)
    for number, item in enumerate(_find_items(document, path, options), 1):
        location = RowLocation(path, "object", number)
        yield read_row(partial(_load_item, item, location, options, columns), location, options)


def _find_items(document: Any, path: str, options: ReadOptions) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        if find_column(document, options, "text") is not None:
            return [document]
        arrays = [value for value in document.values() if isinstance(value, list) and value]
        arrays = [value for value in arrays if isinstance(value[0], dict)]
        return arrays[0] if len(arrays) == 1 else [document]
    raise MalformedReportError(path, f"a JSON {type(document).__name__}, not an array of objects", 0)


def _load_item(item: Any, location: RowLocation, options: ReadOptions, columns: NamedColumns) -> Row:
    return columns.check(make_row(item, location, options), location)


def _begins_with_object_line(content: bytes) -> bool:
    line, end, _ = content.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    try:
        return bool(end) and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _is_json_opening(opening: Opening) -> bool:
    return is_array_opening(opening) or is_object_opening(opening)


FORMAT = FileFormat("json", "JSON", (".json",), read_reports=read_json, is_opening=_is_json_opening)
