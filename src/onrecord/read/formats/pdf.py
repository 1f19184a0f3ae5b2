"""A PDF as one report: its printed text in reading order, with the place of each page.

A PDF says where letters stand, not what a paragraph is. Columns, paragraphs and divided words are put together from the
places of the lines. Running heads and page numbers are left out.
"""

from __future__ import annotations

import logging
import re
from statistics import median
from typing import NamedTuple

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.dates import choose_document_date
from onrecord.read.file_format import FileFormat
from onrecord.read.language import detect_language
from onrecord.read.options import ReadOptions
from onrecord.read.pdf.lines import ParsedPdf, parse_pdf
from onrecord.read.pdf.paragraphs import PagedParagraph, join_paragraphs
from onrecord.read.pdf.reading_order import order_lines
from onrecord.read.pdf.running_heads import drop_running_heads
from onrecord.read.text_head import read_head
from onrecord.record import PageSpan, Report

LARGEST_PDF = 64 * 2**20

_LOGGER = logging.getLogger("onrecord")
_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1_024
_NO_LETTER = re.compile(r"\(cid:[0-9]{1,6}\)")
_MOST_NO_LETTERS = 0.1
_HEADLINE_SIZE = 1.2
"""Times the usual size of letters."""
_LONGEST_HEADLINE = 200
_NO_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|qxd|tmp)\b|^[\w-]{1,40}$", re.IGNORECASE)
_CREATED = re.compile(r"D:([0-9]{4})([0-9]{2})([0-9]{2})")


class _PagedText(NamedTuple):
    text: str
    pages: tuple[PageSpan, ...]


def read_pdf(raw: bytes, path: str, options: ReadOptions) -> Report:
    """Read a PDF as one report.

    Args:
        raw: The whole file.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the file.

    Raises:
        ReadError: The file is larger than any report.
        MalformedReportError: The file is damaged, needs a password or has no text.
        MissingExtraError: pdfminer.six is not installed.

    Example:
        >>> read_pdf(content, "statement.pdf", ReadOptions()).pages
        (PageSpan(number=1, start=0, end=2204), PageSpan(number=2, start=2206, end=3120))
    """
    if len(raw) > LARGEST_PDF:
        raise ReadError(path, f"is larger than {LARGEST_PDF // 2**20} MB; save its text instead")
    parsed = parse_pdf(raw, path)
    lines, dropped = drop_running_heads(parsed.pages)
    paragraphs = join_paragraphs([order_lines(page) for page in lines])
    paged = _write(paragraphs)
    _check_letters(paged.text, path)
    _say_what_is_left_out(parsed, dropped, path)
    head = read_head(paged.text, _choose_title(paragraphs, parsed.info.get("Title")))
    created = _CREATED.match(parsed.info.get("CreationDate", ""))
    date = choose_document_date(head.date, "-".join(created.groups()) if created else None, options, path, paged.text)
    return Report(
        text=paged.text,
        origin=path,
        publisher=options.publisher,
        title=head.title,
        authors=head.authors,
        language=detect_language(paged.text),
        published=date.day,
        published_from=date.source,
        published_certain=date.is_certain,
        pages=paged.pages,
    )


def _write(paragraphs: list[PagedParagraph]) -> _PagedText:
    pieces: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    length = 0
    for paragraph in paragraphs:
        if pieces:
            pieces.append("\n\n")
            length += 2
        for words, page in paragraph.pieces:
            start = spans.get(page, (length, length))[0]
            spans[page] = (start, length + len(words.rstrip()))
            pieces.append(words)
            length += len(words)
    pages = tuple(PageSpan(page + 1, start, end) for page, (start, end) in sorted(spans.items()))
    return _PagedText("".join(pieces), pages)


def _check_letters(text: str, path: str) -> None:
    if not text.strip():
        reason = "has no text; it may be a scan: recognise its text first, with a program such as OCRmyPDF"
        raise MalformedReportError(path, reason)
    unknown = sum(map(len, _NO_LETTER.findall(text)))
    if unknown > _MOST_NO_LETTERS * len(text):
        raise MalformedReportError(path, "does not say which letters its fonts print; save its text instead")
    if unknown:
        _LOGGER.warning("%s: some letters are unknown, because their font does not name them", path)


def _say_what_is_left_out(parsed: ParsedPdf, dropped: int, path: str) -> None:
    empty = sum(not page for page in parsed.pages)
    kinds = [
        f"{dropped} running heads and page numbers" if dropped else "",
        f"{empty} pages without text, such as pictures or scans" if empty else "",
        f"pages after the first {len(parsed.pages):,}" if parsed.has_more else "",
    ]
    if any(kinds):
        _LOGGER.warning("%s: not read: %s", path, ", ".join(filter(None, kinds)))


def _choose_title(paragraphs: list[PagedParagraph], declared: str | None) -> str | None:
    """Prefer the large letters on the first page; declared titles are often names of files."""
    usual = median(paragraph.size for paragraph in paragraphs for _ in range(1 + len(paragraph.text) // 80))
    first = [one for one in paragraphs if one.pieces[0][1] == paragraphs[0].pieces[0][1]][:6]
    largest = max(first, key=lambda one: one.size, default=None)
    if largest is not None and largest.size > _HEADLINE_SIZE * usual and len(largest.text) <= _LONGEST_HEADLINE:
        return largest.text.strip()
    title = " ".join((declared or "").split())
    return title if title and not _NO_TITLE.search(title) else None


def _has_magic(head: bytes) -> bool:
    return _MAGIC in head[:_MAGIC_WITHIN] and head.lstrip()[:1] == b"%"


FORMAT = FileFormat("pdf", "PDF", (".pdf",), read_report=read_pdf, has_signature=_has_magic, is_binary=True)
