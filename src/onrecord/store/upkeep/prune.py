"""Pruning: delete what older weights found, once newer ones have read the same reports."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from onrecord.store.base.database import Database
from onrecord.store.base.schema import annotation, layer, note_upkeep
from onrecord.store.base.seals import note_seals


def prune_store(database: Database) -> int:
    """Delete every annotation of a report except the newest, and free the space on disk.

    Corrections stay, and so do all reports.

    Returns:
        How many annotations were deleted.
    """
    newest = select(func.max(annotation.c.key)).group_by(annotation.c.report_key)
    with database.write() as connection:
        old = select(annotation.c.key).where(annotation.c.key.not_in(newest))
        seals = connection.execute(select(annotation.c.seal).where(annotation.c.key.not_in(newest))).scalars().all()
        note_seals(connection, annotation.name, (), seals)
        connection.execute(delete(layer).where(layer.c.annotation_key.in_(old)))
        deleted = connection.execute(delete(annotation).where(annotation.c.key.not_in(newest))).rowcount
        note_upkeep(connection)
    if deleted:
        database.compact()
    return deleted
