"""From bytes to reports: plain and dated text, HTML pages, JSON Lines and Parquet.

``read`` is for Python users, and raises the first error unless it is told where errors go; ``iter_files`` and
``read_reports`` are for callers that want errors in their places. Modules of this package are imported by their full
names (``from onrecord.read.files import …``), since ``onrecord.read`` is also the name under which the package offers
the function.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from onrecord.errors import ReadError
from onrecord.read.dispatch import read_bytes, read_reports
from onrecord.read.files import find_files, iter_files
from onrecord.read.language import find_language
from onrecord.read.options import Format, ReadOptions
from onrecord.record import Report

__all__ = [
    "AnyPath",
    "Format",
    "ReadOptions",
    "find_files",
    "find_language",
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

    Unless ``on_error`` is given, reading ends at the first report that cannot be read.

    Args:
        paths: One path or several: files, folders (read with all below them), globs, or ``-`` for standard input.
        date: ISO date of reports that say none themselves.
        publisher: Outlet of reports that name none themselves.
        text_field: Column of tables that holds the text, where it has no usual name.
        options: Further column names, or a format to force; the arguments above go before what it holds.
        on_error: Called with the ReadError of each path, file or row that cannot be read, after which reading goes on:
            ``errors.append`` of a list, or ``print``.

    Returns:
        Reports in the order of the paths, those of a folder or glob sorted by file, read as they are asked for.
        Without ``on_error``, asking for a report that cannot be read raises its ReadError, and reading ends there.

    Raises:
        ConfigurationError: The date is no real date.
        ReadError: A path does not exist, or names no file that is read, and there is no ``on_error``.
        MissingExtraError: A file needs a package that is not installed.
    """
    base = options or ReadOptions()
    chosen = replace(
        base,
        date=date if date is not None else base.date,
        publisher=publisher if publisher is not None else base.publisher,
        text_field=text_field if text_field is not None else base.text_field,
    )
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
