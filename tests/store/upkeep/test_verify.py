"""What verifying a store says."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from onrecord.errors import StoreError
from onrecord.record import AnnotatedReport, replace
from onrecord.store import Store
from onrecord.store.base.database import Database
from onrecord.store.base.layers import hash_layers, pack_record
from onrecord.store.base.schema import annotation, layer
from tests.making import remade_by
from tests.store.records import ALL, DAM


def _store_version(database: Database, record: AnnotatedReport, version: int) -> None:
    """Write another version of the packed form into the store of one record, and its hash."""
    layers = [one._replace(version=version) for one in pack_record(record)]
    with database.write() as connection:
        connection.execute(update(layer).values(version=version))
        connection.execute(update(annotation).values(digest=hash_layers(layers)))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (2, "of a report (version 2); install it: pip install --upgrade onrecord"),
        (0, "of a report are packed in version 0, which this onrecord does not read"),
    ],
)
def test_a_layer_of_another_version_is_not_called_damaged(store: Store, place: str, version: int, said: str) -> None:
    store.add([DAM])
    _store_version(Database(place), DAM, version)
    faults = store.verify().faults
    assert any(said in fault.what for fault in faults)
    assert not any("damaged" in fault.what for fault in faults)


def _fill(store: Store) -> None:
    """Fill a store so that every table has rows."""
    store.add(ALL)
    first, second = DAM.statements[:2]
    store.corrections.accept(first.id, by="Ada Quist")
    store.corrections.reject(second.id, by="Ada Quist")
    store.corrections.undo(2, by="Ada Quist")
    store.corrections.merge("Nora Lund", "Piotr Salme", by="Ada Quist")
    assert store.verify().faults == ()


_ONE = "WHERE id = (SELECT min(id) FROM statement)"
_ALTERED = [
    "UPDATE publication SET published = '2031-03-08' WHERE key = 1",
    "UPDATE publication SET title = 'Dam will fall' WHERE key = 1",
    "UPDATE publication SET url = 'https://other.example/' WHERE key = 1",
    "UPDATE publication SET publisher = 'Radio Westmere' WHERE key = 1",
    "UPDATE publication SET origin = 'other.txt' WHERE key = 1",
    "UPDATE publication SET authors = '[\"Nobody\"]' WHERE key = 1",
    "UPDATE publication SET added = '2001-01-01T00:00:00+00:00' WHERE key = 1",
    "UPDATE publication SET published_certain = NOT published_certain WHERE key = 1",
    "UPDATE publication SET report_key = 2 WHERE key = 1",
    "UPDATE report SET language = 'no' WHERE key = 1",
    "UPDATE annotation SET made_by = 'model@00000000' WHERE key = 1",
    "UPDATE annotation SET added = '2001-01-01T00:00:00+00:00' WHERE key = 1",
    "UPDATE annotation SET publication_key = 2 WHERE key = 1",
    "UPDATE correction SET \"by\" = 'Piotr Salme' WHERE key = 1",
    "UPDATE correction SET at = '2001-01-01T00:00:00+00:00' WHERE key = 1",
    "UPDATE correction SET action = 'reject' WHERE key = 1",
    "UPDATE correction SET detail = '{}' WHERE key = 4",
    "DELETE FROM correction WHERE key = 1",
    "DELETE FROM correction WHERE key = 4",
    f"UPDATE statement SET kind = 'other' {_ONE}",
    f"UPDATE statement SET role = 'Queen' {_ONE}",
    f"UPDATE statement SET said_end = '2044-01-01' {_ONE}",
    f"UPDATE statement SET published = '2044-01-01' {_ONE}",
    f"UPDATE statement SET confidence = 0.123 {_ONE}",
    f"UPDATE statement SET human = NOT human {_ONE}",
    f"UPDATE statement SET key = key + 1099511627776 {_ONE}",
    "UPDATE statement SET person_key = NULL WHERE person_key IS NOT NULL",
    "UPDATE statement SET person_key = (SELECT max(key) FROM person) WHERE person_key = (SELECT min(key) FROM person)",
    "UPDATE person SET name = 'Nobody' WHERE key = 1",
    "UPDATE person SET id = 'p_0000000000000000' WHERE key = 1",
    "UPDATE person SET kind = 'organisation' WHERE key = 1",
    "UPDATE person SET bucket = 'person=nobody' WHERE key = 1",
    "UPDATE person SET merged_into = NULL",
    "DELETE FROM person_name WHERE person_key = 1",
    "DELETE FROM sketch",
]


def _alter(place: str, command: str) -> None:
    """Do what a program that knows nothing of onrecord might do."""
    database = Database(place)
    with database.engine.connect() as connection, connection.begin():
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        elif command.startswith(("DELETE", "UPDATE statement SET key")):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        assert connection.exec_driver_sql(command).rowcount
    database.close()


@pytest.mark.parametrize("command", _ALTERED)
def test_what_another_program_altered_is_noticed(store: Store, place: str, command: str) -> None:
    _fill(store)
    _alter(place, command)
    assert store.verify().faults


@pytest.mark.parametrize("detail", ["{", "[]", "{}", "null", '{"target": 1}', '{"target": []}', '{"target": [1, 2]}'])
def test_a_damaged_correction_is_one_clear_error(store: Store, place: str, detail: str) -> None:
    _fill(store)
    _alter(place, f"UPDATE correction SET detail = '{detail}' WHERE key = 1")
    assert any("correction 1" in fault.where for fault in store.verify().faults)
    for read in (lambda: list(store.iter_records()), store.reindex):
        with pytest.raises(StoreError, match="damaged; restore a backup"):
            read()


def test_words_that_only_the_index_has_otherwise_are_noticed(store: Store, place: str) -> None:
    _fill(store)
    database = Database(place)
    with database.write() as connection:
        if database.is_sqlite:
            # The packed words stay: only the index, which searches use, is another.
            connection.exec_driver_sql("INSERT INTO statement_words (statement_words) VALUES ('delete-all')")
            for key in connection.exec_driver_sql("SELECT key FROM statement").scalars().all():
                connection.exec_driver_sql(
                    "INSERT INTO statement_words (rowid, content, role, speaker) VALUES (?, 'another', '', '')", (key,)
                )
        else:
            connection.exec_driver_sql("UPDATE statement_words SET words = 'another:1'")
    database.close()
    assert store.verify(is_quick=True).faults == ()
    assert any("words" in fault.what for fault in store.verify().faults)


def test_what_the_store_itself_does_breaks_no_seal(store: Store) -> None:
    _fill(store)
    report = DAM.report
    store.add([remade_by(DAM, "model@2"), replace(DAM, report=replace(report, published_from="option"))])
    store.add_publication(replace(report, publisher="Harbour Herald"))
    store.add_publication(replace(report, published_certain=False))
    assert store.verify().faults == ()
    store.prune()
    store.reindex()
    assert store.verify().faults == ()
