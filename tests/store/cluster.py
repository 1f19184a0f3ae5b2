"""A PostgreSQL that tests and benchmarks start for themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import TextClause, create_engine, inspect, text

from onrecord.store import open_store

_USER = "postgres"


def find_binaries() -> Path | None:
    """Find PostgreSQL's programs: where Debian puts them, or on the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*folders, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((f for f in candidates if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


class Cluster:
    """A PostgreSQL of its own, reached by a socket in a temporary folder."""

    def __init__(self, binaries: Path, folder: Path, settings: Sequence[str]) -> None:
        self._binaries = binaries
        self._data = folder / "data"
        self._socket = folder
        # PostgreSQL refuses to run as root.
        self._prefix = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
        self._user = _USER if self._prefix else "tester"
        self._run("initdb", "-D", str(self._data), "-U", self._user, "-A", "trust", "-E", "UTF8", "--no-sync")
        given = ["listen_addresses=", f"unix_socket_directories={folder}", *settings]
        options = " ".join(f"-c {setting}" for setting in given)
        self._run("pg_ctl", "-D", str(self._data), "-o", options, "-l", str(folder / "log"), "-w", "start")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([*self._prefix, str(self._binaries / program), *arguments], check=True, capture_output=True)

    def make_database(self) -> str:
        """Make an empty database and give its URL."""
        import psycopg

        name = f"t{uuid4().hex}"
        with psycopg.connect(f"host={self._socket} user={self._user} dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{self._user}@/{name}?host={self._socket}"

    def stop(self) -> None:
        """Stop it at once; its data is thrown away."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")


class SharedDatabase:
    """A PostgreSQL store that one test after another uses, emptied in between: making a database takes longer.

    Args:
        url: An empty database.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        open_store(url).close()
        self._engine = create_engine(url)
        with self._engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            self._kept = {name: connection.execute(self._select(name)).all() for name in tables}

    @staticmethod
    def _select(name: str) -> TextClause:
        return text(f"SELECT * FROM {name}")

    def empty(self) -> str:
        """Put everything back as it was in the new store, and give its URL."""
        with self._engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(self._kept)}"))
            for name, rows in self._kept.items():
                for row in rows:
                    marks = ", ".join(f":{column}" for column in row._mapping)
                    connection.execute(text(f"INSERT INTO {name} VALUES ({marks})"), dict(row._mapping))
        return self._url


@contextmanager
def run_cluster(binaries: Path, settings: Sequence[str] = ()) -> Iterator[Cluster]:
    """Run a PostgreSQL until the end of the block."""
    # A socket's path may be no longer than 107 bytes, which pytest's own folders are.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        running = Cluster(binaries, folder, settings)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
