"""Searched events: their sides, views, numbers and words; and what statements are about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_DAY = sa.String(10, collation="C").with_variant(sa.String(10), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "event",
        sa.Column("key", _WHOLE, primary_key=True, autoincrement=False),
        sa.Column("report_key", _WHOLE, sa.ForeignKey("report.key"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("mode", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("actor_status", sa.Text, nullable=False),
        sa.Column("start", _DAY, nullable=False),
        sa.Column("end", _DAY, nullable=False),
        sa.Column("published", _DAY, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("human", sa.Boolean, nullable=False),
    )
    op.create_index("event_report", "event", ["report_key"])
    op.create_index("event_id", "event", ["id"])
    op.create_index("event_type", "event", ["type", "key"])
    op.create_index("event_published", "event", ["published", "key"])
    _make_part(
        "event_side",
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("country", sa.Text),
        sa.Column("sectors", sa.Text, nullable=False),
        sa.Column("disputed", sa.Boolean, nullable=False),
    )
    op.create_index("event_side_country", "event_side", ["country", "event_key"])
    _make_part(
        "event_view",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("stance", sa.Text, nullable=False),
    )
    op.create_index("event_view_stance", "event_view", ["stance", "event_key"])
    _make_part(
        "event_number",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("least", sa.BigInteger, nullable=False),
        sa.Column("most", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "statement_about",
        sa.Column("statement_key", _WHOLE, sa.ForeignKey("statement.key"), primary_key=True, autoincrement=False),
        sa.Column("subject", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_about_subject", "statement_about", ["subject"])
    _make_words()


def _make_part(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("event_key", _WHOLE, sa.ForeignKey("event.key"), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        *columns,
        sqlite_with_rowid=False,
    )


def _make_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE event_words USING fts5(content, role, speaker, content = '', tokenize = 'ascii')"
        )
        op.execute("INSERT INTO event_words (event_words, rank) VALUES ('automerge', 12)")
        op.create_table(
            "event_word_pack",
            sa.Column("report_key", sa.Integer, primary_key=True),
            sa.Column("packed", sa.LargeBinary, nullable=False),
        )
        return
    op.create_table(
        "event_words",
        sa.Column("key", sa.BigInteger, sa.ForeignKey("event.key"), primary_key=True, autoincrement=False),
        sa.Column("words", postgresql.TSVECTOR, nullable=False),
    )
    op.create_index("event_words_words", "event_words", ["words"], postgresql_using="gin")
