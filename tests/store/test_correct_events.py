"""Corrections of events, and events after corrections of statements."""

from __future__ import annotations

import pytest

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.record.check import check_record
from onrecord.store import EventQuery, Query, Store
from onrecord.text.spans import Span
from tests.event_records import BOTH, CLAIM, EMPTY, PORT

SHELLING, FREED = PORT.events[1], CLAIM.events[0]


def check(store: Store) -> None:
    for record in store.iter_records():
        assert list(check_record(record)) == []
    assert store.verify().faults == ()


def test_a_rejected_event_is_found_no_more_until_that_is_undone(store: Store) -> None:
    store.add(BOTH)
    entry = store.event_corrections.reject(SHELLING.id, "Ada Quist")
    assert store.event(SHELLING.id) is None and store.count_events() == 6
    assert len(store.search(Query(about=SHELLING.id))) == 0
    check(store)
    with pytest.raises(NotInStoreError, match="has no event"):
        store.event_corrections.reject(SHELLING.id, "Ada Quist")
    store.corrections.undo(entry.number, "Ada Quist")
    assert store.event(SHELLING.id) is not None
    check(store)


def test_a_type_gives_a_new_id_that_statements_follow(store: Store) -> None:
    store.add(BOTH)
    entry = store.event_corrections.set_type(SHELLING.id, "Ada Quist", "PROTEST", "riot")
    hit = store.event(entry.detail["id"])
    assert hit is not None and hit.event.made_by == "human@Ada Quist"
    assert (hit.event.type, hit.event.mode) == ("PROTEST", "riot")
    assert [one.speaker for one in store.search(Query(about=hit.event.id))] == ["Ivar Roe"]
    again = store.event_corrections.set_view(hit.event.id, "Ada Quist", 2, None)
    assert [view.stance for view in store.search_events(EventQuery(type="PROTEST")).hits[0].event.views] == [
        "asserted", "denied",
    ]  # fmt: skip
    check(store)
    store.corrections.undo(again.number, "Ada Quist")
    store.corrections.undo(entry.number, "Ada Quist")
    assert store.event(SHELLING.id) is not None
    check(store)


def test_sides_and_views_change_what_follows_from_them(store: Store) -> None:
    store.add(BOTH)
    at = PORT.report.text.index("the Holm militia")
    store.event_corrections.set_sides(SHELLING.id, "Ada Quist", "actors", [[Span(at, at + 16)]])
    hit = store.event(SHELLING.id)
    assert hit is not None and hit.event.actors[0].country == "SWE" and hit.event.actor_status == "contested"
    store.event_corrections.set_view(FREED.id, "Ada Quist", 1, "alleged")
    freed = store.event(FREED.id)
    assert freed is not None and freed.event.status == "denied"
    check(store)


def test_mistakes_are_refused(store: Store) -> None:
    store.add(BOTH)
    for view, stance in ((9, "denied"), (1, "perhaps")):
        with pytest.raises(ConfigurationError):
            store.event_corrections.set_view(FREED.id, "Ada Quist", view, stance)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="needs a view"):
        store.event_corrections.set_view(PORT.events[2].id, "Ada Quist", 1, None)
    with pytest.raises(ConfigurationError, match="unknown"):
        store.event_corrections.set_type(FREED.id, "Ada Quist", "WAR")  # type: ignore[arg-type]


def test_corrections_stay_when_newer_weights_do_not_find_the_event(store: Store) -> None:
    store.add([CLAIM], made_by="model@1")
    store.event_corrections.set_view(FREED.id, "Ada Quist", 1, "alleged")
    store.add([EMPTY], made_by="model@2")
    kept = store.event(FREED.id)
    assert kept is not None and kept.event.status == "denied"
    check(store)


def test_voices_follow_statements_that_people_change_or_reject(store: Store) -> None:
    store.add(BOTH)
    start = PORT.report.text.index("the militia had not")
    edited = store.corrections.edit(PORT.statements[1].id, "Ada Quist", content=[Span(start + 4, start + 42)])
    shelling = store.event(SHELLING.id)
    assert shelling is not None and shelling.event.views[2].by == edited.detail["id"]
    check(store)
    store.corrections.reject(CLAIM.statements[0].id, "Ada Quist")
    freed = store.event(FREED.id)
    assert freed is not None and [view.by for view in freed.event.views] == ["unnamed", CLAIM.statements[1].id]
    check(store)
