"""Verifying a store: every hash and offset of every annotation, and that searches see what was found.

The store keeps no second copy of a quote: a quote is the report's text at its offsets. So a quote is exactly where the
record says if the text has its hash, each layer has its own, and every span lies in the text and gives the id.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from onrecord.errors import OnRecordError, SchemaVersionError
from onrecord.record import LAYERS, Report
from onrecord.record.check import Fault, check_record
from onrecord.record.packed_check import are_sound
from onrecord.record.packing import read_rows
from onrecord.store.base.database import Database
from onrecord.store.base.garbage import hold_collections
from onrecord.store.base.layers import (
    STATEMENTS,
    PackedLayer,
    build_record,
    hash_layer,
    hash_layers,
    inflate_layer,
    upgrade_rows,
)
from onrecord.store.base.schema import annotation, layer, report
from onrecord.store.corrections.log import read_log_by_report
from onrecord.store.load import read_records, read_reports
from onrecord.store.projections.base import CurrentReport
from onrecord.store.projections.registry import Projections
from onrecord.store.upkeep.reindex import correct_stored
from onrecord.store.upkeep.verify_facts import guard, verify_facts
from onrecord.store.values.verification import VerificationResult

_CHUNK = 500
_MOST_FAULTS = 10_000
"""Faults that are listed; a store with more is broken as a whole."""


def verify_store(
    database: Database, after_chunk: Callable[[int], None] | None, is_quick: bool = False
) -> VerificationResult:
    """Check a whole store.

    Args:
        database: The store's.
        after_chunk: Called with the number of reports that were looked at since the last time.
        is_quick: Check facts, and that all statements are searched, but derive nothing that is searched again.
    """
    faults: list[Fault] = []
    reports = statements = last = 0
    with database.read() as connection:
        faults += guard(database.name, _check_database(database, connection, is_quick))
        faults += verify_facts(connection)
        projections = Projections(database.words)
        faults += guard("what is searched", projections.verify(connection))
        # One state of the store throughout, whatever is added meanwhile.
        while True:
            chosen = select(report.c.key, report.c.id, report.c.sha256, report.c.text)
            rows = connection.execute(chosen.where(report.c.key > last).order_by(report.c.key).limit(_CHUNK)).all()
            if not rows:
                if not is_quick:
                    faults += guard("what is searched", projections.finish_comparison(connection))
                return VerificationResult(reports, statements, tuple(dict.fromkeys(faults[:_MOST_FAULTS])))
            with hold_collections():
                chunk = _Chunk(connection, projections, rows)
                faults += guard(f"reports {rows[0].id} to {rows[-1].id}", chunk.check())
                if not is_quick:
                    faults += guard(f"reports {rows[0].id} to {rows[-1].id}", chunk.compare_searched())
            reports, statements, last = reports + len(rows), statements + chunk.statements, rows[-1].key
            if after_chunk:
                after_chunk(len(rows))


class _Chunk:
    """Some hundreds of reports, with all that the store says of them."""

    def __init__(self, connection: Connection, projections: Projections, rows: Sequence[Any]) -> None:
        self._connection = connection
        self._projections = projections
        self._rows = rows
        self._annotations: dict[int, dict[int, _Annotation]] = defaultdict(dict)
        found = connection.execute(_ANNOTATIONS, {"first": rows[0].key, "last": rows[-1].key}).all()
        for report_key, key, digest, name, version, packed, own_digest in found:
            annotations = self._annotations[report_key]
            own = annotations.get(key)
            if own is None:
                own = annotations[key] = _Annotation(bytes(digest), [])
            if name is not None:
                own.layers.append(PackedLayer(name, version, bytes(packed), bytes(own_digest)))
        self._current: list[CurrentReport] = []
        self.statements = 0

    def check(self) -> Iterator[Fault]:
        """Yield what is wrong."""
        corrected = read_log_by_report(self._connection, [row.id for row in self._rows])
        for row in self._rows:
            yield from self._check_report(row, row.id in corrected)
        if self._current:
            yield from self._projections.verify_reports(self._connection, self._current)

    def compare_searched(self) -> Iterator[Fault]:
        """Yield where what is searched differs from what the facts and corrections give."""
        derived = []
        logs = read_log_by_report(self._connection, [row.id for row in self._rows])
        for stored in read_reports(self._connection, [one.key for one in self._current]):
            identity = stored.report.id
            try:
                corrected = correct_stored(stored, logs.get(identity, []))
                derived.append((stored.key, identity, self._projections.prepare(corrected)))
            except (OnRecordError, TypeError, ValueError, LookupError) as error:
                yield Fault(identity, f"what is searched of it cannot be derived ({error})")
        yield from self._projections.compare(self._connection, derived)

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
        annotations = self._annotations.get(row.key)
        if not annotations:
            yield Fault(row.id, "it has no annotation")
            return
        decoded = _decode(text)
        newest: _Rows | None = None
        for one in annotations.values():
            newest, faults = _check_annotation(row.id, decoded, one)
            yield from faults
        if newest is None:
            return
        self.statements += len(newest.get(STATEMENTS, ()))
        ids = {name: [item[0] for item in newest.get(name, ())] for name in LAYERS}
        if is_corrected:
            record = next(read_records(self._connection, [row.key], corrected=True))
            yield from _name_report(row.id, check_record(record))
            ids = {name: [item.id for item in getattr(record, name)] for name in LAYERS}
        self._current.append(CurrentReport(row.key, row.id, ids))


_Rows = dict[str, list[Any]]
"""The packed items of each layer."""


@dataclass(frozen=True, slots=True)
class _Annotation:
    """An annotation as the store keeps it."""

    digest: bytes
    layers: list[PackedLayer]


_ANNOTATIONS = (
    select(
        annotation.c.report_key,
        annotation.c.key,
        annotation.c.digest,
        layer.c.name,
        layer.c.version,
        layer.c.packed,
        layer.c.digest.label("own_digest"),
    )
    .outerjoin(layer, layer.c.annotation_key == annotation.c.key)
    .where(annotation.c.report_key.between(bindparam("first"), bindparam("last")))
    .order_by(annotation.c.key)
)


def _check_annotation(report_id: str, text: str, own: _Annotation) -> tuple[_Rows | None, list[Fault]]:
    """Check the hashes of an annotation and what its layers hold.

    Returns:
        The packed items, or None where they cannot be read, and what is wrong.
    """
    faults = []
    if hash_layers(own.layers) != own.digest:
        faults.append(Fault(report_id, "its layers are not those that were added: the hash of all differs"))
    rows: _Rows = {}
    try:
        for one in own.layers:
            raw = inflate_layer(one)
            if hash_layer(raw) != one.digest:
                faults.append(Fault(report_id, f"its {one.name} are not what they were: the hash differs"))
            if one.name in LAYERS:
                rows[one.name] = read_rows(one.name, upgrade_rows(one, raw))
        if not are_sound(rows, report_id, text):
            faults += _name_report(report_id, check_record(build_record(Report(text), own.layers)))
        return rows, faults
    except SchemaVersionError as error:
        return None, [*faults, Fault(report_id, str(error))]
    except (OnRecordError, TypeError, ValueError, LookupError):
        return None, [*faults, Fault(report_id, "what was found in it is damaged and cannot be read")]


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        # The hash differs then; the rest is still checked.
        return text.decode("utf-8", "replace")


def _name_report(report_id: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    for fault in faults:
        yield Fault(fault.where, f"{fault.what} (report {report_id})")


def _check_database(database: Database, connection: Connection, is_quick: bool) -> Iterator[Fault]:
    """Check the structure of a SQLite file; PostgreSQL checks its own."""
    if database.is_sqlite:
        for (problem,) in connection.exec_driver_sql(f"PRAGMA {'quick_check' if is_quick else 'integrity_check'}(20)"):
            if problem != "ok":
                yield Fault(database.name, str(problem))
        broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        for table in sorted(broken):
            yield Fault(database.name, f"rows of the table {table} belong to rows that are not there")
