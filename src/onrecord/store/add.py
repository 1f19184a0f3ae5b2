"""Adding records: what is new of each is written, a batch at a time, each batch whole or not at all."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, select, update

from onrecord.errors import RecordError
from onrecord.record import AnnotatedReport, Report, replace
from onrecord.record.check import check_record
from onrecord.record.packed import PackedRecord
from onrecord.record.packed_check import are_sound
from onrecord.record.packing import read_rows
from onrecord.store.base.database import Database
from onrecord.store.base.dialects import SqliteWordIndex
from onrecord.store.base.garbage import hold_collections
from onrecord.store.base.layers import PackedLayer, build_record, hash_layers, pack_raw_layers, pack_record
from onrecord.store.base.schema import annotation, in_parts, insert_rows, layer, note_upkeep, publication, report
from onrecord.store.base.seals import note_seals, seal_row
from onrecord.store.corrections.log import read_log_by_report
from onrecord.store.corrections.overlay import CorrectedRecord, apply_corrections
from onrecord.store.projections.registry import PreparedReport, Projections
from onrecord.store.values.corrections import Correction
from onrecord.store.values.reports import Added

BATCH = 4000
"""Records in one transaction."""
_LONGEST_WAIT = 5.0
"""Seconds after which a batch is written though it is not full: so much work a killed program loses at most."""
NO_MODEL = "unknown"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record made ready outside the transaction.

    The record itself is not kept: a batch of them is half a million objects, which every garbage collection visits.
    """

    report: Report
    searched: PreparedReport
    statements: int
    id: str
    sha256: bytes
    text: bytes
    layers: tuple[PackedLayer, ...]
    digest: bytes
    made_by: str
    publication: bytes


def prepare(found: AnnotatedReport | PackedRecord, made_by: str | None, projections: Projections) -> Prepared:
    """Make a record ready.

    Raises:
        RecordError: A quote is not the text at its offsets, or an id or reference is wrong.
    """
    text = found.report.text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(text).digest()
    report_id = f"r_{digest.hex()[:16]}"
    record = found.unpack() if isinstance(found, PackedRecord) else found
    if not (isinstance(found, PackedRecord) and _is_sound(found, report_id)):
        fault = next(check_record(record, report_id), None)
        if fault is not None:
            raise RecordError(fault.where, f"{fault.what}; it is not stored")
    layers = pack_raw_layers(found.layers) if isinstance(found, PackedRecord) else pack_record(record)
    return Prepared(
        replace(record.report, text=""),
        projections.prepare(CorrectedRecord(record, {})),
        len(record.statements),
        report_id,
        digest,
        text,
        layers,
        hash_layers(layers),
        made_by or _model_of(record),
        publication_digest(record.report),
    )


def make_prepared(found: PackedRecord, made_by: str | None) -> Prepared:
    """Make a record ready in a process that has no store.

    Args:
        found: The record.
        made_by: Version of the model; None takes what the statements name.

    Raises:
        RecordError: The record contradicts its text.
    """
    return prepare(found, made_by, _projections_without_store())


@cache
def _projections_without_store() -> Projections:
    # Preparing uses nothing of the database, so the index of either kind does.
    return Projections(SqliteWordIndex())


def _is_sound(packed: PackedRecord, report_id: str) -> bool:
    """Tell whether packed layers are true to their text, in less time than :func:`check_record` takes.

    Pages are not part of a layer, so a report that has them needs that check.
    """
    rows = {name: read_rows(name, raw) for name, raw in packed.layers.items()}
    return packed.report.pages is None and are_sound(rows, report_id, packed.report.text)


def publication_digest(found: Report) -> bytes:
    """Tell publications of the same words apart: by outlet, headline, address and date, not by the file they lie in."""
    key = json.dumps([found.publisher, found.title, found.url, found.published])
    return hashlib.sha256(key.encode()).digest()[:16]


def _model_of(record: AnnotatedReport) -> str:
    return next((s.made_by for s in record.statements if s.made_by.startswith("model@")), NO_MODEL)


