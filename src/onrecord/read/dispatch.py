"""The reports of one file, whatever its format.

Errors come as items beside the reports, so that a bad line or file in a long run costs only itself: the caller shows
it, counts it and goes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import ReadError
from onrecord.read.content import choose_format
from onrecord.read.files import open_file
from onrecord.read.options import ReadOptions
from onrecord.read.web.addresses import is_web_address
from onrecord.record import Report


def read_reports(path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
    """Read the reports of one file, or of a page on the web.

    A text or a page is one report. A table or an archive may hold many; they are read as the caller takes them.

    Args:
        path: A file, ``-`` for standard input, or an address. Folders and globs are for ``find_files``.
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
        if is_web_address(path):
            # The client and its encryption take a while to load.
            from onrecord.read.web.page import read_page

            yield read_page(path, options)
            return
        with open_file(path) as (head, stream):
            yield from choose_format(head, path, options).read(stream, path, options)
    except ReadError as error:
        yield error
