"""Plain text, with or without a date header.

A dated text begins with the word ``date``, a day and white space. The header is not part of the text of the report.
Anything else is text, because a report may begin with the word "date". Everything behind the header is kept exactly, so
that offsets hold in the file that the user sees.
"""

from __future__ import annotations

import re

from onrecord.errors import MalformedReportError
from onrecord.read.character_encoding import decode
from onrecord.read.dates import choose_date
from onrecord.read.file_format import FileFormat
from onrecord.read.language import detect_language
from onrecord.read.options import ReadOptions, parse_iso_date
from onrecord.record import Report

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
    date, published_from = choose_date(published, "header", options, path, text, url)
    return Report(
        text=text,
        origin=path,
        publisher=options.publisher,
        title=title,
        url=url,
        language=detect_language(text),
        published=date,
        published_from=published_from,
    )


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
