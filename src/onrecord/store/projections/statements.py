"""Statements in the form in which they are searched: their columns, their words, their sketches.

All of it is derived from facts: the newest annotation of a report with its corrections applied. A report's part is
replaced whenever either changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select

from onrecord.record import Entity, Statement
from onrecord.record.check import Fault
from onrecord.store.base.days import day_after, iso_day
from onrecord.store.base.dialects import BREAK, WordIndex, WordRow
from onrecord.store.base.keys import statement_key
from onrecord.store.base.schema import (
    SKETCHES,
    UNKNOWN,
    in_parts,
    insert_rows,
    person,
    person_name,
    read_setting,
    report,
    sketch,
    statement,
    statement_tag,
    write_setting,
)
from onrecord.store.base.sketches import ALGORITHM, sketch_wordings
from onrecord.store.base.words import split_words
from onrecord.store.corrections.overlay import HUMAN, CorrectedRecord
from onrecord.store.projections.base import CurrentReport, Projection
from onrecord.store.projections.people import LONGEST_NAME, NamedSpeaker, People, name_speaker

MOST_WORDS = 3000
"""Words of a statement that are searched; PostgreSQL indexes no more than 1 MB of one."""
_MOST_CALLING = 300


class SearchedStatement(NamedTuple):
    """A statement as it is searched, before it has a key and its speaker a person; a tuple of plain values."""

    id: str
    kind: str
    role: str | None
    said_start: str
    said_end: str
    published: str
    confidence: float
    human: bool
    gloss: bool
    doubt: float
    content: str
    calling: str
    named: NamedSpeaker | None
    person: str | None
    tags: tuple[str, ...]


class SearchedReport(NamedTuple):
    """What is searched of a report."""

    statements: list[SearchedStatement]
    sketches: bytes


def _find_doubt(found: Statement) -> float:
    """Tell how unsure a statement is: what its confidence lacks, and 1 more where the speaker is unresolved."""
    if found.made_by.startswith(HUMAN):
        return 0.0
    doubt = 1.0 - found.confidence
    return doubt + 1.0 if found.speaker and found.speaker.status == "unresolved" else doubt


def _searched(
    corrected: CorrectedRecord, found: Statement, entity: Entity | None, parts: Sequence[Sequence[str]]
) -> SearchedStatement:
    report, notes = corrected.record.report, corrected.notes.get(found.id, ())
    published = report.published or UNKNOWN
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
        found.gloss,
        _find_doubt(found),
        f" {BREAK} ".join([" ".join(part) for part in parts]),
        " ".join(calling),
        name_speaker(found, entity),
        corrected.persons.get(found.id),
        tuple(sorted({tag for note in notes for tag in note.detail["tags"]})),
    )


def _words_of(text: str, found: Statement) -> list[list[str]]:
    """Give the words of each part of a content, as many as are searched."""
    parts: list[list[str]] = []
    left = MOST_WORDS
    for start, end in found.content.spans:
        parts.append(split_words(text[start:end])[:left])
        left -= len(parts[-1])
    return parts


class Statements(Projection[SearchedReport]):
    """Writes the searched statements of reports, and deletes them again.

    Args:
        words: The index of words of the database.
        people: Resolves the speakers; it is updated first.
    """

    name = "statements"

    def __init__(self, words: WordIndex, people: People) -> None:
        self._words = words
        self._people = people

    def prepare(self, corrected: CorrectedRecord) -> SearchedReport:
        """Derive what is searched of the statements of a report."""
        record = corrected.record
        entities = {entity.id: entity for entity in record.entities}
        rows = []
        wordings = []
        for found in record.statements:
            speaker = entities.get(found.speaker.entity or "") if found.speaker else None
            parts = _words_of(record.report.text, found)
            wordings.append(parts[0] if len(parts) == 1 else [word for part in parts for word in part])
            rows.append(_searched(corrected, found, speaker, parts))
        return SearchedReport(rows, sketch_wordings(wordings))

    def add(self, connection: Connection, reports: Sequence[tuple[int, SearchedReport]]) -> None:
        """Write the statements of reports."""
        rows: list[tuple[Any, ...]] = []
        words: list[WordRow] = []
        tags: list[tuple[Any, ...]] = []
        for report_key, own in reports:
            for place, one in enumerate(own.statements):
                key = statement_key(one.said_start, report_key, place)
                person_key = self._find_person(connection, one)
                rows.append((key, report_key, *one[:2], person_key, *one[2:10]))
                words.append(WordRow(key, one.content, one.calling, person_key))
                tags += [(key, tag, report_key) for tag in one.tags]
        # In the order of keys, neighbours in the file are written together.
        rows.sort(key=itemgetter(0))
        insert_rows(connection, statement, rows)
        insert_rows(connection, statement_tag, tags)
        self._words.insert(connection, words)
        insert_rows(connection, sketch, [(key, own.sketches) for key, own in reports if own.sketches])

    def _find_person(self, connection: Connection, one: SearchedStatement) -> int | None:
        if one.person is not None:
            key: int = connection.execute(_PERSON_KEY, {"id": one.person}).scalar_one()
            return key
        return self._people.resolve(connection, one.named) if one.named else None

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Delete the statements of reports, with their words and sketches."""
        for part in in_parts(report_keys):
            self._words.remove(connection, part)
            connection.execute(delete(statement).where(statement.c.report_key.in_(part)))
            connection.execute(delete(statement_tag).where(statement_tag.c.report_key.in_(part)))
            connection.execute(delete(sketch).where(sketch.c.report_key.in_(part)))

    def count(self, connection: Connection) -> int:
        """Count the statements."""
        return connection.execute(select(func.count()).select_from(statement)).scalar_one()

    def reset(self, connection: Connection) -> None:
        """Empty the index of words, which may be damaged, and note what makes the sketches."""
        self._words.clear(connection)
        write_setting(connection, SKETCHES, ALGORITHM)

    def verify(self, connection: Connection) -> Iterator[Fault]:
        """Check that every statement has its words, and every sketch its report."""
        statements, words = self.count(connection), self._words.count(connection)
        if statements != words:
            yield Fault(
                self.name,
                f"{statements} statements, but the words of {words} are searched; repair it with: onrecord reindex",
            )
        stray = select(func.count()).select_from(sketch).where(sketch.c.report_key.not_in(select(report.c.key)))
        if number := connection.execute(stray).scalar_one():
            yield Fault(self.name, f"{number} sketches belong to reports that are not in the store")

    def verify_reports(self, connection: Connection, reports: Sequence[CurrentReport]) -> Iterator[Fault]:
        """Check that the statements that are searched are those that were found."""
        searched: dict[int, list[str]] = defaultdict(list)
        rows = select(statement.c.report_key, statement.c.id)
        between = statement.c.report_key.between(reports[0].key, reports[-1].key)
        for report_key, identity in connection.execute(rows.where(between)).all():
            searched[report_key].append(identity)
        for one in reports:
            if sorted(searched.get(one.key, ())) != sorted(one.ids[self.name]):
                yield Fault(
                    one.id, "its statements are not searched as they were found; repair it with: onrecord reindex"
                )

    def compare(self, connection: Connection, reports: Sequence[tuple[int, str, SearchedReport]]) -> Iterator[Fault]:
        """Compare every column, the words and the sketches with what was prepared."""
        if not reports:
            return
        between = (reports[0][0], reports[-1][0])
        stored: dict[int, list[Any]] = defaultdict(list)
        for row in connection.execute(select(statement).where(statement.c.report_key.between(*between))):
            stored[row.report_key].append(tuple(row))
        found = connection.execute(select(sketch).where(sketch.c.report_key.between(*between)))
        sketches = {row.report_key: bytes(row.sketches) for row in found}
        has_sketches = read_setting(connection, SKETCHES) == ALGORITHM
        persons = _read_persons(connection, [row[4] for rows in stored.values() for row in rows if row[4] is not None])
        words: list[WordRow] = []
        tags = _read_tags(connection, *between)
        for report_key, identity, own in reports:
            expected, rows = _rows_of(report_key, own), sorted(stored[report_key])
            if [(*row[:4], *row[5:]) for row in rows] != [row for row, _ in expected]:
                yield Fault(identity, f"its statements are not searched as they were found; {_REPAIR}")
                continue
            for row, (_, one) in zip(rows, expected, strict=True):
                words.append(WordRow(row[0], one.content, one.calling, row[4]))
                if tags.get(row[0], set()) != set(one.tags):
                    yield Fault(identity, f"the tags of {one.id} are not searched as they were given; {_REPAIR}")
                if not _is_speaker(persons.get(row[4]), one):
                    yield Fault(identity, f"the speaker of {one.id} is not searched as it was found; {_REPAIR}")
            if has_sketches and sketches.get(report_key, b"") != own.sketches:
                yield Fault(identity, f"its sketches of wordings differ from its words; {_REPAIR}")
        for report_key in self._words.compare(connection, [key for key, _, _ in reports], words):
            identity = next(one for key, one, _ in reports if key == report_key)
            yield Fault(identity, f"its words are not searched as they were found; {_REPAIR}")

    def finish_comparison(self, connection: Connection) -> Iterator[Fault]:
        """Compare the index of words as a whole."""
        if wrong := self._words.finish_comparison(connection):
            yield Fault(self.name, f"the index of words differs at {wrong} words from what was found; {_REPAIR}")


