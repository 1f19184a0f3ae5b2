"""Backing up, and what a copy of the one file holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.errors import StoreError
from onrecord.store import Store, open_store
from tests.store.records import ALL, BUDGET, DAM

FIRST = DAM.statements[0].id


def test_a_backup_holds_all_while_the_store_is_in_use(tmp_path: Path) -> None:
    path, copy = tmp_path / "onrecord.db", tmp_path / "copy.db"
    with open_store(path) as store:
        store.add(ALL)
        store.corrections.accept(FIRST, by="Ada")
        store.backup(copy)
        store.corrections.reject(FIRST, by="Ada")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "onrecord.db"]
    with open_store(copy) as kept:
        assert len(kept.corrections.log()) == 1
        assert [record.report.id for record in kept.iter_records()] == [record.report.id for record in ALL]
        assert kept.verify().faults == ()


def test_a_backup_replaces_no_file(tmp_path: Path) -> None:
    with open_store(tmp_path / "onrecord.db") as store:
        store.add([DAM])
        (tmp_path / "kept").write_text("kept")
        with pytest.raises(StoreError, match="exists already"):
            store.backup(tmp_path / "kept")
        with pytest.raises(StoreError, match="cannot be written"):
            store.backup(tmp_path / "nowhere" / "copy.db")
    assert (tmp_path / "kept").read_text() == "kept"


def test_for_a_server_its_own_tools_are_named(store: Store, tmp_path: Path) -> None:
    store.add([DAM])
    if store._database.is_sqlite:
        store.backup(tmp_path / "copy.db")
    else:
        with pytest.raises(StoreError, match="pg_dump"):
            store.backup(tmp_path / "copy.db")
        assert not list(tmp_path.iterdir())


def test_after_closing_the_one_file_holds_all(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    with open_store(path) as store:
        store.add([DAM])
    # A reader that stays open keeps SQLite from moving its log into the file when the writer closes.
    with open_store(path) as reader, reader._database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM report").all()
        connection.rollback()
        with open_store(path) as store:
            store.add([BUDGET])
            store.corrections.accept(FIRST, by="Ada")
        shutil.copy(path, tmp_path / "copied.db")
    with open_store(tmp_path / "copied.db") as copied:
        assert copied.size()[0] == 2
        assert len(copied.corrections.log()) == 1
