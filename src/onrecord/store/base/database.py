"""The database behind a store: opening it, its version, its transactions, and its errors in plain words."""

from __future__ import annotations

import copy
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy import text as sql_text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from onrecord.errors import (
    ConfigurationError,
    DatabaseFailureError,
    MissingExtraError,
    QueryTimeoutError,
    SchemaVersionError,
    StoreError,
)
from onrecord.store.base.dialects import WORD_OWNERS, PostgresqlWordIndex, SqliteWordIndex, WordIndex
from onrecord.store.base.places import read_place
from onrecord.store.base.schema import SKETCHES, metadata, write_setting
from onrecord.store.base.sketches import ALGORITHM

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Schema versions that this onrecord knows, oldest first; the last is the one it makes."""
VERSION_TABLE = "onrecord_version"
_BUSY_SECONDS = 20
HIDES_FOLDERS = "onrecord_hides_folders"
"""Option of a connection: the origin of a report tells no folder."""
_WRITER_LOCK = 0x6F6E7265
"""Key of PostgreSQL's advisory lock that one writer holds at a time: "onre"."""
_CACHE, _BULK_CACHE = 64 << 10, 128 << 10
"""Kilobytes of pages that a connection keeps in memory: to read or write a little, and to add much."""
_SETTINGS = (
    # Rows are long and writes touch whole indexes, so large pages need fewer writes.
    "page_size = 8192",
    "foreign_keys = ON",
    "synchronous = FULL",
    f"cache_size = -{_CACHE}",
    "temp_store = MEMORY",
    # A large write-ahead log avoids writing the same page many times.
    "wal_autocheckpoint = 25000",
)
_OPERATIONS = 100_000
"""Steps of SQLite's machine, some milliseconds of work, between two looks at the clock."""
_MOST_MILLISECONDS = 2**31 - 1
_CANCELED = "57014"
"""PostgreSQL's code for a statement that it gave up."""
_TOO_LONG = "the search takes too long; ask for less, such as fewer days or rarer words"
_REASONS = (
    ("database is locked", "another program is writing to it; try again when it is done"),
    ("database table is locked", "another program is writing to it; try again when it is done"),
    ("readonly database", "it cannot be written to; check the file's permissions, or copy it"),
    ("read-only transaction", "it is open for reading only"),
    ("database or disk is full", "the disk is full; make room and add again: what was stored is kept"),
    ("No space left on device", "the disk is full; make room and add again: what was stored is kept"),
    ("disk I/O error", "the disk cannot be read or written; check that it has room and works"),
    ("file is not a database", "it is no store of onrecord; name another file"),
    ("database disk image is malformed", "it is damaged; restore a copy, or add the reports to a new store"),
    ("malformed database schema", "it is damaged; restore a copy, or add the reports to a new store"),
    ("unable to open database file", "it cannot be opened; check that the folder exists and may be written to"),
)