def add_records(database: Database, records: Iterable[AnnotatedReport], made_by: str | None) -> Iterator[Added]:
    """Add records, and say after each batch what became of it.

    Raises:
        RecordError: A record contradicts its text; those before it are stored and counted.
        StoreError: The database does not take a batch; those before it are stored and counted.
    """
    writer = Writer(database)
    prepared = (writer.prepare(record, made_by) if record.report.text.strip() else None for record in records)
    yield from _write_batches(writer, prepared)


def add_prepared(database: Database, records: Iterable[Prepared]) -> Iterator[Added]:
    """Add records that were prepared elsewhere, such as in other processes, and say after each batch what became of it.

    Raises:
        StoreError: The database does not take a batch; those before it are stored and counted.
    """
    yield from _write_batches(Writer(database), records)


def _write_batches(writer: Writer, records: Iterable[Prepared | None]) -> Iterator[Added]:
    """Write records in batches; None stands for one without words."""
    batch: list[Prepared] = []
    empty = Added()
    begun = time.monotonic()
    try:
        for prepared in records:
            if prepared is None:
                empty += Added(empty=1)
                continue
            batch.append(prepared)
            if len(batch) >= BATCH or time.monotonic() - begun > _LONGEST_WAIT:
                full, batch, skipped, empty = batch, [], empty, Added()
                yield writer.write(full) + skipped
                begun = time.monotonic()
    finally:
        # Also when the input fails half-way: what was read until then is kept.
        if batch or empty.empty:
            yield (writer.write(batch) if batch else Added()) + empty


