"""Whether a record is true to its text."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.record import AnnotatedReport, EntitySpans, Event, Negotiation, PageSpan, RoleSpans, event_id, replace
from onrecord.record.check import Fault, check_line, check_record
from onrecord.record.ids import negotiation_id
from onrecord.record.layers.events import EventNumber, Side, View
from onrecord.record.layers.negotiations import NegotiationState, Obstacle, Party, StageView, Want
from onrecord.text.spans import Span
from tests.record.values import TEXT, full_record, role


def faults(record: AnnotatedReport) -> list[tuple[str, str]]:
    return [(fault.where, fault.what) for fault in check_record(record)]


def with_statement(**changes: Any) -> AnnotatedReport:
    record = full_record()
    return replace(record, statements=(replace(record.statements[0], **changes),))


def full_event(report_id: str, **changes: Any) -> Event:
    triggers = role("hold")
    varga = Side(role("Ms Varga").spans, ("Ms Varga",), "e_1", "NOR", ("GOV",))
    values = {
        "id": event_id(report_id, "AGREE", triggers),
        "type": "AGREE",
        "triggers": triggers,
        "actors": (varga,),
        "place": EntitySpans(role("Radio Westmere").spans, ("Radio Westmere",)),
        "numbers": (EventNumber("size", 1, 1, 1, role("told").spans, ("told",)),),
        "views": (View("report", "asserted"), View("unnamed", "alleged", actors=(varga,))),
        "status": "reported",
        "actor_status": "undisputed",
        "confidence": 0.8,
        "made_by": "model@1",
    }
    return Event(**(values | changes))


def full_negotiation(report_id: str, **changes: Any) -> Negotiation:
    mentions = role("dam")
    words = {"spans": role("Sunday").spans, "quote": ("Sunday",)}
    values = {
        "id": negotiation_id(report_id, mentions),
        "name": "talks on the dam",
        "mentions": mentions,
        "parties": (Party(role="party", entity="e_1", **words),),
        "stage": (StageView(value="underway", by="report", confidence=0.8, **words),),
        "obstacles": (Obstacle(by="unnamed", **words),),
        "wants": (Want(who="e_1", by="report", **words),),
        "meetings": (event_id(report_id, "AGREE", role("hold")),),
        "state": NegotiationState("underway", None, "stated"),
        "confidence": 0.8,
        "made_by": "model@1",
    }
    return Negotiation(**(values | changes))


def with_event(**changes: Any) -> AnnotatedReport:
    record = full_record()
    return replace(record, events=(full_event(record.report.id, **changes),))


def with_negotiation(**changes: Any) -> AnnotatedReport:
    record = with_event()
    return replace(record, negotiations=(full_negotiation(record.report.id, **changes),))


def test_a_true_record_has_no_fault() -> None:
    assert faults(full_record()) == []
    assert faults(with_event()) == []
    assert faults(with_negotiation()) == []


FAR, EMPTY, OTHER = (RoleSpans((Span(*pair),), ("So",)) for pair in ((0, 999), (5, 5), (0, 4)))


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"id": "s_0"}, "statements[0].id", "'s_0' is not that of its spans"),
        ({"within": "s_9"}, "statements[0].within", "'s_9' is no statement of the record"),
        ({"about": ("v_9",)}, "statements[0].about[0]", "'v_9' is no event or negotiation of the record"),
        ({"venue": FAR}, "statements[0].venue.spans[0]", "[0, 999) does not lie in a text"),
        ({"venue": EMPTY}, "statements[0].venue.spans[0]", "[5, 5) does not lie in a text"),
        ({"venue": OTHER}, "statements[0].venue.spans[0]", 'the text at [0, 4) is "“The", not "So"'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_statement_is_told(change: dict[str, Any], where: str, what: str) -> None:
    ((place, found),) = faults(with_statement(**change))
    assert place == where
    assert found.startswith(what)


def test_entities_and_times_that_are_named_must_exist() -> None:
    record = full_record()
    (statement,), (time,) = record.statements, record.times
    assert statement.speaker
    assert statement.said
    changed = replace(
        statement,
        source=replace(statement.source, entity="e_7"),
        speaker=replace(statement.speaker, entity="", entities=("e_1", "e_8")),
        said=replace(statement.said, origin="t_9"),
    )
    assert faults(replace(record, statements=(changed,), times=(replace(time, anchor="t_8"),))) == [
        ("statements[0].source.entity", "'e_7' is no entity of the record"),
        ("statements[0].speaker.entity", "'' is no entity of the record"),
        ("statements[0].speaker.entities[1]", "'e_8' is no entity of the record"),
        ("statements[0].said.from", "'t_9' is no time of the record"),
        ("times[0].anchor", "'t_8' is no time of the record"),
    ]


def test_mentions_times_and_pages_lie_in_the_text() -> None:
    record = full_record()
    (entity,), (time,) = record.entities, record.times
    mention = replace(entity.mentions[0], span=Span(3, 3))
    changed = replace(
        record,
        report=replace(record.report, pages=(PageSpan(1, 0, len(TEXT)), PageSpan(2, 3, 900))),
        entities=(replace(entity, mentions=(*entity.mentions, mention)),),
        times=(replace(time, quote="Monday"), replace(time, span=Span(-1, 3))),
    )
    assert faults(changed) == [
        ("pages[1]", "[3, 900) does not lie in a text of 73 characters"),
        ("entities[0].mentions[1]", "[3, 3) does not lie in a text of 73 characters"),
        ("times[0]", 'the text at [53, 59) is "Sunday", not "Monday"'),
        ("times[1]", "[-1, 3) does not lie in a text of 73 characters"),
    ]


def test_two_statements_may_not_have_one_id() -> None:
    record = full_record()
    doubled = replace(record, statements=record.statements * 2)
    identity = record.statements[0].id
    assert faults(doubled) == [("statements[1].id", f"{identity!r} is that of statements[0] too")]


def test_new_layers_are_checked_by_their_types_alone() -> None:
    wrong = RoleSpans((Span(0, 4),), ("So",))
    assert [where for where, _ in faults(with_event(place=EntitySpans(wrong.spans, wrong.quote, "e_9")))] == [
        "events[0].place.spans[0]",
        "events[0].place.entity",
    ]
    view = View("s_9", "denied", recipients=(Side(wrong.spans, wrong.quote),))
    assert [where for where, _ in faults(with_event(views=(view,)))] == [
        "events[0].views[0].by",
        "events[0].views[0].recipients[0].spans[0]",
    ]
    assert faults(with_event(type="AID")) == [
        ("events[0].id", f"{full_event(full_record().report.id).id!r} is not that of its spans")
    ]
    assert faults(with_negotiation(meetings=("v_0",))) == [
        ("negotiations[0].meetings[0]", "'v_0' is no event of the record")
    ]
    want = Want(who="e_9", by="s_9", spans=wrong.spans, quote=wrong.quote)
    assert [where for where, _ in faults(with_negotiation(wants=(want,)))] == [
        "negotiations[0].wants[0].spans[0]",
        "negotiations[0].wants[0].by",
        "negotiations[0].wants[0].who",
    ]


def test_a_line_is_checked() -> None:
    line = full_record().to_json()
    assert check_line(line) == (full_record(), [])
    assert check_line(line.replace("Ms Varga told", "Ms Varga said"))[1][0].where == "id"
    assert check_line("{") == (None, [Fault("record", check_line("{")[1][0].what)])
    record, found = check_line(line.replace('"quote": ["told"]', '"quote": ["said"]'))
    assert record is not None
    assert found == [Fault("statements[0].cue.spans[0]", 'the text at [30, 34) is "told", not "said"')]
