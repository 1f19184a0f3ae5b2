"""Events of a store: searched, counted, verified and derived again, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, update

from onrecord.errors import ConfigurationError
from onrecord.store import DateRange, EventQuery, NumberCondition, Query, Store
from onrecord.store.base.schema import event, event_side, event_view, statement_about
from onrecord.store.event_filter import choose_events
from tests.event_records import BOTH, CLAIM, EMPTY, PORT
from tests.store.records import ALL

QUERIES: list[dict[str, Any]] = [
    {},
    {"words": "lighthouse"},
    {"words": '"free the pilots"'},
    {"words": "pilot* -urged"},
    {"words": "struck OR visit"},
    {"type": "ASSAULT"},
    {"type": ("CONSULT", "request")},
    {"mode": "aerial"},
    {"actor": "air force"},
    {"actor": "militia"},
    {"actor": "nor"},
    {"recipient": "dockers"},
    {"party": "lund OR rebels"},
    {"country": "Sweden"},
    {"country": ("NOR", "SWE"), "sector": "MIL"},
    {"place": "port"},
    {"happened": DateRange("2031-03-07", "2031-03-07")},
    {"happened": DateRange("2031-03-08", None)},
    {"happened": DateRange(None, "2031-03-06")},
    {"published": DateRange("2031-03-10", None)},
    {"stance": "denied"},
    {"stance": "denied", "according_to": "Roe"},
    {"stance": "asserted", "according_to": "Roe"},
    {"according_to": "unnamed"},
    {"according_to": "report", "stance": ("planned", "wanted")},
    {"according_to": "rebels"},
    {"status": "possible"},
    {"contested": True},
    {"numbers": (NumberCondition.parse("killed", ">0"),)},
    {"numbers": (NumberCondition.parse("killed", ">=7"),)},
    {"numbers": (NumberCondition.parse("released", "5..10"),)},
    {"publisher": "radio westmere"},
    {"publisher": "none"},
    {"confidence": 0.8},
    {"report": CLAIM.report.id},
    {"actor": "no such one"},
]


@pytest.mark.parametrize("values", QUERIES, ids=str)
def test_a_store_finds_what_is_chosen_without_one(store: Store, values: dict[str, Any]) -> None:
    store.add([*ALL, *BOTH])
    query = EventQuery(**values)
    wanted = sorted(one.id for record in BOTH for one in choose_events(record, query))
    assert sorted(hit.event.id for hit in store.search_events(query)) == wanted
    assert store.count_events(query) == len(wanted)


def test_events_come_by_day_and_those_without_one_last(store: Store) -> None:
    store.add([CLAIM, PORT])
    (first, *others) = store.search_events()
    assert first.event == PORT.events[0] and first.record == PORT
    assert [hit.event for hit in others] == [*CLAIM.events, *PORT.events[1:]]
    assert store.search_events(sort="newest").hits[0].event.id == PORT.events[0].id
    assert [hit.report.published for hit in store.search_events(sort="published")][-1] == "2031-03-12"


@pytest.mark.parametrize("sort", ["date", "newest", "published"])
def test_pages_hold_each_event_once(store: Store, sort: Any) -> None:
    store.add(BOTH)
    whole = [hit.event.id for hit in store.search_events(sort=sort)]
    paged, cursor = [], None
    while True:
        page = store.search_events(sort=sort, limit=2, cursor=cursor)
        paged += [hit.event.id for hit in page]
        cursor = page.cursor
        if cursor is None:
            break
    assert paged == whole and len(whole) == 7
    with pytest.raises(ConfigurationError, match="another search"):
        store.search_events(sort=sort, cursor="date:5")


def test_what_only_lacks_a_day_is_counted(store: Store) -> None:
    store.add(BOTH)
    page = store.search_events(EventQuery(type="ASSAULT", happened=DateRange("2031-03-01", None)))
    assert (len(page), page.undated) == (1, 1)
    assert store.search_events(EventQuery(type="ASSAULT")).undated == 0


def test_counts_by_group(store: Store) -> None:
    store.add(BOTH)
    assert store.count_events_by("type")[:2] == [("ASSAULT", 2), ("RETREAT", 2)]
    assert dict(store.count_events_by("status"))["contested"] == 2
    assert dict(store.count_events_by("stance"))["denied"] == 2
    assert dict(store.count_events_by("voice"))["Tor Vik"] == 2
    assert dict(store.count_events_by("country"))["NOR"] == 4
    assert dict(store.count_events_by("actor"))["Holm militia"] == 1
    assert store.count_events_by("day") == [("2031-03-07", 1), (None, 6)]
    assert store.count_events_by("month") == [("2031-03", 1), (None, 6)]
    assert store.count_events_by("publisher") == [("The Westmere Post", 6), ("Radio Westmere", 1)]
    assert store.count_events_by("mode", EventQuery(type="MOBILIZE")) == [("troops", 1)]


def test_statements_about_an_event(store: Store) -> None:
    store.add(BOTH)
    strike, shelling = PORT.events[:2]
    assert [hit.speaker for hit in store.search(Query(about=strike.id))] == ["Tor Vik"]
    assert [hit.speaker for hit in store.search(Query(about=EventQuery(words="lighthouse")))] == ["Ivar Roe"]
    said = store.search(Query(speaker="Tor Vik", about=EventQuery(type=("ASSAULT", "RETREAT"))))
    assert [hit.statement.id for hit in said] == [PORT.statements[0].id, CLAIM.statements[0].id]
    assert store.count(Query("lighthouse", about=shelling.id)) == 1
    assert len(store.search(Query(about="v_0"))) == 0


def test_an_event_is_found_by_its_id(store: Store) -> None:
    store.add(BOTH)
    hit = store.event(CLAIM.events[0].id)
    assert hit is not None and hit.event == CLAIM.events[0] and hit.to_dict()["released"] == ("9",)
    assert store.event("v_0") is None


def test_a_later_annotation_replaces_the_events(store: Store) -> None:
    store.add([CLAIM], made_by="model@1")
    store.add([EMPTY], made_by="model@2")
    assert store.count_events() == 0
    assert store.verify().faults == ()


def test_a_store_with_events_is_sound_and_reindexing_changes_nothing(store: Store) -> None:
    store.add([*ALL, *BOTH])
    before = [hit.event.id for hit in store.search_events()]
    assert store.verify().faults == ()
    store.reindex()
    assert [hit.event.id for hit in store.search_events()] == before
    assert store.verify().faults == ()


@pytest.mark.parametrize(
    "damage",
    [
        update(event).values(status="reported"),
        update(event_side).values(country="USA"),
        delete(event_side).where(event_side.c.role == "actor"),
        update(event_view).values(stance="asserted"),
        delete(statement_about),
    ],
    ids=["status", "country", "side", "stance", "about"],
)
def test_verify_tells_what_another_program_changed(store: Store, damage: Any) -> None:
    store.add(BOTH)
    with store._database.write() as connection:
        connection.execute(damage)
    assert any("its events are not searched as they were found" in fault.what for fault in store.verify().faults)
    store.reindex()
    assert store.verify().faults == ()
