"""From bytes to reports: text, pages, documents, e-mails, tables, web archives and feeds.

``read`` is for Python users. It raises the first error, unless you say where errors go. ``iter_files`` and
``read_reports`` are for callers that want errors in their places.

Import the modules of this package by their full names (``from onrecord.read.files import …``), because
``onrecord.read`` is also the name of the function.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from onrecord.errors import ReadError
from onrecord.read.content import read_bytes
from onrecord.read.dispatch import read_reports
from onrecord.read.files import find_files, iter_files
from onrecord.read.language import detect_language
from onrecord.read.options import ReadOptions
from onrecord.read.registry import FORMAT_NAMES, get_format
from onrecord.record import Report

__all__ = [
    "FORMAT_NAMES",
    "AnyPath",
    "ReadOptions",
    "detect_language",
    "find_files",
    "iter_files",
    "read",
    "read_bytes",
    "read_reports",
]

AnyPath = str | os.PathLike[str]


def read(
    paths: AnyPath | Iterable[AnyPath],
    *,
    date: str | None = None,
    publisher: str | None = None,
    text_field: str | None = None,
    options: ReadOptions | None = None,
    on_error: Callable[[ReadError], object] | None = None,
) -> Iterator[Report]:
    """Read reports from files, folders and globs.

    Args:
        paths: One path or several: files, folders (with all folders in them), globs, addresses of pages, or ``-`` for
            standard input.
        date: ISO date of publication, whatever the reports say.
        publisher: Publisher of reports that name none.
        text_field: Column of the text in tables, if it has no usual name.
        options: Further column names, or a format; the arguments above override it.
        on_error: Called with the ReadError of each path, file or row that cannot be read; reading then continues.
            Pass ``errors.append`` of a list, or ``print``.

    Returns:
        Reports in the order of the paths; those of a folder or glob sorted by file. They are read as you take them.
        Without ``on_error``, the first report that cannot be read raises its ReadError and ends the reading.

    Raises:
        ConfigurationError: The date is no real date, or there is no such format.
        ReadError: A path does not exist, or holds no file of a known format, and there is no ``on_error``.
        MissingExtraError: A file needs a package that is not installed.

    Example:
        >>> for report in onrecord.read("reports/", publisher="The Post"):
        ...     print(report.published, report.title)
    """
    base = options or ReadOptions()
    chosen = replace(
        base,
        date=date if date is not None else base.date,
        publisher=publisher if publisher is not None else base.publisher,
        text_field=text_field if text_field is not None else base.text_field,
    )
    if chosen.format is not None:
        get_format(chosen.format)
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    names = [os.fspath(path) for path in named]
    if on_error is None:
        return _read_files(find_files(names), chosen, _raise)
    return _read_files(iter_files(names), chosen, on_error)


def _read_files(
    files: Iterable[str | ReadError], options: ReadOptions, on_error: Callable[[ReadError], object]
) -> Iterator[Report]:
    for file in files:
        for item in [file] if isinstance(file, ReadError) else read_reports(file, options):
            if isinstance(item, ReadError):
                on_error(item)
            else:
                yield item


def _raise(error: ReadError) -> None:
    raise error
