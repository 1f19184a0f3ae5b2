"""Events from scores that the test gives: views, sides of each voice, numbers, and what follows from them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.events.deeds import SAMENESS_FEATURES
from onrecord.extract.events.step import EVENTS
from onrecord.extract.speakers.layer import ENTITIES
from onrecord.extract.step import DOCUMENT, SCORES, StepResults
from onrecord.extract.times.finder import find_times
from onrecord.extract.times.step import TIMES
from onrecord.model.encoders.encoder import Encoder
from onrecord.model.heads.head import WordScores
from onrecord.model.heads.sides import FEATURE_SIZES, MENTION_CLASSES, SIDE_ROLES, SIDE_SIZE, SIDES
from onrecord.model.heads.triggers import EVENT_TYPES, FIRST_TYPE, NO_TRIGGER, STANCES, TRIGGERS
from onrecord.model.weights import AttributionWeights
from onrecord.record import AnnotatedReport, Entity, Event, Mention, Report, RoleSpans, SourceSpans, Statement
from onrecord.record.check import check_record
from onrecord.text.document import Document
from onrecord.text.spans import Span

TEXT = (
    "A strike killed at least six people in Westmere on Friday. Holm's army carried out the strike, Ada Lund said. "
    "Holm denied any strike."
)
HIDDEN = 4


def arrays() -> dict[str, Any]:
    """Weights of sides that give each kind of mention one role, whatever the words; deeds with one stem are one."""
    zeros = np.zeros((HIDDEN, 3 * SIDE_SIZE), dtype=np.float32)
    output = np.zeros((len(SIDE_ROLES), HIDDEN), dtype=np.float32)
    role_of = {"organisation": "actor", "place": "place", "time": "time"}
    tables = [np.zeros((size, HIDDEN), dtype=np.float32) for size in FEATURE_SIZES]
    for unit, (kind, role) in enumerate(role_of.items()):
        first = MENTION_CLASSES.index(kind) * len(EVENT_TYPES)
        tables[1][first : first + len(EVENT_TYPES), unit] = 10.0
        output[SIDE_ROLES.index(role), unit] = 10.0
    # Nothing across the end of a sentence.
    tables[2][1:, :] = -100.0
    sameness = np.zeros(len(SAMENESS_FEATURES), dtype=np.float32)
    sameness[SAMENESS_FEATURES.index("same stem")] = 1.0
    return {
        "trigger_threshold": np.array(0.5), "event_sameness": sameness, "event_calibration": np.array([1.0, 0.0]),
        "sides.trigger": zeros, "sides.mention": zeros, "sides.bias": np.zeros(HIDDEN, dtype=np.float32),
        "sides.output": output, "sides.output_bias": np.zeros(len(SIDE_ROLES), dtype=np.float32),
        **{f"sides.feature.{index}": table for index, table in enumerate(tables)},
    }  # fmt: skip


def entity(name: str, kind: str, *mentions: str) -> Entity:
    spans = [Span(TEXT.index(words), TEXT.index(words) + len(words)) for words in mentions]
    return Entity(id=f"e_{name}", kind=kind, name=name, mentions=tuple(Mention(s, "name") for s in spans))  # type: ignore[arg-type]


def statement(name: str, content: str) -> Statement:
    span = Span(TEXT.index(content), TEXT.index(content) + len(content))
    return Statement(
        id=name, kind="indirect", source=SourceSpans(), cue=RoleSpans(), content=RoleSpans((span,), (content,)),
        speaker=None, confidence=0.9, made_by="rule:test",
    )  # fmt: skip


def find(
    stances: dict[str, str], *statements: Statement, text: str = TEXT
) -> tuple[AnnotatedReport, tuple[Event, ...]]:
    """Find the events where each word of a stance, with its place among equal words, is a trigger of an assault."""
    document, report = Document.from_text(TEXT), Report(TEXT, published="2031-03-09")
    scores = np.zeros((len(document.words), TRIGGERS.size), dtype=np.float32)
    scores[:, NO_TRIGGER] = 9.0
    for key, stance in stances.items():
        word, _, number = key.partition("#")
        places = [index for index, printed in enumerate(document.printed) if printed == word]
        place = places[int(number or 1) - 1]
        scores[place, [NO_TRIGGER, FIRST_TYPE + EVENT_TYPES.index("ASSAULT")]] = 0.0, 9.0
        scores[place, TRIGGERS.size - len(STANCES) + STANCES.index(stance)] = 9.0  # type: ignore[arg-type]
    entities = (
        entity("Westmere", "place", "Westmere"),
        entity("army", "organisation", "Holm's army"),
        entity("Ada", "person", "Ada Lund"),
    )
    times = find_times(TEXT, "2031-03-09", document.paragraphs, False)
    given = {
        DOCUMENT: document, ENTITIES: entities, TIMES: times, DATED_STATEMENTS: statements,
        SCORES: WordScores({"triggers": scores, "sides": np.zeros((len(scores), SIDE_SIZE), dtype=np.float32)}),
    }  # fmt: skip
    encoder = cast(Encoder, SimpleNamespace(heads=(TRIGGERS, SIDES)))
    weights = AttributionWeights(encoder, arrays(), "test", "test")
    events = EVENTS.prepare(weights)(StepResults(report, None, given))
    return AnnotatedReport(report, statements, entities, times, events), events


def test_what_only_a_voice_names_stands_in_its_view() -> None:
    record, (event,) = find(
        {"strike": "asserted", "strike#2": "asserted", "strike#3": "denied"},
        statement("s_1", "Holm's army carried out the strike"),
        statement("s_2", "any strike"),
    )
    assert [fault for fault in check_record(record) if "events" in fault.where] == []
    assert event.triggers.quote == ("strike",) * 3
    assert [(view.by, view.stance, [side.quote for side in view.actors]) for view in event.views] == [
        ("report", "asserted", []),
        ("s_1", "asserted", []),
        ("s_1", "asserted", [("Holm's army",)]),
        ("s_2", "denied", []),
    ]
    assert event.actors == ()
    assert (event.status, event.actor_status) == ("contested", "claimed")
    assert event.place is not None and event.place.quote == ("Westmere",)
    assert event.time is not None and event.time.value == "2031-03-07"
    assert [(number.kind, number.at_least, number.at_most) for number in event.numbers] == [("killed", 6, None)]


def test_the_only_voice_gives_the_event_its_sides() -> None:
    _, (event,) = find({"strike#2": "asserted"}, statement("s_1", "Holm's army carried out the strike"))
    assert [side.entity for side in event.actors] == ["e_army"]
    assert [(view.by, view.actors) for view in event.views] == [("s_1", ())]
    assert (event.status, event.actor_status) == ("claimed", "undisputed")


def test_plans_and_denials_are_no_deeds() -> None:
    assert [event.status for event in find({"strike": "planned"})[1]] == ["planned"]
    assert [event.status for event in find({"strike#3": "denied"}, statement("s_2", "any strike"))[1]] == ["denied"]
    _, (event,) = find({"strike#2": "alleged"})
    assert (event.status, [view.by for view in event.views]) == ("alleged", ["unnamed"])


def test_an_event_without_words_of_time_has_none() -> None:
    _, (event,) = find({"strike#3": "asserted"})
    assert (event.time, event.place, event.numbers) == (None, None, ())


def test_a_model_without_the_heads_finds_no_events() -> None:
    weights = AttributionWeights(cast(Encoder, SimpleNamespace(heads=())), {}, "test", "test")
    assert EVENTS.prepare(weights)(StepResults(Report(TEXT), None, {})) == ()
