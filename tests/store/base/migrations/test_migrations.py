"""Stores of earlier schemas answer as they did, once they are brought up to date.

The fixtures were made by the code of schema 0001: the reports of ``tests/store/records.py`` and ``examples/``, two of
them read by two versions of the model, one carried by three outlets, corrected in every way, with the state of a feed.
``schema-0001.answers.json.gz`` holds what that code then answered, the same on both databases.
"""

from __future__ import annotations

import dataclasses
import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import create_engine, inspect, select, text

from onrecord.errors import SchemaVersionError, StoreError
from onrecord.record import LAYERS, PageSpan, replace
from onrecord.record.packing import pack_layer
from onrecord.store import DateRange, Query, Store, open_store
from onrecord.store.base import database
from onrecord.store.base.layers import inflate_layer
from onrecord.store.base.schema import annotation
from onrecord.store.load import read_layers
from tests.making import make_record
from tests.store.cluster import Cluster
from tests.store.records import ALL, DAM

FIXTURES = Path(__file__).parents[2] / "fixtures"
FEED = "https://feeds.example/news.xml"


def read_fixture(name: str) -> bytes:
    return gzip.decompress((FIXTURES / name).read_bytes())


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_fixture("schema-0001.answers.json.gz"))
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def old_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that the code of schema 0001 made, in each kind of database."""
    if request.param == "sqlite":
        path = tmp_path / "onrecord.db"
        path.write_bytes(read_fixture("schema-0001.db.gz"))
        return str(path)
    cluster: Cluster = request.getfixturevalue("cluster")
    url = cluster.make_database()
    connection = create_engine(url).raw_connection()
    connection.cursor().execute(read_fixture("schema-0001.sql.gz").decode())
    connection.commit()
    connection.close()
    return url


def includes(new: Any, old: Any) -> bool:
    """Tell whether values hold all that the old ones do; format 2 has more keys."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(
            key == "format" or (key in new and includes(new[key], value)) for key, value in old.items()
        )
    if isinstance(old, list):
        return len(new) == len(old) and all(map(includes, new, old))
    return bool(new == old)


def plain(value: Any) -> Any:
    return json.loads(json.dumps(msgspec.to_builtins(value)))


def build(asked: dict[str, Any]) -> Query:
    ranges = {key: DateRange.parse(value) for key, value in asked.items() if key in ("said", "published")}
    return Query(**{**asked, **ranges})


