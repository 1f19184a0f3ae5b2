"""The measures of events on a small report of which everything is known."""

from __future__ import annotations

import pytest

from corpora.marked import MarkedEntity, MarkedEvent, MarkedNumber, MarkedReport, MarkedSide, MarkedView
from evaluation.events import ScoredReport, figures, intervals, lexicon_counts, own_assertion_counts, score_events
from onrecord.record import AnnotatedReport, Entity, Event, Mention, Report, RoleSpans, replace
from onrecord.record.layers.events import EventNumber, Side, View
from onrecord.text.spans import Span

TEXT = "Holm's army killed six in Westmere. The attack was not ours, Holm said. Dorn was visited."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def marked(kind: str, triggers: list[str], **more: object) -> MarkedEvent:
    parts = {"actors": (), "recipients": (), "place": None, "when": None, "numbers": (), **more}
    views = parts.pop("views", (MarkedView("R", "asserted"),))
    return MarkedEvent("V", kind, None, tuple(map(span, triggers)), views=views, **parts)  # type: ignore[arg-type]


ARMY = MarkedEntity("P1", "organisation", "Holm's army", None, (), (span("Holm's army"),))
REPORT = MarkedReport(
    "r", TEXT, None, None, (ARMY,), (),
    (
        marked(
            "ASSAULT", ["killed", "attack"], actors=(MarkedSide("P1", span("Holm's army")),), place=span("Westmere"),
            numbers=(MarkedNumber("killed", "6", span("six")),),
            views=(MarkedView("R", "asserted"), MarkedView("S1", "denied")),
        ),
        marked("CONSULT", ["visited"]),
    ),
)  # fmt: skip


def event(kind: str, triggers: list[str], **more: object) -> Event:
    spans = tuple(map(span, triggers))
    made = Event(
        id=f"v_{triggers[0]}", type=kind, triggers=RoleSpans(spans, tuple(triggers)),  # type: ignore[arg-type]
        views=(View("report", "asserted"),), status="reported", actor_status="unnamed", confidence=0.9,
        made_by="model@test",
    )  # fmt: skip
    return replace(made, **more)


ENTITY = Entity(id="e_1", kind="organisation", name="army", mentions=(Mention(span("army"), "name"),))
SIX = EventNumber("killed", 6, 6, 6, (span("six"),), ("six",))
KILLED = event("ASSAULT", ["killed"], actors=(Side((span("army"),), ("army",), "e_1"),), numbers=(SIX,))
ATTACK = event("ASSAULT", ["attack"])
VISIT = event("AID", ["visited"])


def score(*events: Event) -> dict[str, float]:
    record = AnnotatedReport(Report(TEXT), entities=(ENTITY,), events=events)
    return figures([score_events(REPORT, record)])


def test_each_measure_counts_what_it_says() -> None:
    shown = score(KILLED, ATTACK, VISIT)
    # Two of three found events match two of two marked ones; of the two, one has its type.
    assert shown["trigger"] == pytest.approx(2 * (2 / 3) / (2 / 3 + 1))
    assert shown["trigger and type"] == pytest.approx(2 * (1 / 3) * 0.5 / (1 / 3 + 0.5))
    assert shown["actors"] == 1.0
    assert shown["numbers"] == 1.0
    assert shown["place"] == 0.0
    # Of three views the two own assertions are found; the denial is not.
    assert shown["views"] == pytest.approx(0.8)
    assert shown["stances"] == 0.5
    # Two words of one deed stand in two events.
    assert shown["coreference"] == pytest.approx(2 * (2 / 3) / (1 + 2 / 3))


def test_a_record_that_says_what_the_marks_say_is_right_in_everything() -> None:
    whole = event(
        "ASSAULT", ["killed", "attack"], actors=KILLED.actors, numbers=(SIX,),
        views=(View("report", "asserted"), View("s_1", "denied")),
    )  # fmt: skip
    shown = score(whole, event("CONSULT", ["visited"]))
    assert {name: value for name, value in shown.items() if value != 1.0 and name not in ("place", "type, macro")} == {
        "recipients": 0.0,
        "time": 0.0,
    }
    assert score()["trigger"] == 0.0


def test_a_side_that_a_view_of_the_marks_holds_is_not_undisputed() -> None:
    view = MarkedView("S1", "asserted", (MarkedSide("P1", span("Holm's army")),))
    report = MarkedReport("r", TEXT, None, None, (ARMY,), (), (marked("ASSAULT", ["killed"], views=(view,)),))
    record = AnnotatedReport(Report(TEXT), entities=(ENTITY,), events=(KILLED,))
    assert figures([score_events(report, record)])["undisputed"] == 0.0
    held = replace(KILLED, actors=(), views=(View("s_1", "asserted", KILLED.actors),))
    record = AnnotatedReport(Report(TEXT), entities=(ENTITY,), events=(held,))
    assert figures([score_events(report, record)])["actors"] == 1.0


def test_baselines_and_intervals() -> None:
    baseline = figures([ScoredReport(lexicon_counts(REPORT) | own_assertion_counts(REPORT))])
    assert baseline["trigger"] == pytest.approx(0.5)
    assert baseline["stances"] == 0.5
    scored = [
        score_events(REPORT, AnnotatedReport(Report(TEXT), events=events)) for events in ((KILLED,), (VISIT,), ())
    ]
    low, high = intervals(scored)["trigger"]
    assert low < figures(scored)["trigger"] < high
