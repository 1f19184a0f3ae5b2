"""Verifying a store: every hash and offset of every reading, and that what is searched is what was found.

The store keeps no second copy of a quote: a quote is the report's text at its offsets. So a quote is still
exactly where the record says if the text has its hash, the facts have theirs, and each statement's spans lie in the
text and give the statement's id.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from onrecord.errors import StoreError
from onrecord.record.check import Fault
from onrecord.store.base.database import Database
from onrecord.store.base.packed import (
    ADDRESSEE,
    CONTENT,
    CUE,
    ENTITY,
    ID,
    SAID,
    SOURCE,
    SPEAKER,
    VENUE,
    WITHIN,
    Facts,
    inflate_facts,
    read_facts,
)
from onrecord.store.base.schema import annotation, report
from onrecord.store.corrections.log import read_log_by_report
from onrecord.store.load import read_records
from onrecord.store.projections.base import CurrentReport
from onrecord.store.projections.registry import Projections
from onrecord.store.values import Checked

_CHUNK = 500
_MOST_FAULTS = 10_000
"""Faults that are listed; a store with more is broken as a whole."""


def verify_store(database: Database, after_chunk: Callable[[int], None] | None) -> Checked:
    """Check a whole store.

    Args:
        database: The store's.
        after_chunk: Called with the number of reports that were looked at since the last time.
    """
    faults: list[Fault] = []
    reports = statements = last = 0
    with database.read() as connection:
        faults += _check_database(database, connection)
        projections = Projections(database.words)
        faults += projections.verify(connection)
        # One state of the store throughout, whatever is added meanwhile.
        while True:
            chosen = select(report.c.key, report.c.id, report.c.sha256, report.c.text)
            rows = connection.execute(chosen.where(report.c.key > last).order_by(report.c.key).limit(_CHUNK)).all()
            if not rows:
                return Checked(reports, statements, tuple(faults[:_MOST_FAULTS]))
            chunk = _Chunk(connection, projections, rows)
            faults += chunk.check()
            reports, statements, last = reports + len(rows), statements + chunk.statements, rows[-1].key
            if after_chunk:
                after_chunk(len(rows))


class _Chunk:
    """Some hundreds of reports, with all that the store says of them."""

    def __init__(self, connection: Connection, projections: Projections, rows: Sequence[Any]) -> None:
        self._connection = connection
        self._projections = projections
        self._rows = rows
        first, last = rows[0].key, rows[-1].key
        self._annotations: dict[int, list[Any]] = defaultdict(list)
        columns = (annotation.c.report_key, annotation.c.facts, annotation.c.digest)
        chosen = select(*columns).where(annotation.c.report_key.between(first, last)).order_by(annotation.c.key)
        for row in connection.execute(chosen):
            self._annotations[row.report_key].append(row)
        self._current: list[CurrentReport] = []
        self.statements = 0

    def check(self) -> Iterator[Fault]:
        """Give what is wrong."""
        corrected = read_log_by_report(self._connection, [row.id for row in self._rows])
        for row in self._rows:
            yield from self._check_report(row, row.id in corrected)
        if self._current:
            yield from self._projections.verify_reports(self._connection, self._current)

    def _check_report(self, row: Row[Any], is_corrected: bool) -> Iterator[Fault]:
        if isinstance(row.text, str):
            yield Fault(row.id, "its text is not what it was: it is no longer bytes")
            return
        text = bytes(row.text)
        digest = hashlib.sha256(text).digest()
        if digest != row.sha256:
            yield Fault(row.id, "its text is not what it was: the hash differs")
        if row.id != f"r_{digest.hex()[:16]}":
            yield Fault(row.id, "its id is not that of its text")
        length = len(text.decode("utf-8", "replace"))
        own = self._annotations.get(row.key)
        if not own:
            yield Fault(row.id, "nothing says what was found in it")
            return
        newest: list[str] | None = None
        for found in own:
            newest = None
            try:
                raw = inflate_facts(bytes(found.facts))
                if hashlib.sha256(raw).digest() != bytes(found.digest):
                    yield Fault(row.id, "what was found in it is not what it was: the hash differs")
                statements, entities, times = read_facts(raw)
                newest = [facts[ID] for facts in statements]
                yield from check_facts(row.id, length, statements, entities, times)
            except (StoreError, TypeError, ValueError, IndexError):
                yield Fault(row.id, "what was found in it is damaged and cannot be read")
        self.statements += len(newest or ())
        if newest is None:
            return
        if is_corrected:
            record = next(read_records(self._connection, [row.key], corrected=True))
            newest = [found.id for found in record.statements]
            yield from _check_doubles(row.id, newest)
        self._current.append(CurrentReport(row.key, row.id, {"statements": newest}))


def check_facts(
    report_id: str, length: int, statements: Sequence[Facts], entities: Sequence[Facts], times: Sequence[Facts]
) -> Iterator[Fault]:
    """Check the facts of a report: offsets, ids of statements, each of one alone, and the ids that they name."""
    known = {facts[0] for facts in entities}
    known_times = {"published", *(facts[0] for facts in times)}
    ids = {facts[ID] for facts in statements}
    yield from _check_doubles(report_id, [facts[ID] for facts in statements])
    for facts in statements:
        source, cue, content = facts[SOURCE], facts[CUE], facts[CONTENT]
        for flat in (source, cue, content, facts[VENUE] or (), facts[ADDRESSEE] or ()):
            yield from _check_flat(report_id, facts[ID], flat, length)
        key = f'["{report_id}", {_pairs(source)}, {_pairs(cue)}, {_pairs(content)}]'
        if facts[ID] != f"s_{hashlib.sha256(key.encode()).hexdigest()[:16]}":
            yield Fault(facts[ID], f"its id is not that of its spans (report {report_id})")
        if facts[WITHIN] is not None and facts[WITHIN] not in ids:
            yield Fault(facts[ID], f"it stands within {facts[WITHIN]!r}, which is not there (report {report_id})")
        speaker = facts[SPEAKER]
        for named in (facts[ENTITY], speaker[1] if speaker else None):
            if named is not None and named not in known:
                yield Fault(facts[ID], f"its speaker {named!r} is not there (report {report_id})")
        if facts[SAID] is not None and facts[SAID][3] not in known_times:
            yield Fault(facts[ID], f"its time {facts[SAID][3]!r} is not there (report {report_id})")
    for facts in entities:
        yield from _check_flat(report_id, facts[0], facts[5], length)
    for facts in times:
        yield from _check_flat(report_id, facts[0], facts[1:3], length)


def _check_doubles(report_id: str, ids: Sequence[str]) -> Iterator[Fault]:
    if len(set(ids)) == len(ids):
        return
    for identity, number in Counter(ids).items():
        if number > 1:
            yield Fault(identity, f"{number} statements have this id (report {report_id})")


def _pairs(flat: Sequence[int]) -> str:
    if len(flat) == 2:
        return f"[[{flat[0]}, {flat[1]}]]"
    return "[" + ", ".join([f"[{flat[at]}, {flat[at + 1]}]" for at in range(0, len(flat), 2)]) + "]"


def _check_flat(report_id: str, identity: str, flat: Sequence[int], length: int) -> Iterator[Fault]:
    for at in range(0, len(flat), 2):
        if not 0 <= flat[at] < flat[at + 1] <= length:
            where = f"[{flat[at]}, {flat[at + 1]})"
            yield Fault(identity, f"{where} does not lie in its text of {length} characters (report {report_id})")


def _check_database(database: Database, connection: Connection) -> Iterator[Fault]:
    """Check the structure of a SQLite file; PostgreSQL checks its own."""
    if database.is_sqlite:
        for (problem,) in connection.exec_driver_sql("PRAGMA quick_check(20)"):
            if problem != "ok":
                yield Fault(database.name, str(problem))
        broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        for table in sorted(broken):
            yield Fault(database.name, f"rows of the table {table} belong to rows that are not there")