_REPAIR = "repair it with: onrecord reindex"


def _rows_of(report_key: int, own: SearchedReport) -> list[tuple[tuple[Any, ...], SearchedStatement]]:
    """Give the rows of a report, without the speaker's key, in the order of their keys."""
    rows = [
        ((statement_key(one.said_start, report_key, place), report_key, *one[:2], *one[2:10]), one)
        for place, one in enumerate(own.statements)
    ]
    return sorted(rows, key=lambda row: row[0][0])


def _read_tags(connection: Connection, first: int, last: int) -> dict[int, set[str]]:
    """Read the tags of statements by their keys, of reports between two keys."""
    found: dict[int, set[str]] = defaultdict(set)
    chosen = select(statement_tag).where(statement_tag.c.report_key.between(first, last))
    for row in connection.execute(chosen):
        found[row.statement_key].add(row.tag)
    return found


def _read_persons(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[str, str, set[str]]]:
    """Read the id, the kind and the names of people by their keys."""
    found: dict[int, tuple[str, str, set[str]]] = {}
    for part in in_parts(sorted(set(keys))):
        chosen = select(person.c.key, person.c.id, person.c.kind, person_name.c.name)
        chosen = chosen.join(person_name, person_name.c.person_key == person.c.key)
        for key, identity, kind, name in connection.execute(chosen.where(person.c.key.in_(part))):
            found.setdefault(key, (identity, kind, set()))[2].add(name)
    return found


def _is_speaker(stored: tuple[str, str, set[str]] | None, one: SearchedStatement) -> bool:
    """Tell whether a person of the store can be the speaker whom the facts name."""
    if one.person is not None or one.named is None:
        return (None if stored is None else stored[0]) == one.person
    return stored is not None and stored[1] == one.named.kind and one.named.name[:LONGEST_NAME] in stored[2]


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
