"""Stores to test with: the same cases run on SQLite and on a PostgreSQL that the tests start themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.store import Store, open_store
from tests.store.cluster import Cluster, find_binaries, run_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with run_cluster(binaries, ["fsync=off"]) as running:
        yield running


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
