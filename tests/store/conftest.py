"""Stores to test with: the same cases run on SQLite and on a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from onrecord.store import Store, open_store

_USER = "postgres"


def _find_binaries() -> Path | None:
    """Find PostgreSQL's programs: on the path, or where Debian puts them."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*folders, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((f for f in candidates if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


class Cluster:
    """A PostgreSQL of its own, reached by a socket in a temporary folder."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._data = folder / "data"
        self._socket = folder
        # PostgreSQL refuses to run as root.
        self._prefix = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
        self._user = _USER if self._prefix else "tester"
        self._run("initdb", "-D", str(self._data), "-U", self._user, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        self._run("pg_ctl", "-D", str(self._data), "-o", options, "-l", str(folder / "log"), "-w", "start")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([*self._prefix, str(self._binaries / program), *arguments], check=True, capture_output=True)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{self._user}@/{database}?host={self._socket}"

    def make_database(self) -> str:
        import psycopg

        name = f"t{uuid4().hex}"
        with psycopg.connect(f"host={self._socket} user={self._user} dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    binaries = _find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    # A socket's path may be no longer than 107 bytes, which pytest's own folders are.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        running = Cluster(binaries, folder)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a store where there is none yet, of each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "onrecord.db")
    made: str = request.getfixturevalue("cluster").make_database()
    return made


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(place) as opened:
        yield opened


@pytest.fixture
def reopen(place: str) -> Callable[[], Store]:
    """Opens the store of this test once more."""
    return lambda: open_store(place)
