"""A Word document as one report: its paragraphs, with what tables say in prose.

Headers and footers of pages, footnotes, comments, pictures and deleted words are left out; inserted words stay.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

from onrecord.errors import MalformedReportError, ReadError
from onrecord.extras import import_extra
from onrecord.read.dates import choose_document_date
from onrecord.read.file_format import FileFormat
from onrecord.read.language import detect_language
from onrecord.read.options import ReadOptions
from onrecord.read.pages.block_quotations import BlockQuotation, locate_quotations
from onrecord.read.pages.layout import is_prose_cell, join_cells
from onrecord.read.text_head import read_head
from onrecord.record import LaidOutReport

LARGEST_DOCX = 64 * 2**20
LARGEST_PART = 32 * 2**20
"""Bytes of a part of markup, unpacked; as a tree in memory it is ten times as large."""
LARGEST_PACKAGE = 256 * 2**20
"""Bytes of all parts, unpacked."""
_MOST_PARTS = 5_000

_LOGGER = logging.getLogger("onrecord")
_MAGIC = b"PK\x03\x04"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset((_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"))
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(raw: bytes, path: str, options: ReadOptions) -> LaidOutReport:
    """Read a Word document as one report.

    Args:
        raw: The whole file.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the file.

    Raises:
        ReadError: The file is larger than any report, packed or unpacked.
        MalformedReportError: The file is damaged or has no text.
        MissingExtraError: python-docx is not installed.

    Example:
        >>> read_docx(content, "statement.docx", ReadOptions()).title
        'Boats will sail soon'
    """
    _check_package(raw, path)
    document = import_extra("docx", "documents").Document(io.BytesIO(raw))
    styles = {style.style_id: str(style.name) for style in document.styles}
    tables = 0
    lines: list[tuple[str, str]] = []
    for element in _list_blocks(document.element.body):
        if element.tag == f"{_W}tbl":
            rows = _read_rows(element)
            tables += not rows
            lines += [("", row) for row in rows]
        else:
            style = styles.get(_style_of(element), "")
            lines += [(style, line) for line in _read_lines(element)]
    text = "\n\n".join(line for _, line in lines)
    if not text:
        raise MalformedReportError(path, "has no text; check that it is not only pictures")
    if tables:
        _LOGGER.warning("%s: not read: %d table%s", path, tables, "s" if tables > 1 else "")
    return _make_report(document.core_properties, lines, text, path, options)


def _make_report(
    properties: Any, lines: list[tuple[str, str]], text: str, path: str, options: ReadOptions
) -> LaidOutReport:
    titled = next((line for style, line in lines[:10] if style.lower() == "title"), None)
    head = read_head(text, titled or " ".join((properties.title or "").split()) or None)
    created = properties.created.date().isoformat() if properties.created else None
    date = choose_document_date(head.date, created, options, path, text)
    quoted = [BlockQuotation((line,), None) for style, line in lines if "quote" in style.lower()]
    return LaidOutReport(
        text=text,
        origin=path,
        publisher=options.publisher or head.publisher,
        title=head.title,
        authors=head.authors,
        language=detect_language(text),
        published=date.day,
        published_from=date.source,
        published_certain=date.is_certain,
        quotations=locate_quotations(text, quoted),
    )


def _check_package(raw: bytes, path: str) -> None:
    """Check the sizes that the package declares; its reader does not unpack more than these."""
    if len(raw) > LARGEST_DOCX:
        raise ReadError(path, f"is larger than {LARGEST_DOCX // 2**20} MB; save its text instead")
    try:
        parts = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise MalformedReportError(path, f"is no Word document, or is damaged ({error}); save it again") from error
    if not any(part.filename == "word/document.xml" for part in parts):
        raise MalformedReportError(path, "is no Word document (.docx); save its text instead")
    markup = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    whole = sum(part.file_size for part in parts)
    if markup > LARGEST_PART or whole > LARGEST_PACKAGE or len(parts) > _MOST_PARTS:
        raise ReadError(path, "unpacks to more than any report has; save its text instead")


def _list_blocks(body: Any) -> Iterator[Any]:
    """List paragraphs and tables in order; those of a table come with the table."""
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag not in _LEFT_OUT:
            waiting.extend(reversed(element))


def _style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val") or ""


def _read_lines(element: Any) -> list[str]:
    """Read the lines of a paragraph; a text box in it has paragraphs of its own."""
    pieces: list[str] = []
    waiting = list(reversed(element))
    while waiting:
        part = waiting.pop()
        if part is None:
            pieces.append("\n")
        elif part.tag == f"{_W}t":
            pieces.append(part.text or "")
        elif part.tag in _BREAKS:
            pieces.append(_BREAKS[part.tag])
        elif part.tag not in _LEFT_OUT:
            if part.tag == f"{_W}p":
                waiting.append(None)
                pieces.append("\n")
            waiting.extend(reversed(part))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _read_rows(table: Any) -> list[str]:
    """Read the rows of a table that holds prose; none of another table."""
    # A table within a cell is read with the cell: each level would read all below it again.
    rows = [[_read_lines(cell) for cell in row.findall(f"{_W}tc")] for row in table.findall(f"{_W}tr")]
    if len(rows) == 1 or all(len(row) == 1 for row in rows):
        return [line for row in rows for cell in row for line in cell]
    cells = [[" ".join(cell) for cell in row if cell] for row in rows]
    if not any(is_prose_cell(cell) for row in cells for cell in row):
        return []
    return [join_cells(row) for row in cells if row]


def _is_word_package(head: bytes) -> bool:
    return head.startswith(_MAGIC) and b"word/" in head


FORMAT = FileFormat("docx", "Word", (".docx",), read_report=read_docx, has_signature=_is_word_package, is_binary=True)
