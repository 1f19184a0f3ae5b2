"""What is true now, in the form in which it is searched: statements, their words, their sketches.

All of it is made from facts: the newest annotation of a report with its corrections laid over. A report's part is
taken out and made again whenever either changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from sqlalchemy import Connection, bindparam, delete, select

from onrecord.records import AnnotatedReport, Entity, Statement
from onrecord.store.dialects import WordRow, Words
from onrecord.store.identities import People
from onrecord.store.keys import statement_key
from onrecord.store.overlay import HUMAN, Corrected
from onrecord.store.schema import UNKNOWN, insert_rows, person, sketch, statement
from onrecord.store.sketches import sketch_wordings
from onrecord.store.words import split_words

_DAY_LENGTH = 10


@dataclass(slots=True)
class IndexRow:
    """A statement as it is searched."""

    values: tuple[object, ...]
    words: WordRow


class Index:
    """Makes the rows of reports, and writes those of many reports at once.

    Args:
        words: The index of words of the database.
        people: Who is who.
    """

    def __init__(self, words: Words, people: People) -> None:
        self._words = words
        self._people = people
        self._rows: list[IndexRow] = []
        self._sketches: list[tuple[int, bytes]] = []

    def forget(self) -> None:
        """Forget what was not written."""
        self._rows.clear()
        self._sketches.clear()
        self._people.forget()

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Take reports out of the index."""
        keys = select(statement.c.key).where(statement.c.report_key.in_(report_keys))
        found = list(connection.execute(keys).scalars())
        for start in range(0, len(found), 500):
            part = found[start : start + 500]
            connection.execute(delete(self._words.table).where(self._words.key.in_(part)))
            connection.execute(delete(statement).where(statement.c.key.in_(part)))
        connection.execute(delete(sketch).where(sketch.c.report_key.in_(report_keys)))

    def add(self, connection: Connection, report_key: int, corrected: Corrected) -> None:
        """Make the rows of a report; they are written with the next :meth:`write`."""
        record = corrected.record
        entities = {entity.id: entity for entity in record.entities}
        rows = [
            self._make_row(connection, record, found, (report_key, place), entities, corrected.persons)
            for place, found in enumerate(record.statements)
        ]
        self._rows += rows
        packed = sketch_wordings([list(chain.from_iterable(row.words.parts)) for row in rows])
        if packed:
            self._sketches.append((report_key, packed))

    def write(self, connection: Connection) -> None:
        """Write what was made."""
        self._people.write(connection)
        insert_rows(connection, statement, [row.values for row in self._rows])
        self._words.insert(connection, [row.words for row in self._rows])
        insert_rows(connection, sketch, self._sketches)
        self._rows.clear()
        self._sketches.clear()

    def _make_row(
        self,
        connection: Connection,
        record: AnnotatedReport,
        found: Statement,
        place: tuple[int, int],
        entities: dict[str, Entity],
        persons: dict[str, str],
    ) -> IndexRow:
        report_key, number = place
        published = record.report.published or UNKNOWN
        start, end = said_days(found, published)
        key = statement_key(start, report_key, number)
        speaker = entities.get(found.speaker.entity or "") if found.speaker else None
        person_key = self._find_person(connection, found, speaker, persons.get(found.id))
        role = "; ".join(speaker.roles) if speaker and speaker.roles else None
        text = record.report.text
        return IndexRow(
            (
                key,
                report_key,
                found.id,
                found.kind,
                person_key,
                role,
                start,
                end,
                iso_day(published),
                found.confidence,
                found.made_by.startswith(HUMAN),
            ),
            WordRow(
                key,
                [split_words(text[s:e]) for s, e in found.content.spans],
                # What a source is called is as good as a role: "the federation's chief negotiator said".
                split_words(" ".join([role or "", *found.source.quote])),
                person_key,
            ),
        )

    def _find_person(
        self, connection: Connection, found: Statement, entity: Entity | None, chosen: str | None
    ) -> int | None:
        if chosen is not None:
            self._people.write(connection)
            key: int = connection.execute(_PERSON_KEY, {"id": chosen}).scalar_one()
            return key
        if found.speaker is None or found.speaker.status != "resolved" or not found.speaker.name:
            return None
        kind, roles = (entity.kind, entity.roles) if entity else ("person", ())
        return self._people.find(connection, found.speaker.name, kind, roles)


_PERSON_KEY = select(person.c.key).where(person.c.id == bindparam("id"))


def said_days(found: Statement, published: str) -> tuple[str, str]:
    """Give the days on which a statement was said, ``[first, day after the last)``.

    The report's date stands in where the statement says nothing of its own.
    """
    said = found.said
    if said is not None and said.start is not None and said.origin != "published":
        start = iso_day(said.start)
        if start != UNKNOWN:
            # A time without an end is known to lie in no range that has one.
            return start, iso_day(said.end) if said.end else UNKNOWN
    start = iso_day(published)
    return start, day_after(start)


@lru_cache(maxsize=65536)
def iso_day(words: str) -> str:
    """Give the day of an ISO date or time, or ``unknown`` where it is none."""
    day = words[:_DAY_LENGTH]
    try:
        date.fromisoformat(day)
    except ValueError:
        return UNKNOWN
    # The standard library reads week dates and dates without hyphens too, which sort elsewhere.
    return day if day[4:5] == "-" == day[7:8] else UNKNOWN


@lru_cache(maxsize=65536)
def day_after(day: str) -> str:
    """Give the day after an ISO day."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return UNKNOWN
