"""Stores to test with: the same cases run on SQLite and on a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.store import Store, open_store
from tests.store.cluster import Cluster, SharedDatabase, find_binaries, run_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with run_cluster(
        binaries, ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off"]
    ) as running:
        yield running


@pytest.fixture(scope="session")
def shared_database(cluster: Cluster) -> SharedDatabase:
    return SharedDatabase(cluster.make_database())


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store without reports, to be copied."""
    path = tmp_path_factory.mktemp("template") / "onrecord.db"
    open_store(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place without a store, in each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "onrecord.db")
    made: str = request.getfixturevalue("cluster").make_database()
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store without reports, in each kind of database."""
    if request.param == "sqlite":
        return str(shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "onrecord.db"))
    emptied: str = request.getfixturevalue("shared_database").empty()
    return emptied


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """A store without reports, opened."""
    with open_store(place) as opened:
        yield opened


@pytest.fixture
def reopen(place: str) -> Callable[[], Store]:
    """Opens the store of this test once more."""
    return lambda: open_store(place)
