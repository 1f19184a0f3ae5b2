"""Layers in rows of their own, in place of one column with all facts; what publications of format 2 add."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from onrecord.record.packing import pack_item
from onrecord.store.base.layers import PackedLayer, hash_layers, pack_layers
from onrecord.store.base.migrations.facts import read_facts, read_statement

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CHUNK = 500
_WHOLE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_annotation = sa.table("annotation", sa.column("key"), sa.column("facts"), sa.column("digest"))
_layer = sa.table("layer", *map(sa.column, ("annotation_key", "name", "version", "packed", "digest")))
_correction = sa.table("correction", sa.column("key"), sa.column("detail"))


def upgrade() -> None:
    """Move facts into layers, and the statements that corrections name into the packed form of layers."""
    op.create_table(
        "layer",
        sa.Column("annotation_key", _WHOLE, sa.ForeignKey("annotation.key"), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    certain = sa.Column("published_certain", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("publication", certain)
    op.add_column("publication", sa.Column("pages", sa.Text))
    connection = op.get_bind()
    _move_facts(connection)
    _repack_corrections(connection)
    op.drop_column("annotation", "facts")


def _move_facts(connection: sa.Connection) -> None:
    last = 0
    while True:
        chosen = sa.select(_annotation).where(_annotation.c.key > last).order_by(_annotation.c.key).limit(_CHUNK)
        rows = connection.execute(chosen).all()
        if not rows:
            return
        last = rows[-1].key
        layers: list[dict[str, Any]] = []
        digests: list[dict[str, Any]] = []
        for row in rows:
            packed = _repack(bytes(row.facts), bytes(row.digest))
            layers += [{"annotation_key": row.key, **one._asdict()} for one in packed]
            digests.append({"own": row.key, "new": hash_layers(packed)})
        if layers:
            connection.execute(sa.insert(_layer), layers)
        changed = sa.update(_annotation).where(_annotation.c.key == sa.bindparam("own"))
        connection.execute(changed.values(digest=sa.bindparam("new")), digests)


def _repack(facts: bytes, digest: bytes) -> tuple[PackedLayer, ...]:
    found = read_facts(facts, digest)
    # What is damaged is kept as it is, so that verifying still finds it.
    return (PackedLayer("statements", 1, facts, digest),) if found is None else pack_layers(found)


def _repack_corrections(connection: sa.Connection) -> None:
    for row in connection.execute(sa.select(_correction)).all():
        detail = json.loads(row.detail)
        if "target" in detail:
            detail["target"] = pack_item(read_statement(detail["target"]))
            changed = sa.update(_correction).where(_correction.c.key == row.key)
            connection.execute(changed.values(detail=json.dumps(detail)))
