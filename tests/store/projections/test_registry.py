"""A new projection is one class and one line of the registry. The same on either database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Connection, update

from onrecord.record.check import Fault
from onrecord.store import Store, open_store
from onrecord.store.base.dialects import WordIndex
from onrecord.store.base.schema import person
from onrecord.store.corrections.overlay import CorrectedRecord
from onrecord.store.projections import registry
from onrecord.store.projections.base import CurrentReport, Projection
from tests.store.records import ALL, DAM


class Titles(Projection[str]):
    """Keeps the titles of reports in memory, by key."""

    name = "titles"
    kept: dict[int, str]

    def __init__(self) -> None:
        self.kept = {}

    def prepare(self, corrected: CorrectedRecord) -> str:
        return corrected.record.report.title or ""

    def add(self, connection: Connection, reports: Sequence[tuple[int, str]]) -> None:
        assert not {key for key, _ in reports} & self.kept.keys()
        self.kept.update(reports)

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        for key in report_keys:
            self.kept.pop(key, None)

    def count(self, connection: Connection) -> int:
        return len(self.kept)

    def verify(self, connection: Connection) -> Iterator[Fault]:
        if None in self.kept:
            yield Fault(self.name, "a report has no key")

    def verify_reports(self, connection: Connection, reports: Sequence[CurrentReport]) -> Iterator[Fault]:
        for one in reports:
            if one.key not in self.kept:
                yield Fault(one.id, "its title is not kept")

    def reset(self, connection: Connection) -> None:
        self.kept.clear()


@pytest.fixture
def titles(monkeypatch: pytest.MonkeyPatch) -> Titles:
    made, known = Titles(), registry.make_projections

    def make_projections(words: WordIndex) -> tuple[Projection[str], ...]:
        return (*known(words), made)

    monkeypatch.setattr(registry, "make_projections", make_projections)
    return made


def test_a_new_projection_is_added_to_verified_counted_and_reindexed(titles: Titles, place: str) -> None:
    with open_store(place) as store:
        store.add(ALL)
        assert list(titles.kept.values()) == ["Dam will hold", "", "", ""]
        with store._database.read() as connection:
            assert store._projections.count(connection) == {"people": 3, "statements": 6, "events": 0, "titles": 4}
        assert store.verify().faults == ()
        del titles.kept[1]
        assert store.verify().faults == (Fault(DAM.report.id, "its title is not kept"),)
        store.reindex()
        assert store.verify().faults == ()
        store.corrections.reject(DAM.statements[0].id, "Ada")
        assert len(titles.kept) == 4


def test_a_person_who_is_merged_against_the_log_is_found_and_repaired(store: Store) -> None:
    store.add(ALL)
    with store._database.write() as connection:
        connection.execute(update(person).where(person.c.key == 2).values(merged_into=1))
    (fault,) = store.verify().faults
    assert "not merged as the corrections say" in fault.what
    store.reindex()
    assert store.verify().faults == ()
