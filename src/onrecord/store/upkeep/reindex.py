"""Re-indexing: derive the projections again, of the reports that a correction touches or of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select

from onrecord.record import AnnotatedReport
from onrecord.store.base.database import Database
from onrecord.store.base.schema import note_upkeep, report
from onrecord.store.corrections.log import read_log, read_log_by_report
from onrecord.store.corrections.overlay import CorrectedRecord, apply_corrections
from onrecord.store.load import StoredReport, read_reports
from onrecord.store.projections.registry import Projections
from onrecord.store.values.corrections import Correction

_CHUNK = 200


def read_current(connection: Connection, report_id: str) -> tuple[AnnotatedReport, list[Correction]]:
    """Read a report's newest reading and its part of the log, undoings too."""
    key = connection.execute(select(report.c.key).where(report.c.id == report_id)).scalar_one()
    stored = next(read_reports(connection, [key]))
    return stored.build(), read_log(connection, [report_id])


def reindex_reports(database: Database, connection: Connection, report_ids: Sequence[str]) -> None:
    """Derive the projections of some reports again."""
    keys = list(connection.execute(select(report.c.key).where(report.c.id.in_(report_ids))).scalars())
    projections = Projections(database.words)
    projections.begin(connection)
    projections.remove(connection, keys)
    logs = read_log_by_report(connection, report_ids)
    held = [
        (stored.key, projections.prepare(correct_stored(stored, logs.get(stored.report.id, []))))
        for stored in read_reports(connection, keys)
    ]
    projections.add(connection, held)


def correct_stored(stored: StoredReport, entries: Sequence[Correction]) -> CorrectedRecord:
    """Build the record of a stored report, with its corrections applied."""
    record = stored.build()
    return apply_corrections(record, entries) if entries else CorrectedRecord(record, {})


def reindex_store(database: Database, after_chunk: Callable[[int], None] | None) -> None:
    """Rebuild the projections of all reports in one transaction, so that no search sees a part of them.

    Args:
        database: The store's.
        after_chunk: Called with the number of reports that were done since the last time.
    """
    with database.write(is_bulk=True) as connection:
        Projections(database.words).reset(connection)
        last = 0
        chosen = select(report.c.key, report.c.id).order_by(report.c.key).limit(_CHUNK)
        while rows := connection.execute(chosen.where(report.c.key > last)).all():
            reindex_reports(database, connection, [row.id for row in rows])
            last = rows[-1].key
            if after_chunk:
                after_chunk(len(rows))
        note_upkeep(connection)
    database.settle()
