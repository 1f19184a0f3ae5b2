"""Plain text, with or without a date header.

A dated text begins with the word ``date``, a day and white space; the header is no part of the report's text. Less
than that pattern is taken for the text itself, since a report may begin with the word "date". Everything after the
header is kept exactly, so that offsets hold in the file that the user sees.
"""

from __future__ import annotations

import re

from onrecord.errors import MalformedReportError
from onrecord.read.character_encoding import decode
from onrecord.read.dates import choose_date
from onrecord.read.language import find_language
from onrecord.read.options import ReadOptions, parse_iso_date
from onrecord.record import Report

_HEADER = re.compile(r"\s*date[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+|\Z)")


def read_text(raw: bytes, path: str, options: ReadOptions) -> Report:
    """Read a plain text file as one report.

    Args:
        raw: The whole content.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows of the file.

    Raises:
        UnsupportedFormatError: The content is no text.
        MalformedReportError: The header names a day that does not exist, or the encoding is broken.
    """
    return read_words(decode(raw, path), path, options)


def read_words(
    content: str, path: str, options: ReadOptions, *, title: str | None = None, url: str | None = None
) -> Report:
    r"""Read text that is decoded already, such as what somebody pasted, as one report.

    Args:
        content: The text, with a date header or none. Line ends become ``\n``, and a byte-order mark goes.
        path: What to call it; ``-`` where it has no name.
        options: What the caller knows of it.
        title: The headline, or None.
        url: Where it was published, or None; a year in it helps a dateline that lacks one.

    Raises:
        MalformedReportError: The header names a day that does not exist.
    """
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    published, text = split_header(lines, path)
    date, published_from = choose_date(published, "header", options, path, text, url)
    return Report(
        text=text,
        origin=path,
        publisher=options.publisher,
        title=title,
        url=url,
        language=find_language(text),
        published=date,
        published_from=published_from,
    )


def split_header(content: str, path: str) -> tuple[str | None, str]:
    """Split a dated text into its date and its text.

    Args:
        content: The decoded content.
        path: The file, for the message.

    Returns:
        The ISO date, or None where there is no header, and the text.

    Raises:
        MalformedReportError: The header names a day that does not exist.
    """
    header = _HEADER.match(content)
    if header is None:
        return None, content
    if parse_iso_date(header[1]) is None:
        reason = f"the header 'date {header[1]}' names a day that does not exist; write it as date YYYY-MM-DD"
        raise MalformedReportError(path, reason, 0)
    return header[1], content[header.end() :]
