"""The reports of one file, whatever its format.

Errors come as items beside the reports, so that a bad line or file in a long run costs only itself: the caller shows
it, counts it and goes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import ReadError, UnsupportedFormatError
from onrecord.read.file_format import FileFormat, parser_errors
from onrecord.read.files import open_file
from onrecord.read.options import ReadOptions
from onrecord.read.registry import get_format
from onrecord.read.sniffing import HEAD_BYTES, detect_format
from onrecord.record import Report


def read_reports(path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
    """Read the reports of one file.

    A text or a page is one report. A table or an archive may hold many; they are read as the caller takes them.

    Args:
        path: A file, or ``-`` for standard input. Folders and globs are for ``find_files``.
        options: What the caller knows about the file.

    Yields:
        A report, or the error in the place of one. After an error of the file as a whole nothing follows.

    Raises:
        ConfigurationError: The options name an unknown format.
        MissingExtraError: The format needs a package that is not installed.

    Example:
        >>> [item.origin for item in read_reports("reports.jsonl", ReadOptions())]
        ['reports.jsonl#1', 'reports.jsonl#2']
    """
    try:
        with open_file(path) as (head, stream):
            yield from _choose_format(head, path, options).read(stream, path, options)
    except ReadError as error:
        yield error


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
    file_format = _choose_format(content[:HEAD_BYTES], name, options)
    if file_format.read_report is None:
        reason = f"is in the format {file_format.title}, which may hold many reports; add it with: onrecord add FILE"
        raise UnsupportedFormatError(name, reason)
    with parser_errors(name, file_format.title):
        return file_format.read_report(content, name, options)


def _choose_format(head: bytes, path: str, options: ReadOptions) -> FileFormat:
    return detect_format(head, path) if options.format is None else get_format(options.format)
