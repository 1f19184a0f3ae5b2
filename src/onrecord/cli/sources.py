"""Where commands that work on records take them from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.cli.terminal import say
from onrecord.errors import ReadError
from onrecord.read.annotated import read_annotated
from onrecord.records import AnnotatedReport


class RecordSources:
    """The records of several sources; what cannot be read is said and counted.

    Args:
        sources: JSON Lines files of records, ``-`` for standard input.
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
    return read_annotated(source)
