"""Opening a store, and what can go wrong with the file or the server behind it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event
from sqlalchemy import text as sql_text

from onrecord.errors import ConfigurationError, QueryTimeoutError, SchemaVersionError, StoreError
from onrecord.record import AnnotatedReport, Report
from onrecord.store import Store, open_store
from onrecord.store.base.database import VERSION_TABLE, VERSIONS, Database
from onrecord.store.base.schema import metadata
from tests.store.records import ALL, BUDGET, DAM


def test_the_migrations_make_just_the_tables_that_the_code_knows(bare_place: str) -> None:
    database = Database(bare_place)
    with database.read() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": False}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    database.close()
    # The index of words is each database's own, and no part of the common tables.
    assert [
        d
        for d in differences
        if "statement_words" not in str(d) and "word_pack" not in str(d) and "event_words" not in str(d)
    ] == []


def test_the_newest_migration_is_the_version_that_the_code_makes() -> None:
    from onrecord.store.base.migrations import versions

    files = sorted(path.stem for path in Path(next(iter(versions.__path__))).glob("[0-9]*.py"))
    assert [name.split("_")[0] for name in files] == list(VERSIONS)


def test_a_store_of_a_newer_version_is_refused(store: Store, place: str) -> None:
    store.add([DAM])
    database = Database(place)
    with database.write() as connection:
        connection.execute(sql_text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    database.close()
    with pytest.raises(SchemaVersionError, match="pip install --upgrade onrecord"):
        open_store(place)


def test_another_programs_data_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE report (x)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="other data"):
        open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", b"SQLite format 3\0" + b"\xff" * 4096, os.urandom(8192)])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.touch()
    with pytest.raises(StoreError, match="empty"):
        open_store(path, create=False)
    with open_store(path) as store:
        store.add([DAM])


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="does not exist"):
        open_store(tmp_path / "absent" / "onrecord.db")


@pytest.mark.parametrize("place", ["", "mysql://host/x", "no scheme://", "oracle://x", "sqlite://", "a\0b"])
def test_places_that_make_no_sense_are_refused(place: str) -> None:
    with pytest.raises(ConfigurationError):
        open_store(place)


def test_a_server_that_is_not_there_is_one_clear_error_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://me:secret@127.0.0.1:1/x?connect_timeout=2")
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_a_locked_store_says_so_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "onrecord.db"
    monkeypatch.setattr("onrecord.store.base.database._BUSY_SECONDS", 0.2)
    with open_store(path) as store:
        store.add([DAM])
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing"):
            store.add([BUDGET])
        assert store.get(DAM.report.id) == DAM, "reading goes on"
        other.execute("ROLLBACK")
        other.close()
        assert store.add([BUDGET]).reports == 1
        assert store.verify().faults == ()


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "onrecord.db") as store:
        store.add([DAM])
        engine = store._database.engine

        def limit(connection: sqlite3.Connection, _: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")

        event.listen(engine, "connect", limit)
        engine.dispose()
        many = [_numbered(number) for number in range(100)]
        with pytest.raises(StoreError, match="disk is full"):
            store.add(many)
        event.remove(engine, "connect", limit)
        engine.dispose()
        assert store.size() == (1, 2)
        assert store.add([*many, DAM]).reports == 100
        assert store.verify().faults == ()


def _numbered(number: int) -> object:
    from tests.making import make_record

    words = f"“The dam will hold for the {number}th time, " + "and on " * 100 + "it goes,”"
    return make_record(f"{words} Ada Lund said.", ("Ada Lund", "said", words, "Ada Lund"))


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_to_is_read(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    with open_store(path) as store:
        store.add([DAM])
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with open_store(path) as store:
            assert store.get(DAM.report.id) == DAM
            with pytest.raises(StoreError, match="written"):
                store.add([BUDGET])
    finally:
        tmp_path.chmod(0o700)


def test_damage_is_found(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    with open_store(path) as store:
        store.add(ALL)
    raw = bytearray(path.read_bytes())
    place = raw.index(b"The dam will hold")
    raw[place : place + 3] = b"Tho"
    path.write_bytes(raw)
    with open_store(path) as store:
        faults = store.verify().faults
        assert any(DAM.report.id == fault.where and "hash" in fault.what for fault in faults)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE report SET sha256 = X'00' WHERE key = 1", "hash differs"),
        ("UPDATE report SET text = X'41' WHERE key = 1", "hash differs"),
        ("UPDATE report SET text = 'A' WHERE key = 1", "no longer bytes"),
        ("UPDATE report SET id = 'r_0' WHERE key = 1", "its id is not that of its text"),
        ("UPDATE layer SET packed = X'00' WHERE annotation_key = 1", "damaged"),
        ("UPDATE layer SET digest = X'00' WHERE annotation_key = 1", "not what they were: the hash differs"),
        ("UPDATE annotation SET digest = X'00' WHERE key = 1", "not those that were added"),
        (
            "UPDATE layer SET packed = (SELECT packed FROM layer WHERE annotation_key = 2 AND name = 'statements') "
            "WHERE annotation_key = 1 AND name = 'statements'",
            "its statements are not what they were",
        ),
        ("DELETE FROM layer WHERE annotation_key = 1 AND name = 'entities'", "not those that were added"),
        ("DELETE FROM annotation WHERE key = 1", "it has no annotation"),
        ("DELETE FROM statement WHERE report_key = 1", "not searched as they were found"),
        ("UPDATE statement SET id = 's_0' WHERE report_key = 2", "not searched as they were found"),
        ("INSERT INTO statement_words (statement_words) VALUES ('delete-all')", "the words of"),
        ("UPDATE statement SET person_key = 99 WHERE report_key = 1", "rows of the table statement"),
    ],
)
def test_what_was_tampered_with_is_found(tmp_path: Path, change: str, said: str) -> None:
    path = tmp_path / "onrecord.db"
    with open_store(path) as store:
        store.add(ALL)
        assert store.verify().faults == ()
    with sqlite3.connect(path) as tampering:
        tampering.execute(change)
    tampering.close()
    with open_store(path) as store:
        checked = store.verify()
    assert checked.reports == 4
    assert said in " ".join(fault.what for fault in checked.faults)


ADDING = """
import sys, time
sys.path.insert(0, sys.argv[2])
from onrecord.store import open_store
from onrecord.store import add
from tests.store.base.test_database import many
add.BATCH = 5
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    store.add(many(400))
"""


def many(count: int) -> object:
    return (_numbered(number) for number in range(count))


def test_a_writer_that_is_killed_leaves_a_store_that_goes_on(place: str, reopen: Callable[[], Store]) -> None:
    root = str(Path(__file__).parents[3])
    wanted = {record.report.id for record in many(400)}  # type: ignore[attr-defined]
    before = 0
    for delay in (0.0, 0.05, 0.15, 0.3):
        process = subprocess.Popen([sys.executable, "-c", ADDING, place, root], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
        process.stdout.close()
        with open_store(place, create=False, read_only=True) as store:
            assert store.verify().faults == (), "also where nothing can be written"
        with reopen() as store:
            assert store.verify().faults == ()
            reports, statements = store.size()
            assert reports == statements >= before, "whole reports, and none lost"
            before = reports
    with reopen() as store:
        store.add(many(400))  # type: ignore[arg-type]
        assert store.size() == (400, 400)
        assert {record.report.id for record in store.iter_records()} == wanted
        assert store.verify().faults == ()


SLOW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {}) SELECT count(*) FROM n"
ENDLESS, LONG = SLOW.format(10**9), SLOW.format(100_000)


def test_a_search_that_takes_too_long_is_given_up_and_the_next_is_answered(place: str) -> None:
    open_store(place).close()
    with open_store(place, query_seconds=0.3) as store:
        for _ in range(2):
            with pytest.raises(QueryTimeoutError, match="takes too long"), store._database.read() as connection:
                connection.execute(sql_text(ENDLESS))
            assert store.size() == (0, 0)


def test_writing_may_take_as_long_as_it_takes(place: str) -> None:
    open_store(place).close()
    with open_store(place, query_seconds=0.001) as store:
        with pytest.raises(QueryTimeoutError), store._database.read() as connection:
            connection.execute(sql_text(ENDLESS))
        with store._database.write() as connection:
            assert connection.execute(sql_text(LONG)).scalar() == 100_000


def test_what_runs_outside_transactions_has_no_limit_left_over_from_a_search(tmp_path: Path) -> None:
    database = Database(tmp_path / "onrecord.db", query_seconds=1e-9)
    with database.read() as connection:
        connection.execute(sql_text("SELECT 1"))
    database._run_bare(LONG)
    database.close()


def test_without_a_limit_nothing_is_given_up(place: str) -> None:
    with open_store(place) as store, store._database.read() as connection:
        assert connection.execute(sql_text(LONG)).scalar() == 100_000


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_no_time_at_all_is_refused(tmp_path: Path, seconds: float) -> None:
    with pytest.raises(ConfigurationError, match="seconds"):
        open_store(tmp_path / "onrecord.db", query_seconds=seconds)


def test_the_shortest_and_the_longest_limit_are_limits(place: str) -> None:
    open_store(place).close()
    shortest = Database(place, query_seconds=1e-9)
    with pytest.raises(QueryTimeoutError), shortest.read() as connection:
        connection.execute(sql_text(ENDLESS))
    shortest.close()
    with open_store(place, query_seconds=1e9) as store:
        assert store.size() == (0, 0)


def test_who_adds_beside_others_is_told_of_no_failure(store: Store) -> None:
    def add(writer: int) -> int:
        return sum(
            store.add([AnnotatedReport(Report(f"Boat {writer} sails {number} times"))], made_by="model@1").reports
            for number in range(15)
        )

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(add, range(6))) == [15] * 6
    assert store.size() == (90, 0)
    assert not store.verify().faults


def test_tidying_up_leaves_the_patience_of_a_connection_as_it_was(tmp_path: Path) -> None:
    database = Database(tmp_path / "onrecord.db")
    with sqlite3.connect(database.name, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        database.settle()
        other.execute("ROLLBACK")
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 20_000
    database.close()
