"""How unsure each searched statement is, and the tags that people give statements."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from onrecord.store.base.schema import AnyText, Whole, in_parts

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SPEAKER, _STATUS = 5, 2
"""Where version 1 of packed statements has the speaker, and the speaker its status."""


def upgrade() -> None:
    """Add the column, fill it, and add the table."""
    op.add_column("statement", sa.Column("doubt", sa.Float, nullable=False, server_default="0"))
    op.create_table(
        "statement_tag",
        sa.Column("statement_key", Whole, primary_key=True, autoincrement=False),
        sa.Column("tag", AnyText, primary_key=True),
        sa.Column("report_key", Whole, nullable=False),
    )
    op.create_index("statement_tag_tag", "statement_tag", ["tag"])
    op.create_index("statement_tag_report", "statement_tag", ["report_key"])
    connection = op.get_bind()
    statement = sa.table(
        "statement",
        sa.column("id", AnyText),
        sa.column("confidence", sa.Float),
        sa.column("doubt", sa.Float),
        sa.column("human", sa.Boolean),
    )
    found = statement.c.human.is_(False)
    connection.execute(sa.update(statement).where(found).values(doubt=1.0 - statement.c.confidence))
    unresolved = sa.update(statement).where(found, statement.c.id.in_(sa.bindparam("ids", expanding=True)))
    for part in in_parts(list(_find_unresolved(connection))):
        connection.execute(unresolved.values(doubt=1.0 - statement.c.confidence + 1.0), {"ids": part})
    op.create_index("statement_doubt", "statement", ["doubt", "key"])


def _find_unresolved(connection: sa.Connection) -> Iterator[str]:
    """Find the statements with an unresolved speaker in the newest annotations; damaged layers are left out."""
    annotation = sa.table("annotation", sa.column("key"), sa.column("report_key"))
    layer = sa.table("layer", sa.column("annotation_key"), sa.column("name"), sa.column("version"), sa.column("packed"))
    newest = sa.select(sa.func.max(annotation.c.key)).group_by(annotation.c.report_key)
    chosen = sa.select(layer.c.packed).where(layer.c.name == "statements", layer.c.version == 1)
    for (packed,) in connection.execute(chosen.where(layer.c.annotation_key.in_(newest))):
        try:
            rows = json.loads(zlib.decompress(packed))
            yield from [row[0] for row in rows if row[_SPEAKER] and row[_SPEAKER][_STATUS] == "unresolved"]
        except (zlib.error, ValueError, TypeError, LookupError):
            continue
