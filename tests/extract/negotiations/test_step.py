"""Negotiations from scorers that the test gives: which words count, what each voice says, and what follows from it."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.events.step import EVENTS
from onrecord.extract.negotiations.mentions import find_candidates
from onrecord.extract.negotiations.step import NegotiationFinder
from onrecord.extract.speakers.layer import ENTITIES
from onrecord.extract.step import DOCUMENT, StepResults
from onrecord.extract.times.finder import find_times
from onrecord.extract.times.step import TIMES
from onrecord.model.linear import LinearScorer, ScorerSet
from onrecord.record import AnnotatedReport, Entity, EntityKind, Mention, Report, RoleSpans, SourceSpans, Statement
from onrecord.record.check import check_record
from onrecord.record.layers.negotiations import Negotiation
from onrecord.text.document import Document
from onrecord.text.spans import Span

TEXT = (
    "Ongoing ceasefire talks between Norland and Sudland have stalled since Sunday. "
    "The talks will resume on Friday, Ada Lund said. It rained. A trade deal was signed in Westmere in May."
)
STAGES = ("none", "underway", "scheduled", "signed")
MOVES = ("none", "stall")


def scorer(classes: tuple[str, ...], bias: float, **weights: tuple[str, float]) -> LinearScorer:
    """A scorer that adds to a class what a feature, with its class, is worth."""
    table: dict[str, np.ndarray] = {}
    for name, (label, value) in weights.items():
        row = table.setdefault(name, np.zeros(len(classes) - 1))
        row[classes.index(label) - 1] = value
    return LinearScorer(classes, np.full(len(classes) - 1, bias), table)


def yes(bias: float = -5.0, **weights: float) -> LinearScorer:
    return scorer(("no", "yes"), bias, **{name: ("yes", value) for name, value in weights.items()})


def of(classes: tuple[str, ...], *weights: tuple[str, str]) -> LinearScorer:
    return scorer(classes, -5.0, **{name: (label, 9.0) for name, label in weights})


def scorers() -> ScorerSet:
    stage = of(
        STAGES,
        ("stage cue=ongoing", "underway"),
        ("stage cue=will resume", "scheduled"),
        ("stage cue=signed", "signed"),
    )
    roles = ("right|between=between", "party"), ("right|before=and", "party"), ("before=in", "host")
    found = {
        "mention": yes(5.0),
        "pair": yes(**{"kinds=talks|talks": 9.0}),
        "party": of(("none", "party", "host"), *roles),
        "agenda": yes(inside=9.0),
        "stage": stage,
        "move": of(MOVES, ("move cue=stalled", "stall")),
        "whole stage": of(STAGES),
        "whole move": of(MOVES),
        "obstacle": yes(),
        "want": yes(),
        "next": yes(**{"ahead=True": 9.0}),
    }  # fmt: skip
    least = dict.fromkeys(
        ("mention", "process", "pair", "party", "agenda", "stage", "move", "obstacle", "want", "next"), 0.5
    )
    return ScorerSet("test-1", found, least | {"any stage": 0.5, "any move": 0.5, "whole": 0.0})


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def entity(name: str, kind: str = "place") -> Entity:
    return Entity(id=f"e_{name}", kind=cast(EntityKind, kind), name=name, mentions=(Mention(span(name), "name"),))


def statement(content: str) -> Statement:
    return Statement(
        id="s_1", kind="indirect", source=SourceSpans(), cue=RoleSpans(),
        content=RoleSpans((span(content),), (content,)), speaker=None, confidence=0.9, made_by="rule:test",
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> tuple[Negotiation, ...]:
    document, report = Document.from_text(TEXT), Report(TEXT, published="2031-03-09")
    entities = tuple(entity(name) for name in ("Norland", "Sudland", "Westmere"))
    times = tuple(find_times(TEXT, "2031-03-09", document.paragraphs, False))
    statements = (statement("The talks will resume on Friday"),)
    results = StepResults(
        report, None,
        {DOCUMENT: document, ENTITIES: entities, DATED_STATEMENTS: statements, TIMES: times, EVENTS: ()},
    )  # fmt: skip
    negotiations = NegotiationFinder(scorers()).find_negotiations(results)
    record = AnnotatedReport(report, statements, entities, times, (), negotiations)
    assert [fault for fault in check_record(record) if not fault.where.startswith("statements")] == []
    return negotiations


def test_the_words_for_one_process_come_together(found: tuple[Negotiation, ...]) -> None:
    assert [one.mentions.quote for one in found] == [("Ongoing ceasefire talks", "talks"), ("trade deal",)]
    assert [one.name for one in found] == ["Ongoing ceasefire talks", "trade deal"]


def test_each_voice_has_a_stage_with_its_words_and_the_report_decides(found: tuple[Negotiation, ...]) -> None:
    views = [(view.by, view.value, view.quote) for view in found[0].stage]
    assert views == [("report", "underway", ("Ongoing",)), ("s_1", "scheduled", ("will resume",))]
    assert (found[0].state.stage, found[0].state.move, found[0].state.status) == ("underway", "stall", "stated")


def test_sides_hosts_topics_and_steps_to_come(found: tuple[Negotiation, ...]) -> None:
    talks, deal = found
    assert {(party.role, party.quote[0]) for party in talks.parties} == {("party", "Norland"), ("party", "Sudland")}
    assert [item.item for item in talks.agenda] == ["ceasefire"]
    assert [(step.quote, step.time.value if step.time else None) for step in talks.next] == [
        (("Friday",), "2031-03-14")
    ]
    assert ("host", ("Westmere",)) in [(party.role, party.quote) for party in deal.parties]
    assert deal.state.stage == "signed"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The new 72-hour cease-fire held.", ["new 72-hour cease-fire"]),
        ("Ceasefire talks began.", ["Ceasefire talks"]),
        ("It rained.", []),
        ("They signed the memorandum of understanding.", ["memorandum of understanding"]),
        ("A Norland-Sudland trade agreement", ["Norland-Sudland trade agreement"]),
    ],
)
def test_a_noun_takes_the_modifiers_before_it(text: str, words: list[str]) -> None:
    document = Document.from_text(text)
    spans = [document.span_of_words(one.words) for one in find_candidates(document)]
    assert [text[slice(*one)] for one in spans] == words