def answer_search(store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    query = build({key: tuple(value) if isinstance(value, list) else value for key, value in asked.items()})
    found = store.search(query, limit=1000)
    return {
        "query": asked,
        "hits": [hit.to_dict_in_context() for hit in found],
        "newest": [hit.statement.id for hit in store.search(query, sort="newest", limit=1000)],
        "speakers": [one.to_dict() for one in found.speakers],
        "perhaps": [one.to_dict() for one in found.perhaps],
        "count": store.count(query),
    }


def answer_reports(store: Store) -> dict[str, Any]:
    records = list(store.iter_records())
    ids = [record.report.id for record in records]
    return {
        "size": list(store.size()),
        "records": [record.to_dict() for record in records],
        "found": [record.to_dict() for record in store.iter_records(corrected=False)],
        "speakers": {one: {k: dataclasses.asdict(v) for k, v in store.speakers(one).items()} for one in ids},
        "publications": {one: plain(store.publications(one)) for one in ids},
        "annotations": {one: [{**plain(a), "added": ""} for a in store.annotations(one)] for one in ids},
        "reports": plain(store.reports(limit=1000).reports),
        "publishers": store.publishers(),
        "like": {s.id: store.near_duplicates(s.id).to_dict() for record in records for s in record.statements},
        "feed": store.feed_state(FEED),
    }


def answer_people(store: Store) -> dict[str, Any]:
    people = store.people(limit=1000)
    return {
        "people": [plain(store.person(one.id)) for one in people],
        "listed": [one.to_dict() for one in people],
        "subjects": {one.id: plain(store.subjects(one.id)) for one in people},
        "quoted_with": {one.id: plain(store.quoted_together(one.id)) for one in people},
    }


def answer_corrections(store: Store) -> dict[str, Any]:
    corrections = store.corrections
    return {
        "log": [
            {**dataclasses.asdict(one), "at": "", "detail": without_target(one.detail)} for one in corrections.log()
        ],
        "training": list(corrections.iter_training()),
        "successors": {s.id: corrections.find_successor(s.id) for record in ALL for s in record.statements},
    }


def without_target(detail: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in detail.items() if key != "target"}


def test_a_migrated_store_answers_as_before(old_place: str, answers: dict[str, Any]) -> None:
    expected = dict(answers)
    expected["log"] = [{**one, "detail": without_target(one["detail"])} for one in answers["log"]]
    with open_store(old_place) as store:
        assert store.verify().faults == ()
        for name, searched in expected.pop("searches").items():
            # Version 0004 says of every hit whether it is a gloss.
            hits = [{**hit, "gloss": False} for hit in searched["hits"]]
            assert answer_search(store, searched["query"]) == {**searched, "hits": hits}, name
        for by, counts in expected.pop("counts").items():
            assert plain(store.count_by(by)) == counts, by
        found = {**answer_reports(store), **answer_people(store), **answer_corrections(store)}
        for name, old in expected.items():
            assert includes(plain(found[name]), old), name
        assert {record.to_dict()["format"] for record in store.iter_records()} == {2}


def test_the_answers_hold_every_kind_of_correction(answers: dict[str, Any]) -> None:
    log = answers["log"]
    assert {one["action"] for one in log} == {"accept", "reject", "edit", "speaker", "merge", "undo"}
    assert {one["action"] for one in log if one["undone"]} == {"accept", "merge"}


def test_a_migrated_store_goes_on(old_place: str) -> None:
    with open_store(old_place) as store:
        count = len(store.corrections.log())
        assert store.add(ALL).annotations == 0, "what it holds is known"
        store.add([make_record("“So,” Ada Lund said.", ("Ada Lund", "said", "“So,”", "Ada Lund"))])
        for entry in reversed(store.corrections.log()):
            if not entry.undone and entry.action != "undo":
                store.corrections.undo(entry.number, "Cy")
        assert store.get(DAM.report.id) == store.get(DAM.report.id, corrected=False)
        assert len(store.corrections.log()) > count
        before = [hit.to_dict() for hit in store.search(limit=1000)]
        store.reindex()
        assert [hit.to_dict() for hit in store.search(limit=1000)] == before
        assert store.prune() == 2
        assert store.verify().faults == ()


def test_records_of_a_migrated_store_gain_pages(old_place: str) -> None:
    read = replace(DAM.report, published_certain=False, pages=(PageSpan("1", 0, len(DAM.report.text)),))
    with open_store(old_place) as store:
        store.add_publication(read)
        (found,) = [one for one in store.publications(DAM.report.id) if one.publisher == read.publisher]
        assert (found.published_certain, found.pages) == (False, read.pages)
        assert store.verify().faults == ()


def test_migrated_layers_are_those_that_adding_would_write(old_place: str) -> None:
    with open_store(old_place) as store, store._database.read() as connection:
        keys = list(connection.execute(select(annotation.c.key)).scalars())
        layers = read_layers(connection, keys, tuple(LAYERS))
        assert {one.name for own in layers.values() for one in own} == {"statements", "entities", "times"}
        (key,) = [key for key, own in layers.items() if key == 1]
        packed = {one.name: inflate_layer(one) for one in layers[key]}
        assert packed == {name: pack_layer(name, getattr(DAM, name)) for name in packed}


def test_a_migration_that_fails_changes_nothing(old_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(detail: str) -> None:
        raise OSError("the disk was pulled out")

    engine = create_engine(old_place if "://" in old_place else f"sqlite:///{old_place}")
    tables = inspect(engine).get_table_names()
    # The last step before the old column goes.
    monkeypatch.setattr("onrecord.store.base.migrations.facts.json.loads", fail)
    with pytest.raises(OSError, match="pulled out"):
        open_store(old_place)
    monkeypatch.undo()
    with engine.connect() as connection:
        assert connection.execute(text(f"SELECT version_num FROM {database.VERSION_TABLE}")).scalar() == "0001"
    assert inspect(engine).get_table_names() == tables
    assert "facts" in {column["name"] for column in inspect(engine).get_columns("annotation")}
    engine.dispose()
    with open_store(old_place) as store:
        assert store.verify().faults == ()


def test_damage_of_an_old_store_is_still_found(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(read_fixture("schema-0001.db.gz"))
    with sqlite3.connect(path) as tampering:
        tampering.execute("UPDATE annotation SET facts = X'00' WHERE key = 2")
    tampering.close()
    with open_store(path) as store:
        faults = store.verify().faults
    assert any("damaged" in fault.what for fault in faults)


def test_an_old_store_is_not_migrated_by_reading(old_place: str) -> None:
    with pytest.raises(
        StoreError, match=r"an older onrecord made it.*reading only.*onrecord reindex.*or open a copy of it"
    ):
        open_store(old_place, read_only=True)
    open_store(old_place, create=False).close()
    open_store(old_place, read_only=True).close()


def test_a_migrated_store_is_too_new_for_the_code_that_made_it(old_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(old_place).close()
    monkeypatch.setattr(database, "VERSIONS", ("0001",))
    with pytest.raises(SchemaVersionError, match="a newer onrecord made it"):
        open_store(old_place)
