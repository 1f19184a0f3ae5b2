"""Whether a searched statement is a gloss. Records that older versions wrote have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("statement", sa.Column("gloss", sa.Boolean, nullable=False, server_default=sa.false()))
