"""Plain text, with or without a date header.

A dated text begins with the word ``date``, a day and white space, or with a line such as ``Date: 12 April 2032``. The
header is not part of the text of the report. Anything else is text, because a report may begin with the word "date".
Everything behind the header is kept exactly, so that offsets hold in the file that the user sees.
"""

from __future__ import annotations

import logging
import re

from onrecord.errors import MalformedReportError
from onrecord.lexicon.date_order import find_day_first
from onrecord.read.character_encoding import decode
from onrecord.read.dates import DateValue, choose_document_date, parse_date_value
from onrecord.read.file_format import FileFormat
from onrecord.read.language import detect_language
from onrecord.read.options import ReadOptions, parse_iso_date
from onrecord.read.text_head import read_head
from onrecord.record import Report

_LOGGER = logging.getLogger("onrecord")
_WRITTEN_HEADER = re.compile(
    r"\s*date(?:[ \t]*:)?[ \t]+(?:(?P<line>[^\n]{4,60}?)[ \t]*(?:\n\s*|\Z)|"
    r"(?P<figures>[0-9]{1,2}([/.-])[0-9]{1,2}\3[0-9]{4})(?:\s+|\Z))",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\s*date[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+|\Z)")


def read_text(raw: bytes, path: str, options: ReadOptions) -> Report:
    """Read a plain text file as one report.

    Args:
        raw: The whole content.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the file.

    Raises:
        UnsupportedFormatError: The content is no text.
        MalformedReportError: The header names a day that does not exist, or the encoding is broken.

    Example:
        >>> read_text(b"date 2031-03-09 The mayor spoke.", "-", ReadOptions()).text
        'The mayor spoke.'
    """
    return parse_text(decode(raw, path), path, options)


def parse_text(
    content: str, path: str, options: ReadOptions, *, title: str | None = None, url: str | None = None
) -> Report:
    r"""Make a report of text that is decoded already, such as pasted text.

    Args:
        content: The text, with or without a date header. Line ends become ``\n``; a byte-order mark is removed.
        path: The name of the text; ``-`` where it has none.
        options: What the caller knows about the text.
        title: The headline, or None.
        url: The address of the report, or None; a year in it completes a dateline without one.

    Raises:
        MalformedReportError: The header names a day that does not exist.

    Example:
        >>> parse_text("The mayor spoke.", "-", ReadOptions(date="2031-03-09")).published
        '2031-03-09'
    """
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    published, text = split_date_header(lines, path)
    day_first = find_day_first(options.publisher, url)
    own = DateValue(published) if published is not None else None
    if own is None:
        own, text = _split_written_header(lines, day_first)
    head = read_head(text, title, day_first)
    if own is None and head.date is None and head.unread is not None:
        _LOGGER.warning("%s: no date in the line %r; write it as date YYYY-MM-DD", path, head.unread)
    date = choose_document_date(own or head.date, None, options, path, text, url)
    return Report(
        text=text,
        origin=path,
        publisher=options.publisher or head.publisher,
        title=head.title,
        authors=head.authors,
        url=url,
        language=detect_language(text),
        published=date.day,
        published_from=date.source,
        published_certain=date.is_certain,
    )


def _split_written_header(content: str, day_first: bool | None) -> tuple[DateValue | None, str]:
    """Split off a first line such as ``Date: 12 April 2032``, or ``date 12/04/2032`` before the text."""
    header = _WRITTEN_HEADER.match(content)
    value = parse_date_value(header["line"] or header["figures"], day_first) if header else None
    if header is None or value is None:
        return None, content
    return value, content[header.end() :]


def split_date_header(content: str, path: str) -> tuple[str | None, str]:
    """Split a dated text into its date and its text.

    Args:
        content: The decoded content.
        path: The file, for the message.

    Returns:
        The ISO date, or None without a header, and the text.

    Raises:
        MalformedReportError: The header names a day that does not exist.

    Example:
        >>> split_date_header("date 2031-03-09 The mayor spoke.", "-")
        ('2031-03-09', 'The mayor spoke.')
    """
    header = _HEADER.match(content)
    if header is None:
        return None, content
    if parse_iso_date(header[1]) is None:
        reason = f"the header 'date {header[1]}' names a day that does not exist; write it as date YYYY-MM-DD"
        raise MalformedReportError(path, reason, 0)
    return header[1], content[header.end() :]


FORMAT = FileFormat("text", "plain text", (".txt", ".text"), read_report=read_text)
