"""What is true now, in the form in which it is searched: statements, their words, their sketches.

All of it is made from facts: the newest annotation of a report with its corrections laid over. A report's part is
taken out and made again whenever either changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from sqlalchemy import Connection, bindparam, delete, select

from onrecord.records import AnnotatedReport, Entity, EntityKind, Report, Statement
from onrecord.store.dialects import WordRow, Words
from onrecord.store.identities import People
from onrecord.store.keys import statement_key
from onrecord.store.overlay import HUMAN, Corrected
from onrecord.store.schema import UNKNOWN, insert_rows, person, sketch, statement
from onrecord.store.sketches import sketch_wordings
from onrecord.store.words import split_words

_DAY_LENGTH = 10
_CHUNK = 500
MOST_WORDS = 3000
"""Words of a statement that are searched; PostgreSQL indexes no more than 1 MB of one."""
_MOST_CALLING = 300


@dataclass(slots=True)
class IndexRow:
    """A statement as it is searched."""

    values: tuple[object, ...]
    words: WordRow


class Index:
    """Writes what is searched of reports, and takes it out again.

    Args:
        words: The index of words of the database.
        people: Who is who.
    """

    def __init__(self, words: Words, people: People) -> None:
        self._words = words
        self._people = people

    def forget(self) -> None:
        """Forget who is who, after a transaction that failed."""
        self._people.forget()

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Take reports out of the index."""
        for start in range(0, len(report_keys), _CHUNK):
            part = report_keys[start : start + _CHUNK]
            own = select(statement.c.key).where(statement.c.report_key.in_(part))
            connection.execute(delete(self._words.table).where(self._words.key.in_(own)))
            connection.execute(delete(statement).where(statement.c.report_key.in_(part)))
            connection.execute(delete(sketch).where(sketch.c.report_key.in_(part)))

    def add(self, connection: Connection, held: Sequence[tuple[int, Corrected]]) -> None:
        """Put reports into the index: their keys, and what is true of each."""
        self._people.look_up(connection, (named for _, one in held for named in _speakers(one.record)))
        rows: list[IndexRow] = []
        sketches: list[tuple[int, bytes]] = []
        for report_key, corrected in held:
            own = self._make_rows(connection, report_key, corrected)
            rows += own
            packed = sketch_wordings([list(chain.from_iterable(row.words.parts)) for row in own])
            if packed:
                sketches.append((report_key, packed))
        self._people.write(connection)
        insert_rows(connection, statement, [row.values for row in rows])
        self._words.insert(connection, [row.words for row in rows])
        insert_rows(connection, sketch, sketches)

    def _make_rows(self, connection: Connection, report_key: int, corrected: Corrected) -> list[IndexRow]:
        entities = {entity.id: entity for entity in corrected.record.entities}
        rows = []
        for place, found in enumerate(corrected.record.statements):
            speaker = entities.get(found.speaker.entity or "") if found.speaker else None
            chosen = corrected.persons.get(found.id)
            person_key = self._find_person(connection, found, speaker, chosen)
            role = "; ".join(speaker.roles) if speaker and speaker.roles else None
            rows.append(_make_row(corrected.record.report, found, (report_key, place), person_key, role))
        return rows

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


def _speakers(record: AnnotatedReport) -> Iterator[tuple[str, EntityKind, Sequence[str]]]:
    """Give the names of the speakers of a record, with their kinds and roles."""
    entities = {entity.id: entity for entity in record.entities}
    for found in record.statements:
        if found.speaker is not None and found.speaker.status == "resolved" and found.speaker.name:
            entity = entities.get(found.speaker.entity or "")
            yield found.speaker.name, entity.kind if entity else "person", entity.roles if entity else ()


def _make_row(
    report: Report, found: Statement, place: tuple[int, int], person_key: int | None, role: str | None
) -> IndexRow:
    published = report.published or UNKNOWN
    start, end = said_days(found, published)
    key = statement_key(start, *place)
    text = report.text
    # What a source is called is as good as a role: "the federation's chief negotiator said".
    calling = split_words(" ".join([role or "", *found.source.quote]))[:_MOST_CALLING]
    values = (
        key,
        place[0],
        found.id,
        found.kind,
        person_key,
        role,
        start,
        end,
        iso_day(published),
        found.confidence,
        found.made_by.startswith(HUMAN),
    )
    return IndexRow(values, WordRow(key, _words_of(text, found), calling, person_key))


def _words_of(text: str, found: Statement) -> list[list[str]]:
    """Give the words of each part of a content, as many as are searched."""
    parts: list[list[str]] = []
    left = MOST_WORDS
    for start, end in found.content.spans:
        parts.append(split_words(text[start:end])[:left])
        left -= len(parts[-1])
    return parts


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
