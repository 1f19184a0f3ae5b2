"""What is true now, in the form in which it is searched: statements, their words, their sketches.

All of it is made from facts: the newest annotation of a report with its corrections laid over. A report's part is
taken out and made again whenever either changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from onrecord.record import Entity, EntityKind, Report, Statement
from onrecord.store.base.dialects import BREAK, WordRow, Words
from onrecord.store.base.keys import statement_key
from onrecord.store.base.schema import UNKNOWN, in_parts, insert_rows, person, sketch, statement
from onrecord.store.base.sketches import sketch_wordings
from onrecord.store.base.words import split_words
from onrecord.store.corrections.overlay import HUMAN, Corrected
from onrecord.store.projections.people import People

_DAY_LENGTH = 10
MOST_WORDS = 3000
"""Words of a statement that are searched; PostgreSQL indexes no more than 1 MB of one."""
_MOST_CALLING = 300


class SearchedStatement(NamedTuple):
    """A statement as it is searched, before it has a key and its speaker an identity; a tuple of plain values."""

    id: str
    kind: str
    role: str | None
    said_start: str
    said_end: str
    published: str
    confidence: float
    human: bool
    content: str
    calling: str
    name: str | None
    name_kind: EntityKind
    roles: tuple[str, ...]
    person: str | None


class SearchedReport(NamedTuple):
    """What is searched of a report."""

    statements: list[SearchedStatement]
    sketches: bytes


def prepare_search(corrected: Corrected) -> SearchedReport:
    """Make ready what is searched of a report."""
    record = corrected.record
    entities = {entity.id: entity for entity in record.entities}
    rows = []
    wordings = []
    for found in record.statements:
        speaker = entities.get(found.speaker.entity or "") if found.speaker else None
        parts = _words_of(record.report.text, found)
        wordings.append([word for part in parts for word in part])
        rows.append(_searched(record.report, found, speaker, parts, corrected.persons.get(found.id)))
    return SearchedReport(rows, sketch_wordings(wordings))


def _searched(
    report: Report, found: Statement, entity: Entity | None, parts: Sequence[Sequence[str]], person_id: str | None
) -> SearchedStatement:
    published = report.published or UNKNOWN
    is_named = found.speaker is not None and found.speaker.status == "resolved"
    role = "; ".join(entity.roles) if entity and entity.roles else None
    # What a source is called is as good as a role: "the federation's chief negotiator said".
    calling = split_words(" ".join([role or "", *found.source.quote]))[:_MOST_CALLING]
    return SearchedStatement(
        found.id,
        found.kind,
        role,
        *said_days(found, published),
        iso_day(published),
        found.confidence,
        found.made_by.startswith(HUMAN),
        f" {BREAK} ".join([" ".join(part) for part in parts]),
        " ".join(calling),
        found.speaker.name if found.speaker and is_named and found.speaker.name else None,
        entity.kind if entity else "person",
        entity.roles if entity else (),
        person_id,
    )


def _words_of(text: str, found: Statement) -> list[list[str]]:
    """Give the words of each part of a content, as many as are searched."""
    parts: list[list[str]] = []
    left = MOST_WORDS
    for start, end in found.content.spans:
        parts.append(split_words(text[start:end])[:left])
        left -= len(parts[-1])
    return parts


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
        for part in in_parts(report_keys):
            self._words.remove(connection, part)
            connection.execute(delete(statement).where(statement.c.report_key.in_(part)))
            connection.execute(delete(sketch).where(sketch.c.report_key.in_(part)))

    def add(self, connection: Connection, held: Sequence[tuple[int, SearchedReport]]) -> None:
        """Put reports into the index: their keys, and what is searched of each."""
        named = ((one.name, one.name_kind, one.roles) for _, own in held for one in own.statements if one.name)
        self._people.look_up(connection, named)
        rows: list[tuple[Any, ...]] = []
        words: list[WordRow] = []
        for report_key, own in held:
            for place, one in enumerate(own.statements):
                key = statement_key(one.said_start, report_key, place)
                person_key = self._find_person(connection, one)
                rows.append((key, report_key, *one[:2], person_key, *one[2:8]))
                words.append(WordRow(key, one.content, one.calling, person_key))
        self._people.write(connection)
        # In the order of keys, neighbours in the file are written together.
        rows.sort(key=itemgetter(0))
        insert_rows(connection, statement, rows)
        self._words.insert(connection, words)
        insert_rows(connection, sketch, [(key, own.sketches) for key, own in held if own.sketches])

    def _find_person(self, connection: Connection, one: SearchedStatement) -> int | None:
        if one.person is not None:
            self._people.write(connection)
            key: int = connection.execute(_PERSON_KEY, {"id": one.person}).scalar_one()
            return key
        return self._people.find(connection, one.name, one.name_kind, one.roles) if one.name else None


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
