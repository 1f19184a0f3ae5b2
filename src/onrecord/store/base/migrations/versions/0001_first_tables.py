"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_DAY = sa.String(10, collation="C").with_variant(sa.String(10), "sqlite")


def upgrade() -> None:
    """Make the tables of facts, the tables made from them, and the index of words."""
    _make_facts()
    _make_people()
    _make_statements()
    _make_words()
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _key() -> sa.Column[int]:
    return sa.Column("key", _WHOLE, primary_key=True, autoincrement=False)


def _make_facts() -> None:
    op.create_table(
        "report",
        _key(),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.Text),
    )
    op.create_table(
        "publication",
        _key(),
        sa.Column("report_key", _WHOLE, sa.ForeignKey("report.key"), nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("authors", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("published_from", sa.Text, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sa.UniqueConstraint("report_key", "digest", name="publication_once"),
    )
    op.create_index("publication_publisher", "publication", ["publisher"], postgresql_using="hash")
    op.create_table(
        "annotation",
        _key(),
        sa.Column("report_key", _WHOLE, sa.ForeignKey("report.key"), nullable=False),
        sa.Column("publication_key", _WHOLE, sa.ForeignKey("publication.key"), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
    )
    op.create_index("annotation_report", "annotation", ["report_key"])
    op.create_table(
        "correction",
        _key(),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("report_id", sa.Text),
        sa.Column("statement_id", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("undoes", _WHOLE, sa.ForeignKey("correction.key")),
    )
    op.create_index("correction_report", "correction", ["report_id"])


def _make_people() -> None:
    op.create_table(
        "person",
        _key(),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bucket", sa.Text, nullable=False),
        sa.Column("letters", sa.Text, nullable=False),
        sa.Column("nouns", sa.Text, nullable=False),
        sa.Column("merged_into", _WHOLE, sa.ForeignKey("person.key")),
    )
    op.create_index("person_bucket", "person", ["bucket"])
    op.create_index("person_merged", "person", ["merged_into"])
    op.create_table(
        "person_name",
        sa.Column("person_key", _WHOLE, sa.ForeignKey("person.key"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
    )


def _make_statements() -> None:
    op.create_table(
        "statement",
        _key(),
        sa.Column("report_key", _WHOLE, sa.ForeignKey("report.key"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person_key", _WHOLE, sa.ForeignKey("person.key")),
        sa.Column("role", sa.Text),
        sa.Column("said_start", _DAY, nullable=False),
        sa.Column("said_end", _DAY, nullable=False),
        sa.Column("published", _DAY, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("human", sa.Boolean, nullable=False),
    )
    op.create_index("statement_report", "statement", ["report_key"])
    op.create_index("statement_id", "statement", ["id"])
    op.create_index("statement_person", "statement", ["person_key", "key"])
    op.create_index("statement_published", "statement", ["published", "key"])
    op.create_table(
        "sketch",
        sa.Column("report_key", _WHOLE, sa.ForeignKey("report.key"), primary_key=True, autoincrement=False),
        sa.Column("sketches", sa.LargeBinary, nullable=False),
    )


def _make_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # The words are cut and folded before they come here; this tokenizer only parts them at spaces.
        op.execute(
            "CREATE VIRTUAL TABLE statement_words USING fts5(content, role, speaker, content = '', tokenize = 'ascii')"
        )
        # Merging its parts more seldom makes adding faster by more than it makes searching slower.
        op.execute("INSERT INTO statement_words (statement_words, rank) VALUES ('automerge', 12)")
        op.create_table(
            "word_pack",
            sa.Column("report_key", sa.Integer, primary_key=True),
            sa.Column("packed", sa.LargeBinary, nullable=False),
        )
        return
    op.create_table(
        "statement_words",
        sa.Column("key", sa.BigInteger, sa.ForeignKey("statement.key"), primary_key=True, autoincrement=False),
        sa.Column("words", postgresql.TSVECTOR, nullable=False),
    )
    op.create_index("statement_words_words", "statement_words", ["words"], postgresql_using="gin")