class Writer:
    """Writes batches, and remembers between them who is who.

    Args:
        database: The store's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._projections = Projections(database.words)

    def prepare(self, record: AnnotatedReport, made_by: str | None) -> Prepared:
        """Prepare a record outside the transaction.

        Raises:
            RecordError: A quote is not the text at its offsets, or an id or reference is wrong.
        """
        return prepare(record, made_by, self._projections)

    def write(self, batch: Sequence[Prepared]) -> Added:
        """Write a batch in one transaction."""
        try:
            with self._database.write(is_bulk=True) as connection, hold_collections():
                self._projections.begin(connection)
                return _Batch(connection, self._projections).add(batch)
        except BaseException:
            self._projections.forget()
            raise


class _Batch:
    """One transaction's work: what is known is looked up once, what is new is gathered, then all is written."""

    def __init__(self, connection: Connection, projections: Projections) -> None:
        self._connection = connection
        self._projections = projections
        self._now = _now()
        self._next = {table: _last_key(connection, table) for table in (report, publication, annotation)}
        self._rows: dict[Table, list[tuple[object, ...]]] = {report: [], publication: [], annotation: [], layer: []}
        self._keys: dict[str, int] = {}
        self._languages: dict[int, str | None] = {}
        self._publications: dict[tuple[int, bytes], _StoredPublication] = {}
        self._reread: dict[int, _StoredPublication] = {}
        self._versions: dict[int, list[_Version]] = {}

    def add(self, batch: Sequence[Prepared]) -> Added:
        self._look_up([item.id for item in batch])
        corrections = read_log_by_report(self._connection, list(self._keys))
        total = Added()
        # The last of several readings of one report in a batch is the one that is searched.
        current: dict[int, tuple[Prepared, bool]] = {}
        for item in batch:
            added, key = self._add_one(item)
            total += added
            if added.annotations:
                was_known = not added.reports and current.get(key, (item, True))[1]
                current[key] = (item, was_known)
        for table, rows in self._rows.items():
            insert_rows(self._connection, table, rows)
        for table in (publication, annotation):
            note_seals(
                self._connection, table.name, [row[-1] for row in self._rows[table] if isinstance(row[-1], bytes)]
            )
        _update_publications(self._connection, list(self._reread.values()))
        self._projections.remove(self._connection, [key for key, (_, was_known) in current.items() if was_known])
        held = []
        for key, (item, _) in current.items():
            entries = corrections.get(item.id)
            held.append((key, self._prepare_corrected(item, entries) if entries else item.searched))
        self._projections.add(self._connection, held)
        return total

    def _look_up(self, ids: Sequence[str]) -> None:
        for part in in_parts(ids):
            found = self._connection.execute(
                select(report.c.id, report.c.key, report.c.language).where(report.c.id.in_(part))
            )
            for identity, key, language in found:
                self._keys[identity], self._languages[key] = key, language
        columns = publication.c
        keys = list(self._keys.values())
        for asked in in_parts(keys):
            rows = select(columns.report_key, columns.digest, *_STORED_PUBLICATION).where(columns.report_key.in_(asked))
            for row in self._connection.execute(rows):
                self._publications[row.report_key, row.digest] = _StoredPublication.of_row(row)
        for key, version in read_versions(self._connection, keys):
            self._versions.setdefault(key, []).append(version)

    def _add_one(self, item: Prepared) -> tuple[Added, int]:
        key = self._keys.get(item.id)
        is_new = key is None
        if key is None:
            key = self._keys[item.id] = self._take_key(report)
            self._languages[key] = item.report.language
            self._rows[report].append((key, item.id, item.sha256, item.text, item.report.language))
        published = self._add_publication(item, key)
        versions = self._versions.setdefault(key, [])
        if not is_news(versions, item):
            return Added(known=1), key
        versions.append(_Version(item.made_by, item.digest, item.publication, item.report.published))
        own = self._take_key(annotation)
        row = (own, key, published, item.made_by, item.digest, self._now)
        seal = seal_row((*row, item.id, item.sha256, self._languages[key]))
        self._rows[annotation].append((*row, seal))
        self._rows[layer] += [(own, *one) for one in item.layers]
        return Added(int(is_new), 1, item.statements, 0), key

    def _add_publication(self, item: Prepared, report_key: int) -> int:
        found = item.report
        known = self._publications.get((report_key, item.publication))
        if known is None:
            key = self._take_key(publication)
            self._publications[report_key, item.publication] = _StoredPublication.of_report(key, found)
            self._rows[publication].append(_publication_row(key, report_key, item.publication, found, self._now))
            return key
        now = known.reread(found)
        if now != known:
            self._publications[report_key, item.publication] = self._reread[known.key] = now
        return known.key

    def _prepare_corrected(self, item: Prepared, entries: Sequence[Correction]) -> PreparedReport:
        text = item.text.decode("utf-8", "surrogatepass")
        record = build_record(replace(item.report, text=text), item.layers)
        return self._projections.prepare(apply_corrections(record, entries))

    def _take_key(self, table: Table) -> int:
        self._next[table] += 1
        return self._next[table]


class _StoredPublication(NamedTuple):
    """What a later reading of a publication may find otherwise."""

    key: int
    published_from: str
    published_certain: bool
    pages: str | None

    @classmethod
    def of_row(cls, row: Any) -> _StoredPublication:
        return cls(row.key, row.published_from, row.published_certain, row.pages)

    @classmethod
    def of_report(cls, key: int, found: Report) -> _StoredPublication:
        return cls(key, found.published_from, found.published_certain, _pack_pages(found))

    def reread(self, found: Report) -> _StoredPublication:
        """Give what holds after another reading: what that says, and the known pages if it has none."""
        now = self.of_report(self.key, found)
        return now if now.pages is not None else now._replace(pages=self.pages)


_STORED_PUBLICATION = (
    publication.c.key,
    publication.c.published_from,
    publication.c.published_certain,
    publication.c.pages,
)
_UPDATE_PUBLICATION = (
    update(publication)
    .where(publication.c.key == bindparam("own"))
    .values({name: bindparam(f"new_{name}") for name in _StoredPublication._fields[1:]})
)


def _update_publications(connection: Connection, changed: Sequence[_StoredPublication]) -> None:
    if not changed:
        return
    rows = [
        {"own": key, "new_published_from": source, "new_published_certain": certain, "new_pages": pages}
        for key, source, certain, pages in changed
    ]
    connection.execute(_UPDATE_PUBLICATION, rows)
    _seal_again(connection, [one.key for one in changed])
    note_upkeep(connection)


