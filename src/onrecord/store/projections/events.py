"""Events in the form in which they are searched, and which statements are about them or about negotiations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, func, select

from onrecord.record.check import Fault
from onrecord.store.base.dialects import WordIndex, WordRow
from onrecord.store.base.keys import statement_key
from onrecord.store.base.schema import (
    UNKNOWN,
    event,
    event_number,
    event_side,
    event_view,
    in_parts,
    insert_rows,
    statement,
    statement_about,
)
from onrecord.store.corrections.overlay import CorrectedRecord
from onrecord.store.projections.base import CurrentReport, Projection
from onrecord.store.projections.searched_events import SearchedEvent, search_forms
from onrecord.store.projections.statements import said_days

_PARTS: tuple[tuple[Table, str], ...] = ((event_side, "sides"), (event_view, "views"), (event_number, "numbers"))
"""The tables of an event's parts, each with the attribute that holds them."""
_REPAIR = "repair it with: onrecord reindex"
_Rows = dict[Table, list[tuple[Any, ...]]]


class SearchedSubjects(NamedTuple):
    """What is searched of a report.

    Attributes:
        events: The events.
        about: For each statement that is about something: its day, its place in the report, and the subject's id.
    """

    events: list[SearchedEvent]
    about: list[tuple[str, int, str]]


class Events(Projection[SearchedSubjects]):
    """Writes the searched events of reports, and deletes them again.

    Args:
        words: The index of words of events.
    """

    name = "events"

    def __init__(self, words: WordIndex) -> None:
        self._words = words

    def prepare(self, corrected: CorrectedRecord) -> SearchedSubjects:
        """Derive what is searched of the events of a report."""
        record = corrected.record
        published = record.report.published or UNKNOWN
        about = [
            (said_days(found, published)[0], place, subject)
            for place, found in enumerate(record.statements)
            for subject in dict.fromkeys(found.about)
        ]
        return SearchedSubjects(list(search_forms(record)), about)

    def add(self, connection: Connection, reports: Sequence[tuple[int, SearchedSubjects]]) -> None:
        """Write the events of reports."""
        rows = _no_rows()
        words: list[WordRow] = []
        for report_key, own in reports:
            _add_rows(rows, words, report_key, own)
        for table, values in rows.items():
            insert_rows(connection, table, sorted(values, key=itemgetter(0, 1)))
        self._words.insert(connection, words)

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Delete the events of reports, with their parts and words."""
        for part in in_parts(report_keys):
            self._words.remove(connection, part)
            said = select(statement.c.key).where(statement.c.report_key.in_(part))
            connection.execute(delete(statement_about).where(statement_about.c.statement_key.in_(said)))
            own = select(event.c.key).where(event.c.report_key.in_(part))
            for table, _ in _PARTS:
                connection.execute(delete(table).where(table.c.event_key.in_(own)))
            connection.execute(delete(event).where(event.c.report_key.in_(part)))

    def count(self, connection: Connection) -> int:
        """Count the events."""
        return connection.execute(select(func.count()).select_from(event)).scalar_one()

    def reset(self, connection: Connection) -> None:
        """Empty the index of words, which may be damaged."""
        self._words.clear(connection)

    def verify(self, connection: Connection) -> Iterator[Fault]:
        """Check that every event has its words, and every part its event."""
        events, words = self.count(connection), self._words.count(connection)
        if events != words:
            yield Fault(self.name, f"{events} events, but the words of {words} are searched; {_REPAIR}")
        for table, noun in _PARTS:
            stray = select(func.count()).select_from(table).where(table.c.event_key.not_in(select(event.c.key)))
            if number := connection.execute(stray).scalar_one():
                yield Fault(self.name, f"{number} {noun} belong to events that are not in the store; {_REPAIR}")

    def verify_reports(self, connection: Connection, reports: Sequence[CurrentReport]) -> Iterator[Fault]:
        """Check that the events that are searched are those that were found."""
        searched: dict[int, list[str]] = defaultdict(list)
        between = event.c.report_key.between(reports[0].key, reports[-1].key)
        for report_key, identity in connection.execute(select(event.c.report_key, event.c.id).where(between)).all():
            searched[report_key].append(identity)
        for one in reports:
            if sorted(searched.get(one.key, ())) != sorted(one.ids[self.name]):
                yield Fault(one.id, f"its events are not searched as they were found; {_REPAIR}")

    def compare(self, connection: Connection, reports: Sequence[tuple[int, str, SearchedSubjects]]) -> Iterator[Fault]:
        """Check every column of the events and their parts, and their words."""
        if not reports:
            return
        stored = _read_rows(connection, reports[0][0], reports[-1][0])
        words: list[WordRow] = []
        for report_key, identity, own in reports:
            expected = _no_rows()
            _add_rows(expected, words, report_key, own)
            if any(sorted(stored[table].get(report_key, ())) != sorted(rows) for table, rows in expected.items()):
                yield Fault(identity, f"its events are not searched as they were found; {_REPAIR}")
        for report_key in self._words.compare(connection, [key for key, _, _ in reports], words):
            identity = next(one for key, one, _ in reports if key == report_key)
            yield Fault(identity, f"the words of its events are not searched as they were found; {_REPAIR}")

    def finish_comparison(self, connection: Connection) -> Iterator[Fault]:
        """Compare the index of words as a whole."""
        if wrong := self._words.finish_comparison(connection):
            yield Fault(self.name, f"the index of words differs at {wrong} words from what was found; {_REPAIR}")


def _no_rows() -> _Rows:
    return {event: [], **{table: [] for table, _ in _PARTS}, statement_about: []}


def _add_rows(rows: _Rows, words: list[WordRow], report_key: int, own: SearchedSubjects) -> None:
    rows[statement_about] += [(statement_key(day, report_key, place), subject) for day, place, subject in own.about]
    for place, one in enumerate(own.events):
        key = statement_key(one.start, report_key, place)
        rows[event].append((key, report_key, *one[:10]))
        for table, name in _PARTS:
            rows[table] += [(key, number, *part) for number, part in enumerate(getattr(one, name))]
        words.append(WordRow(key, one.words, "", None))


def _read_rows(connection: Connection, first: int, last: int) -> dict[Table, dict[int, list[tuple[Any, ...]]]]:
    """Read the rows of neighbouring reports by table and report."""
    found: dict[Table, dict[int, list[tuple[Any, ...]]]] = {event: defaultdict(list)}
    reports: dict[int, int] = {}
    for row in connection.execute(select(event).where(event.c.report_key.between(first, last))):
        found[event][row.report_key].append(tuple(row))
        reports[row.key] = row.report_key
    for table, _ in _PARTS:
        found[table] = defaultdict(list)
        for part in in_parts(sorted(reports)):
            for row in connection.execute(select(table).where(table.c.event_key.in_(part))):
                found[table][reports[row.event_key]].append(tuple(row))
    found[statement_about] = defaultdict(list)
    between = statement.c.report_key.between(first, last)
    about = select(statement_about, statement.c.report_key).join(
        statement, statement.c.key == statement_about.c.statement_key
    )
    for key, subject, report_key in connection.execute(about.where(between)):
        found[statement_about][report_key].append((key, subject))
    return found
