"""Read the log of corrections."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from onrecord.errors import StoreError
from onrecord.store.base.schema import correction, in_parts
from onrecord.store.corrections.histories import undone_by
from onrecord.store.values.corrections import Correction


def read_log(connection: Connection, reports: Collection[str] | None = None) -> list[Correction]:
    """Read the log, oldest entry first.

    Args:
        connection: To the store.
        reports: Only entries about these report ids. None reads the whole log, with merges and undo entries.
    """
    if reports is None:
        return _build_corrections(connection, connection.execute(_ALL).all())
    return _build_corrections(connection, connection.execute(_OF_REPORTS, {"reports": list(reports)}).all())


def read_latest(
    connection: Connection, reports: Collection[str] | None, limit: int, before: int | None
) -> list[Correction]:
    """Read the end of the log, newest first.

    Args:
        connection: To the store.
        reports: As for :func:`read_log`.
        limit: Maximum number of entries.
        before: Only entries with a lower number, or None for the end of the log.
    """
    rows = select(correction).order_by(correction.c.key.desc()).limit(limit)
    if reports is not None:
        rows = rows.where(correction.c.report_id.in_(list(reports)))
    if before is not None:
        rows = rows.where(correction.c.key < before)
    return _build_corrections(connection, connection.execute(rows).all())


_ALL = select(correction).order_by(correction.c.key)
_OF_REPORTS = _ALL.where(correction.c.report_id.in_(bindparam("reports", expanding=True)))


def read_log_by_report(connection: Connection, reports: Collection[str]) -> dict[str, list[Correction]]:
    """Read the corrections of several reports, by report id and without undo entries."""
    by_report: dict[str, list[Correction]] = defaultdict(list)
    for part in in_parts(list(reports)):
        for entry in read_log(connection, part):
            if entry.action != "undo":
                by_report[str(entry.report)].append(entry)
    return by_report


def _build_corrections(connection: Connection, rows: Sequence[Row[Any]]) -> list[Correction]:
    # Most reports have no corrections, so the undo entries are read only when needed.
    return _mark_undone(rows, _read_undone(connection)) if rows else []


def _read_detail(row: Any) -> dict[str, Any]:
    """Read what a correction says.

    Raises:
        StoreError: It is damaged.
    """
    try:
        detail = json.loads(row.detail)
        needed = _NEEDED.get(row.action, {"target": list})
        if all(isinstance(detail[name], kind) for name, kind in needed.items()):
            return dict(detail)
    except (ValueError, TypeError, LookupError):
        pass
    raise StoreError(
        f"correction {row.key} is damaged; restore a backup of the store, and find what differs with: onrecord verify"
    )


_NEEDED: dict[str, dict[str, type]] = {
    "merge": {"from": str, "into": str},
    "talks": {"judgement": str, "one": dict},
    "undo": {"undoes": int},
}


def _read_undone(connection: Connection) -> set[int]:
    rows = connection.execute(
        select(correction.c.key, correction.c.undoes).where(correction.c.undoes.is_not(None)).order_by(correction.c.key)
    )
    return undone_by([(row.key, row.undoes) for row in rows])


def _mark_undone(rows: Sequence[Row[tuple[object, ...]]], undone: set[int]) -> list[Correction]:
    return [
        Correction(
            row.key,
            row.at,
            row.by,
            row.action,
            row.report_id,
            row.statement_id,
            _read_detail(row),
            row.key in undone,
        )
        for row in rows
    ]
