"""All projections of a store, walked together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from onrecord.record.check import Fault
from onrecord.store.base.dialects import EVENTS, WordIndex
from onrecord.store.corrections.overlay import CorrectedRecord
from onrecord.store.projections.base import CurrentReport, Projection
from onrecord.store.projections.events import Events
from onrecord.store.projections.people import People
from onrecord.store.projections.statements import Statements

PreparedReport = tuple[Any, ...]
"""What each projection prepared of one report, in the order of the registry."""


def make_projections(words: WordIndex) -> tuple[Projection[Any], ...]:
    """List every searched thing, those that others refer to first; a new one is one line here."""
    people = People()
    return (
        people,
        Statements(words, people),
        Events(words.of_owner(EVENTS)),
    )


class Projections:
    """All projections of one database.

    Args:
        words: The database's index of words.
    """

    def __init__(self, words: WordIndex) -> None:
        self._all = make_projections(words)

    def prepare(self, corrected: CorrectedRecord) -> PreparedReport:
        """Derive everything that is searched of one report."""
        return tuple([projection.prepare(corrected) for projection in self._all])

    def begin(self, connection: Connection) -> None:
        """Start a transaction."""
        for projection in self._all:
            projection.begin(connection)

    def forget(self) -> None:
        """Drop what is kept in memory, after a transaction that failed."""
        for projection in self._all:
            projection.forget()

    def add(self, connection: Connection, reports: Sequence[tuple[int, PreparedReport]]) -> None:
        """Write what was prepared of reports that are not in the projections, each with its key."""
        for place, projection in enumerate(self._all):
            projection.add(connection, [(key, prepared[place]) for key, prepared in reports])

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Delete what reports contributed, referring rows before those they refer to."""
        for projection in reversed(self._all):
            projection.remove(connection, report_keys)

    def reset(self, connection: Connection) -> None:
        """Prepare for re-indexing the whole store."""
        for projection in reversed(self._all):
            projection.reset(connection)

    def count(self, connection: Connection) -> dict[str, int]:
        """Count the searched things by the name of their projection."""
        return {projection.name: projection.count(connection) for projection in self._all}

    def verify(self, connection: Connection) -> Iterator[Fault]:
        """Yield what is wrong with each projection as a whole."""
        for projection in self._all:
            yield from projection.verify(connection)

    def verify_reports(self, connection: Connection, reports: Sequence[CurrentReport]) -> Iterator[Fault]:
        """Yield where projections differ from what neighbouring reports hold, in the order of their keys."""
        for projection in self._all:
            yield from projection.verify_reports(connection, reports)

    def compare(self, connection: Connection, reports: Sequence[tuple[int, str, PreparedReport]]) -> Iterator[Fault]:
        """Yield where projections differ from what was prepared of neighbouring reports, each with key and id."""
        for place, projection in enumerate(self._all):
            yield from projection.compare(connection, [(key, one, prepared[place]) for key, one, prepared in reports])

    def finish_comparison(self, connection: Connection) -> Iterator[Fault]:
        """Yield what only shows once all reports are compared."""
        for projection in self._all:
            yield from projection.finish_comparison(connection)
