"""Talks in a store: tracks, judgements that survive another reading, and undo."""

from __future__ import annotations

import pytest

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.record import RoleSpans, negotiation_id, replace
from onrecord.store import Store
from onrecord.text.spans import Span
from tests.making_talks import ALL, OPENING, SIGNED, STALL, TRADE


def test_talks_are_listed_by_their_latest_news_and_found_by_words_and_id(store: Store) -> None:
    store.add(ALL, made_by="model@one")
    tracks = store.talks()
    assert [len(track.snapshots) for track in tracks] == [4, 1]
    assert [track.id for track in store.talks("mali trade")] == [tracks[1].id]
    assert store.track(tracks[0].snapshots[2].id).id == tracks[0].id
    with pytest.raises(NotInStoreError, match="onrecord talks --store"):
        store.track("k_none")


def test_a_judgement_holds_after_a_reading_with_other_weights_and_can_be_undone(store: Store) -> None:
    store.add([OPENING, TRADE], made_by="model@one")
    one, other = (track.id for track in store.talks())
    entry = store.corrections.judge_talks("same", one, other, "Ada Quist")
    assert len(store.talks()) == 1
    # Other weights find other words for the same talks, so their ids change.
    text, found = OPENING.report.text, OPENING.negotiations[0]
    mentions = RoleSpans.of(text, [Span(text.index("talks"), text.index("talks") + 5)])
    again = replace(found, id=negotiation_id(OPENING.report.id, mentions), mentions=mentions)
    store.add([replace(OPENING, negotiations=(again,))], made_by="model@two")
    (merged,) = store.talks()
    assert again.id in merged.ids and len(merged.snapshots) == 2
    store.corrections.undo(entry.number, "Ada Quist")
    assert len(store.talks()) == 2
    assert [(one.action, one.undone) for one in store.corrections.log()] == [("talks", True), ("undo", False)]
    assert store.verify().faults == ()


def test_a_stage_that_a_person_gives_is_shown_until_a_later_report(store: Store) -> None:
    store.add([STALL, SIGNED], made_by="model@one")
    (track,) = store.talks()
    store.corrections.set_stage_of_talks(track.id, "suspended", "2031-03-10", "Ada Quist")
    (judged,) = store.talks()[0].judged
    assert (judged.stage, judged.day, judged.by) == ("suspended", "2031-03-10", "human@Ada Quist")


def test_a_judgement_that_makes_no_sense_is_refused(store: Store) -> None:
    store.add([OPENING], made_by="model@one")
    (track,) = store.talks()
    for make in (
        lambda: store.corrections.judge_talks("like", track.id, track.id, "Ada Quist"),
        lambda: store.corrections.judge_talks("same", track.id, track.id, "Ada Quist"),
        lambda: store.corrections.set_stage_of_talks(track.id, "nearly", "2031-03-10", "Ada Quist"),
        lambda: store.corrections.set_stage_of_talks(track.id, "agreed", "soon", "Ada Quist"),
    ):
        with pytest.raises(ConfigurationError):
            make()
    with pytest.raises(NotInStoreError):
        store.corrections.judge_talks("same", track.id, "k_none", "Ada Quist")
