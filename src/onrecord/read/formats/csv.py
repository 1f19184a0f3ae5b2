"""Tables in text: CSV and TSV. The first row names the columns; each further row is a report.

The standard library's reader knows quoted cells with line ends in them. Rows are read one at a time, so a table in
UTF-8 may be larger than memory.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.character_encoding import decode
from onrecord.read.file_format import FileFormat, Opening, ReadReports, read_whole
from onrecord.read.formats.rows import (
    Row,
    RowLocation,
    check_named_columns,
    explain_missing_text,
    find_column,
    read_row,
)
from onrecord.read.options import FIELD_NAMES, ReadOptions
from onrecord.record import Report

LONGEST_ROW = 16 * 2**20
"""Characters of the longest row that is read, however many lines it has."""
_MOST_COLUMNS = 1_000
_PIECE = 2**20
_DELIMITERS = {"csv": ",;|\t", "tsv": "\t"}
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
"""A first line that tells spreadsheets how cells are separated."""
_KNOWN = {name.lower(): name for names in FIELD_NAMES.values() for name in names}


def _make_reader(name: str) -> ReadReports:
    """Make the reader of a format by the delimiters that it allows."""

    def read_table(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
        lines = _RowLines(_open_text(stream, path), path)
        rows = _split_rows(lines, _DELIMITERS[name])
        names = _read_header(rows, path, options)
        lines.begin_row()
        for cells in rows:
            location = lines.location
            if any(cell.strip() for cell in cells):
                yield read_row(partial(_make_row, names, cells, location), location, options)
            lines.begin_row()

    return read_table


class _RowLines:
    """Lines of a table, limited in length from the beginning of each row: a quoted cell may go on over many lines."""

    def __init__(self, text: io.TextIOBase, path: str) -> None:
        self._text = text
        self._path = path
        self._row = 0
        self._left = LONGEST_ROW
        self._first = self._next_line()

    @property
    def location(self) -> RowLocation:
        """Where the row is that is read now; the first row, with the names, has number 0."""
        return RowLocation(self._path, "row", self._row)

    @property
    def first(self) -> str:
        """The first line, which stays to be read."""
        return self._first

    def drop_first(self) -> None:
        """Leave out the first line."""
        self._first = ""

    def begin_row(self) -> None:
        """Count the next row."""
        self._row += 1
        self._left = LONGEST_ROW

    def __iter__(self) -> Iterator[str]:
        if self._first:
            yield self._first
        while line := self._next_line():
            yield line

    def _next_line(self) -> str:
        line = self._text.readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            reason = f"longer than {LONGEST_ROW // 2**20} MB, which no report is; check for a missing quotation mark"
            raise self.location.error(reason)
        return line


def _open_text(stream: BinaryIO, path: str) -> io.TextIOBase:
    """Open a table as text: UTF-8 by line, another encoding as one piece."""
    table = stream if stream.seekable() else io.BytesIO(read_whole(stream, path))
    if _is_utf_8(table):
        table.seek(0)
        return io.TextIOWrapper(table, encoding="utf-8-sig", newline="")
    table.seek(0)
    return io.StringIO(decode(read_whole(table, path), path), newline="")


def _is_utf_8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := stream.read(_PIECE):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _split_rows(lines: _RowLines, delimiters: str) -> Iterator[list[str]]:
    """Split lines into the cells of rows."""
    csv.field_size_limit(max(LONGEST_ROW, csv.field_size_limit()))
    declared = _SEPARATOR_LINE.fullmatch(lines.first)
    if declared is not None:
        lines.drop_first()
    delimiter = declared[1] if declared is not None else max(delimiters, key=lines.first.count)
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=False)
    except csv.Error as error:
        raise lines.location.error(f"cannot be read ({error}); write the table again") from error


def _read_header(rows: Iterator[list[str]], path: str, options: ReadOptions) -> list[str]:
    names = [name.strip() for name in next(rows, [])]
    if len(names) > _MOST_COLUMNS:
        raise MalformedReportError(path, f"has {len(names)} columns, which no table of reports has; check the file", 0)
    names = _use_known_spelling(names)
    if find_column(names, options, "text") is None:
        raise MalformedReportError(path, explain_missing_text(names, options), 0)
    check_named_columns(names, path, options)
    return names


def _use_known_spelling(names: list[str]) -> list[str]:
    """Read "Text" and "Published At" as the usual names; other names stay as printed."""
    known = [_KNOWN.get(name.lower().replace(" ", "_"), name) for name in names]
    return [one if one not in names else name for one, name in zip(known, names, strict=True)]


def _make_row(names: list[str], cells: list[str], location: RowLocation) -> Row:
    if len(cells) > len(names) and any(cells[len(names) :]):
        raise location.error(f"has {len(cells)} cells, and the table has {len(names)} columns; quote its text")
    return dict(zip(names, cells, strict=False))


def _is_csv_opening(opening: Opening) -> bool:
    return _has_header(opening, ",") or _has_header(opening, ";")


def _is_tsv_opening(opening: Opening) -> bool:
    return _has_header(opening, "\t")


def _has_header(opening: Opening, delimiter: str) -> bool:
    """Tell whether the first line names at least two usual columns and nothing that is longer than a name."""
    line, end, _ = opening.text.partition("\n")
    names = [name.strip().strip('"').lower().replace(" ", "_") for name in line.split(delimiter)]
    return bool(end) and len(names) > 1 and sum(name in _KNOWN for name in names) > 1 and max(map(len, names)) < 60


CSV = FileFormat("csv", "CSV", (".csv",), read_reports=_make_reader("csv"), is_opening=_is_csv_opening)
TSV = FileFormat("tsv", "TSV", (".tsv", ".tab"), read_reports=_make_reader("tsv"), is_opening=_is_tsv_opening)