def _seal_again(connection: Connection, keys: Sequence[int]) -> None:
    """Seal publications that were changed."""
    for part in in_parts(keys):
        rows = connection.execute(select(publication).where(publication.c.key.in_(part))).all()
        seals = [seal_row(row[:-1]) for row in rows]
        for row, seal in zip(rows, seals, strict=True):
            connection.execute(update(publication).where(publication.c.key == row.key).values(seal=seal))
        note_seals(connection, publication.name, seals, [row.seal for row in rows])


def _pack_pages(found: Report) -> str | None:
    return None if found.pages is None else json.dumps(found.pages)


def _publication_row(key: int, report_key: int, digest: bytes, found: Report, now: str) -> tuple[object, ...]:
    row = (
        key,
        report_key,
        digest,
        found.origin,
        found.publisher,
        found.title,
        json.dumps(found.authors),
        found.url,
        found.published,
        found.published_from,
        now,
        found.published_certain,
        _pack_pages(found),
    )
    return (*row, seal_row(row))


def add_publication(database: Database, found: Report) -> bool:
    """Note that an outlet carried the words of a known report, and tell whether that was new.

    A publication that the store holds takes what this reading says of its date and pages.
    """
    digest = publication_digest(found)
    known = (
        select(report.c.key.label("report_key"), *_STORED_PUBLICATION)
        .outerjoin(publication, (publication.c.report_key == report.c.key) & (publication.c.digest == digest))
        .where(report.c.id == found.id)
    )
    with database.read() as connection:
        if not _differs(connection.execute(known).first(), found):
            return False
    with database.write() as connection:
        # Another writer may have added it meanwhile.
        row = connection.execute(known).first()
        if row is None or not _differs(row, found):
            return False
        if row.key is not None:
            _update_publications(connection, [_StoredPublication.of_row(row).reread(found)])
            return False
        values = _publication_row(_last_key(connection, publication) + 1, row.report_key, digest, found, _now())
        insert_rows(connection, publication, [values])
        note_seals(connection, publication.name, [bytes(values[-1])])  # type: ignore[call-overload]
    return True


def _differs(row: Any, found: Report) -> bool:
    """Tell whether the store lacks a publication of a known report, or what this reading says of it."""
    if row is None or row.key is None:
        return row is not None
    known = _StoredPublication.of_row(row)
    return known.reread(found) != known


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class _Version:
    """An annotation that the store holds: of which version, saying what, of which publication."""

    made_by: str
    digest: bytes
    publication: bytes
    published: str | None


def is_news(versions: Sequence[_Version], item: Prepared) -> bool:
    """Tell whether a record says what the store does not hold yet."""
    said = (item.made_by, item.digest, item.publication)
    if any((known.made_by, known.digest, known.publication) == said for known in versions):
        return False
    return not is_later_copy(versions, item.made_by, item.publication, item.report.published)


def is_later_copy(versions: Sequence[_Version], made_by: str, copy: bytes, published: str | None) -> bool:
    """Tell whether the same words were read, by the same version, as another outlet had them earlier.

    The earliest publication that the store knows dates what was said.
    """
    same = [known for known in versions if known.made_by == made_by and known.publication != copy]
    return any(known.published and (published is None or published >= known.published) for known in same) or any(
        known.published == published for known in same
    )


def read_versions(connection: Connection, report_keys: Sequence[int]) -> Iterator[tuple[int, _Version]]:
    """Read which annotations the store holds of reports, oldest first, each with the report's key."""
    for part in in_parts(report_keys):
        rows = (
            select(
                annotation.c.report_key,
                annotation.c.made_by,
                annotation.c.digest,
                publication.c.digest.label("copy"),
                publication.c.published,
            )
            .join(publication, publication.c.key == annotation.c.publication_key)
            .where(annotation.c.report_key.in_(part))
            .order_by(annotation.c.key)
        )
        for row in connection.execute(rows):
            yield row.report_key, _Version(row.made_by, row.digest, row.copy, row.published)


def _last_key(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.c.key))).scalar() or 0
