"""Seals of publications and annotations, and the chain of corrections, made of what the store holds."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from onrecord.store.base.schema import AnyText
from onrecord.store.base.seals import FIRST_LINK, link_entry, note_link, note_seals, seal_row

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CHUNK = 1000


def _table(name: str, plain: str, texts: str, *more: Any) -> Any:
    columns: dict[str, Any] = {column: sa.column(column) for column in plain.split()}
    columns |= {column: sa.column(column, AnyText) for column in texts.split()}
    columns |= {column.name: column for column in more}
    return sa.table(name, *columns.values(), sa.column("seal"), sa.column("link"))


_report = _table("report", "key sha256", "id language")
_publication = _table(
    "publication",
    "key report_key digest authors published_from added pages",
    "origin publisher title url published",
    sa.column("published_certain", sa.Boolean),
)
_annotation = _table("annotation", "key report_key publication_key digest added", "made_by")
_correction = _table("correction", "key at action detail undoes", "by report_id statement_id")
_PUBLICATION = (
    "key report_key digest origin publisher title authors url published published_from added published_certain pages"
).split()
_ANNOTATION = "key report_key publication_key made_by digest added".split()
_CORRECTION = "key at by action report_id statement_id detail undoes".split()


def upgrade() -> None:
    """Add the columns and fill them."""
    for name in ("publication", "annotation"):
        op.add_column(name, sa.Column("seal", sa.LargeBinary))
    op.add_column("correction", sa.Column("link", sa.LargeBinary))
    connection = op.get_bind()
    _seal(connection, _publication, sa.select(*(_publication.c[name] for name in _PUBLICATION)))
    columns = [*(_annotation.c[name] for name in _ANNOTATION), _report.c.id, _report.c.sha256, _report.c.language]
    _seal(
        connection,
        _annotation,
        sa.select(*columns).select_from(_annotation).join(_report, _report.c.key == _annotation.c.report_key),
    )
    _chain(connection)


def _seal(connection: sa.Connection, table: Any, chosen: Any) -> None:
    changed = sa.update(table).where(table.c.key == sa.bindparam("own")).values(seal=sa.bindparam("new"))
    last = 0
    while rows := connection.execute(chosen.where(table.c.key > last).order_by(table.c.key).limit(_CHUNK)).all():
        last = rows[-1][0]
        seals = [seal_row(map(_as_bytes, row)) for row in rows]
        connection.execute(changed, [{"own": row[0], "new": seal} for row, seal in zip(rows, seals, strict=True)])
        note_seals(connection, table.name, seals)


def _as_bytes(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _chain(connection: sa.Connection) -> None:
    link = FIRST_LINK
    columns = [_correction.c[name] for name in _CORRECTION]
    for row in connection.execute(sa.select(*columns).order_by(_correction.c.key)).all():
        link = link_entry(link, row)
        connection.execute(sa.update(_correction).where(_correction.c.key == row.key).values(link=link))
    if link:
        note_link(connection, link)