class Database:
    """A database with the tables of a store, SQLite or PostgreSQL.

    Args:
        place: Path of a SQLite file, or a URL: ``sqlite:///…`` or ``postgresql+psycopg://…``.
        create: Make the tables where there are none.
        read_only: Never write.
        query_seconds: Time limit of a query in seconds, or None for no limit.
            PostgreSQL limits each statement, SQLite each read transaction.

    Raises:
        StoreError: It cannot be opened, or is no store.
        SchemaVersionError: A newer onrecord made it.
        ConfigurationError: The URL is of another kind of database, or the seconds are none.
        MissingExtraError: psycopg is not installed.
    """

    def __init__(
        self,
        place: str | os.PathLike[str],
        create: bool = True,
        read_only: bool = False,
        query_seconds: float | None = None,
    ) -> None:
        if query_seconds is not None and not query_seconds > 0:
            raise ConfigurationError(
                f"{query_seconds} seconds are not a time limit; use a positive number, or None for no limit"
            )
        self._place = read_place(place)
        self.name = self._place.name
        self.is_sqlite = self._place.is_sqlite
        self.read_only = read_only = read_only or self._place.read_only
        create = create and self._place.creates
        self.hides_folders = False
        self.query_seconds = query_seconds
        self.words: WordIndex = SqliteWordIndex() if self.is_sqlite else PostgresqlWordIndex()
        if self.is_sqlite:
            self._check_file(create and not read_only)
        self.engine = self._make_engine(self._place.url)
        self._file: tuple[int, int] | None = None
        try:
            with self.errors():
                self._prepare(create and not read_only)
        except BaseException:
            self.engine.dispose()
            raise
        if self.is_sqlite:
            self._path = Path(self.name).absolute()
            self._file = _identify(self._path)

    def close(self) -> None:
        """Move what was written into the one file, if no other program uses it, and close the connections."""
        try:
            if self.is_sqlite and not self.read_only and self._has_log() and _identify(self._path) == self._file:
                self._run_unless_busy("wal_checkpoint(TRUNCATE)")
        finally:
            self.engine.dispose()

    def _has_log(self) -> bool:
        """Tell whether the write-ahead log holds anything."""
        try:
            return Path(f"{self._path}-wal").stat().st_size > 0
        except OSError:
            return False

    def without_folders(self) -> Database:
        """Return the same database, whose reports tell no folder of this machine in their origin."""
        other = copy.copy(self)
        other.hides_folders = True
        return other

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection that sees one consistent state of the store."""
        # SQLite readers always see one state. PostgreSQL needs this isolation level.
        options: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        options |= {"onrecord_seconds": self.query_seconds, HIDES_FOLDERS: self.hides_folders}
        self._check_place()
        with self.errors(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            if self.query_seconds is not None and not self.is_sqlite:
                # PostgreSQL reads 0 as no limit.
                milliseconds = min(max(1, round(self.query_seconds * 1000)), _MOST_MILLISECONDS)
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")
            yield connection

    @contextmanager
    def write(self, is_bulk: bool = False) -> Iterator[Connection]:
        """Open a connection for writing. Its changes are committed together at the end, or not at all.

        Only one writer is active at a time.

        Args:
            is_bulk: One of many transactions that :meth:`settle` ends: a killed program loses nothing of those that
                are done, a machine without power may lose the last of them.
        """
        if self.read_only:
            raise StoreError(f"{self.name}: it is open for reading only")
        self._check_place()
        with (
            self.errors(),
            self.engine.connect().execution_options(onrecord_write=True, onrecord_bulk=is_bulk) as connection,
            connection.begin(),
        ):
            if not self.is_sqlite:
                connection.execute(sql_text(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})"))
            yield connection

    def settle(self) -> None:
        """Tidy up after adding: what was written is safe on the disk, and the planner learns what is there."""
        if self.is_sqlite:
            self._run_unless_busy("wal_checkpoint(TRUNCATE)", "analysis_limit = 400", "optimize")
            return
        with self.errors(), self.engine.connect() as connection, connection.begin():
            for owner in WORD_OWNERS:
                connection.exec_driver_sql(f"SELECT gin_clean_pending_list('{owner.table_name}_words')")
            # Without table names it would process the system catalogues too.
            tables = ", ".join(f'"{name}"' for name in (*metadata.tables, *(owner.table_name for owner in WORD_OWNERS)))
            connection.exec_driver_sql(f"ANALYZE {tables}")

    def _run_unless_busy(self, *pragmas: str) -> None:
        """Run commands of SQLite that another reader or writer may keep from finishing."""
        with self.errors(), self.engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            try:
                driver.execute("PRAGMA busy_timeout = 0")
                for command in pragmas:
                    driver.execute(f"PRAGMA {command}").fetchall()
            except sqlite3.OperationalError as error:
                # Another reader or writer is active. All data is stored, and the next writer completes this.
                if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise self._failure(error) from error
            finally:
                driver.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")

    def compact(self) -> None:
        """Return deleted space to the disk. PostgreSQL does so by itself."""
        if self.is_sqlite:
            self._run_bare("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    def _run_bare(self, *commands: str) -> None:
        """Run commands that SQLite takes only outside a transaction."""
        with self.errors(), self.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None
            for command in commands:
                try:
                    driver.execute(command)
                except sqlite3.Error as error:
                    raise self._failure(error) from error

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what the database complains of into a StoreError that says what to do."""
        try:
            yield
        except SQLAlchemyError as error:
            raise self._failure(error) from error

    def _failure(self, error: Exception) -> StoreError:
        reason = _explain(error)
        if reason is None:
            words = self._place.hide_secrets(_driver_words(error))
            return DatabaseFailureError(f"{self.name}: {' '.join(words.split())[:300]}")
        kind = QueryTimeoutError if reason == _TOO_LONG else StoreError
        return kind(f"{self.name}: {reason}")

    def _check_place(self) -> None:
        """Refuse to use a file that was moved or deleted, because writes to it would be lost.

        Raises:
            StoreError: It was removed, or another was put in its place.
        """
        if self._file is not None and _identify(self._path) != self._file:
            raise StoreError(f"{self.name}: the file was removed or replaced while it was open; open the store again")

    def _check_file(self, create: bool) -> None:
        path = Path(self.name)
        if path.is_dir():
            raise StoreError(f"{self.name}: is a folder; name a file in it, such as {path / 'onrecord.db'}")
        if not path.exists() and not create:
            raise StoreError(f"{self.name}: there is no store; create one with: onrecord add PATH --store {self.name}")
        if not path.parent.is_dir():
            raise StoreError(f"{self.name}: the folder {path.parent} does not exist; create it first")

    def _make_engine(self, url: URL) -> Engine:
        if not self.is_sqlite:
            try:
                return create_engine(url, pool_pre_ping=True)
            except ModuleNotFoundError as error:
                raise MissingExtraError("psycopg", "postgresql") from error
        path = Path(self.name).absolute()
        mode = "ro" if self.read_only or (path.exists() and not os.access(path, os.W_OK)) else "rwc"
        frozen = mode == "ro" and not os.access(path.parent, os.W_OK)
        # In a write-protected folder, SQLite cannot share a file and reads only an immutable one.
        options = {"mode": mode, "uri": "true", **({"immutable": "1"} if frozen else {})}
        url = URL.create("sqlite+pysqlite", database=path.as_uri(), query=options)
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkin", _unlimit_time)
        return engine

    def _prepare(self, create: bool) -> None:
        with self.engine.connect() as connection:
            version = self._version(connection)
        if version == VERSIONS[-1]:
            return
        if version is None and not create:
            raise StoreError(f"{self.name}: it is empty; fill it with: onrecord add PATH --store {self.name}")
        if version is not None and self.read_only:
            raise StoreError(
                f"{self.name}: an older onrecord made it (schema {version}), and it is open for reading only; "
                f"bring it up to date with: onrecord reindex --store {self.name}, or open a copy of it for writing"
            )
        with self.write() as connection:
            # Another process may migrate first.
            before = self._version(connection)
            if before != VERSIONS[-1]:
                _migrate(connection)
            if before is None:
                write_setting(connection, SKETCHES, ALGORITHM)
        if self.is_sqlite:
            self._run_bare("PRAGMA journal_mode = WAL")

    def _version(self, connection: Connection) -> str | None:
        """Return the version of the schema, or None if there are no tables yet."""
        tables = set(inspect(connection).get_table_names())
        if VERSION_TABLE not in tables:
            if tables:
                raise StoreError(f"{self.name}: it holds other data and no store of onrecord; name another")
            return None
        version = connection.execute(sql_text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
        if version is not None and version not in VERSIONS:
            raise SchemaVersionError(
                f"{self.name}: a newer onrecord made it (schema {version}; this one knows up to {VERSIONS[-1]}); "
                "install a newer onrecord: pip install --upgrade onrecord"
            )
        return str(version) if version is not None else None


def _identify(path: Path) -> tuple[int, int] | None:
    """Return the identity of a file on disk (device and inode), or None if it does not exist."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Python begins transactions too late for a writer that reads first.
    connection.isolation_level = None
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    is_writer = options.get("onrecord_write")
    if is_writer:
        is_bulk = options.get("onrecord_bulk")
        connection.exec_driver_sql("PRAGMA synchronous = " + ("NORMAL" if is_bulk else "FULL"))
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_BULK_CACHE if is_bulk else _CACHE}")
    _limit_time(connection.connection.dbapi_connection, None if is_writer else options.get("onrecord_seconds"))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def _unlimit_time(connection: Any, _record: Any) -> None:
    """Remove the time limit before the next use of the connection."""
    if connection is not None:
        _limit_time(connection, None)


def _limit_time(connection: Any, seconds: float | None) -> None:
    """Interrupt queries of a SQLite connection after some seconds."""
    if seconds is None:
        connection.set_progress_handler(None, 0)
        return
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _OPERATIONS)


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    command.upgrade(config, "head")


def _explain(error: Exception) -> str | None:
    """Say in plain words what a database complains of, or None if only its own words say it."""
    words = _driver_words(error)
    if words == "interrupted" or getattr(getattr(error, "orig", None), "sqlstate", None) == _CANCELED:
        return _TOO_LONG
    return next((reason for sign, reason in _REASONS if sign in words), None)


def _driver_words(error: Exception) -> str:
    return str(error.orig if isinstance(error, DBAPIError) and error.orig is not None else error)
