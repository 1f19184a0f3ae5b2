"""One report from bytes that are no file of this machine, such as an upload or an answer from the web."""

from __future__ import annotations

from onrecord.errors import UnsupportedFormatError
from onrecord.read.file_format import FileFormat, parser_errors
from onrecord.read.options import ReadOptions
from onrecord.read.registry import get_format
from onrecord.read.sniffing import HEAD_BYTES, detect_format
from onrecord.record import Report


def read_bytes(content: bytes, name: str, options: ReadOptions) -> Report:
    """Read one report from bytes that are no file of this machine, such as an upload.

    Args:
        content: The whole content: a text or a page.
        name: What the sender calls it: the name of a file, or ``-``. It may tell the format and the date; nothing of
            that name is opened.
        options: What the caller knows about the content.

    Raises:
        UnsupportedFormatError: onrecord does not read this format, or it holds many reports.
        MalformedReportError: The content is broken.

    Example:
        >>> read_bytes(b"date 2031-03-09 The mayor spoke.", "-", ReadOptions()).published
        '2031-03-09'
    """
    file_format = choose_format(content[:HEAD_BYTES], name, options)
    if file_format.read_report is None:
        reason = f"is in the format {file_format.title}, which may hold many reports; add it with: onrecord add FILE"
        raise UnsupportedFormatError(name, reason)
    with parser_errors(name, file_format.title):
        return file_format.read_report(content, name, options)


def choose_format(head: bytes, path: str, options: ReadOptions) -> FileFormat:
    """Choose the format of a file: the one that the caller names, or the one that its first bytes and its name tell."""
    return detect_format(head, path) if options.format is None else get_format(options.format)
