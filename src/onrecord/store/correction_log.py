"""The log of corrections, read: what people said about statements and persons, oldest first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from onrecord.store.chains import undone_by
from onrecord.store.results import Correction
from onrecord.store.schema import correction, in_parts


def read_log(connection: Connection, reports: Collection[str] | None = None) -> list[Correction]:
    """Read the log.

    Args:
        connection: To the store.
        reports: Ids of the only reports of interest, or None for the whole log with its merges and undoings.
    """
    rows = _select(reports).order_by(correction.c.key)
    return _read(connection, rows)


def read_latest(
    connection: Connection, reports: Collection[str] | None, limit: int, before: int | None
) -> list[Correction]:
    """Read the end of the log, newest first.

    Args:
        connection: To the store.
        reports: As for :func:`read_log`.
        limit: Entries at most.
        before: Number of the entry before which they stand, or None for the last of all.
    """
    rows = _select(reports).order_by(correction.c.key.desc()).limit(limit)
    if before is not None:
        rows = rows.where(correction.c.key < before)
    return _read(connection, rows)


def _select(reports: Collection[str] | None) -> Select[Any]:
    rows = select(correction)
    return rows if reports is None else rows.where(correction.c.report_id.in_(list(reports)))


def read_log_by_report(connection: Connection, reports: Collection[str]) -> dict[str, list[Correction]]:
    """Read the corrections of several reports."""
    by_report: dict[str, list[Correction]] = defaultdict(list)
    for part in in_parts(list(reports)):
        for entry in read_log(connection, part):
            if entry.action != "undo":
                by_report[str(entry.report)].append(entry)
    return by_report


def _read(connection: Connection, rows: Select[Any]) -> list[Correction]:
    found = connection.execute(rows).all()
    # Most reports have no entry, and then nothing can be undone.
    return _mark_undone(found, _undone(connection)) if found else []


def _undone(connection: Connection) -> set[int]:
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
            json.loads(row.detail),
            row.key in undone,
        )
        for row in rows
    ]
