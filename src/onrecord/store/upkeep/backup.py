"""Back up a store: a complete copy in one file, made while others may read and write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from onrecord.errors import StoreError
from onrecord.store.base.database import Database

_PAGES = 2000
"""Pages that are copied at a time; a writer may go on between two parts."""


def backup_store(database: Database, path: Path) -> None:
    """Copy a store with SQLite's backup interface (https://www.sqlite.org/backup.html).

    Args:
        database: The store's.
        path: The file to make.

    Raises:
        StoreError: The file exists or cannot be written, or the store lies in PostgreSQL.
    """
    if not database.is_sqlite:
        raise StoreError(
            f"{database.name}: back it up with PostgreSQL's own tools, such as: "
            "pg_dump --format=custom --file=FILE DATABASE"
        )
    if path.exists():
        raise StoreError(f"{path}: exists already; name a new file")
    unfinished = path.with_name(f"{path.name}.unfinished-{os.getpid()}")
    try:
        _copy(database, unfinished)
        # A link fails where the file came into being meanwhile; a rename would replace it.
        os.link(unfinished, path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: the backup cannot be written ({error}); check the folder and its room") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(database: Database, target: Path) -> None:
    with database.errors(), database.engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
        source: Any = connection.connection.dbapi_connection
        source.backup(copy, pages=_PAGES)
        # In this mode all of it stands in the one file, on the disk.
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA journal_mode = WAL")
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())
