"""Packed layers are checked as the records that they are of."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.record import LAYERS, AnnotatedReport, EntitySpans, Event, RoleSpans, event_id, replace
from onrecord.record.check import check_record
from onrecord.record.layers.events import View
from onrecord.record.packed_check import are_sound
from onrecord.record.packing import pack_layer, read_rows
from onrecord.text.spans import Span
from tests.store.records import ALL, DAM, OLD


def rows_of(record: AnnotatedReport) -> dict[str, list[Any]]:
    return {name: read_rows(name, pack_layer(name, getattr(record, name))) for name in LAYERS}


def with_event(by: str = "report", entity: str = "e_0") -> AnnotatedReport:
    words = RoleSpans.of(DAM.report.text, [Span(5, 8)])
    event = Event(
        id=event_id(DAM.report.id, "AID", words),
        type="AID",
        triggers=words,
        place=EntitySpans((Span(0, 4),), (DAM.report.text[0:4],), entity),
        views=(View(by, "asserted"),),
        status="reported",
        actor_status="undisputed",
        confidence=0.5,
        made_by="model@1",
    )
    return replace(DAM, events=(event,))


HOLD, SLUICE = DAM.statements
FAR = RoleSpans((Span(0, 10_000),), ("",))
WRONG = {
    "id": replace(DAM, statements=(replace(HOLD, id="s_0"),)),
    "double": replace(DAM, statements=(HOLD, HOLD)),
    "within": replace(DAM, statements=(replace(HOLD, within="s_0"),)),
    "about": replace(DAM, statements=(replace(HOLD, about=("v_0",)),)),
    "venue": replace(DAM, statements=(replace(HOLD, venue=FAR),)),
    "cue": replace(DAM, statements=(replace(HOLD, cue=RoleSpans((Span(5, 5),), ("",))),)),
    "speaker": replace(DAM, entities=()),
    "time": replace(OLD, times=()),
    "voice": with_event(by="s_0"),
    "place": with_event(entity="e_9"),
}


@pytest.mark.parametrize("record", [*ALL, with_event(), with_event(by=HOLD.id)])
def test_sound_layers_pass(record: AnnotatedReport) -> None:
    assert list(check_record(record)) == []
    assert are_sound(rows_of(record), record.report.id, record.report.text)


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_with_a_record_is_wrong_with_its_layers(kind: str) -> None:
    record = WRONG[kind]
    assert list(check_record(record))
    assert not are_sound(rows_of(record), record.report.id, record.report.text)


@pytest.mark.parametrize("flat", [[0, 10_000], [5, 5], [-1, 3], [3]])
def test_no_mention_lies_outside_the_text(flat: list[int]) -> None:
    rows = rows_of(DAM)
    (entity,) = rows["entities"]
    mentions = entity[-1]
    mentions[0] = flat
    assert not are_sound(rows, DAM.report.id, DAM.report.text)
