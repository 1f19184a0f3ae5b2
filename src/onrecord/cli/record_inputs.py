"""Records from the files and stores that a command line names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.cli.terminal import ErrorCounter
from onrecord.errors import ReadError
from onrecord.read.formats.records import SQLITE_MAGIC, read_records
from onrecord.record import AnnotatedReport


class RecordInputs:
    """Iterates over the records of files and stores; errors are said and counted.

    Args:
        sources: JSON Lines files of records, ``-`` for standard input, and stores.

    Attributes:
        errors: The errors so far.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = sources
        self.errors = ErrorCounter()

    def __iter__(self) -> Iterator[AnnotatedReport]:
        for source in self._sources:
            for item in _open_source(source):
                if isinstance(item, ReadError):
                    self.errors(item)
                else:
                    yield item


def _open_source(source: str) -> Iterator[AnnotatedReport | ReadError]:
    if not is_store(source):
        yield from read_records(source)
        return
    # The database's packages take long to load.
    from onrecord.store import open_store

    with open_store(source, create=False, read_only=True) as store:
        yield from store.iter_records()


def is_store(source: str) -> bool:
    """Tell whether a source is a store: a database URL or an SQLite file.

    A pipe can be read only once, so its content is left to what reads it.
    """
    if "://" in source:
        return True
    try:
        return Path(source).is_file() and is_sqlite_file(Path(source))
    except (OSError, ValueError):
        # Reading it gives the error.
        return False


def is_sqlite_file(path: Path) -> bool:
    """Tell whether a file is an SQLite database, by its first bytes."""
    with path.open("rb") as stream:
        return stream.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
