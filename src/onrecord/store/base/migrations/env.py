"""Run by Alembic: applies the steps on the connection, and in the transaction, that the store hands over."""

from __future__ import annotations

from alembic import context

from onrecord.store.base.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=context.config.attributes["version_table"],
)
context.run_migrations()
