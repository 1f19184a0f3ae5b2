"""Where commands that work on records take them from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.cli.terminal import say
from onrecord.errors import ReadError
from onrecord.read.formats.records import read_records
from onrecord.record import AnnotatedReport

_SQLITE = b"SQLite format 3\0"


class RecordInputs:
    """The records of several sources; what cannot be read is said and counted.

    Args:
        sources: JSON Lines files of records, ``-`` for standard input, and stores.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = sources
        self.failed = 0

    def __iter__(self) -> Iterator[AnnotatedReport]:
        for source in self._sources:
            for item in _open_source(source):
                if isinstance(item, ReadError):
                    self.failed += 1
                    say(str(item))
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
    """Tell whether a source is a store: a database's URL, or a file that is one."""
    if "://" in source:
        return True
    try:
        return is_sqlite_file(Path(source))
    except (OSError, ValueError):
        # What is wrong with it is said where it is read.
        return False


def is_sqlite_file(path: Path) -> bool:
    """Tell whether a file is an SQLite database, by its first bytes."""
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE
