"""The measures of negotiations, on marks and records that the test makes."""

from __future__ import annotations

from corpora.marked import MarkedEntity, MarkedFact, MarkedNegotiation, MarkedReport
from evaluation.negotiations import derive_marked, figures, match_negotiations, print_figures, score_negotiations
from evaluation.scores import Counts
from onrecord.record import AnnotatedReport, Negotiation, Report, RoleSpans
from onrecord.record.layers.negotiations import AgendaItem, Party, StageView
from onrecord.record.talks import derive_state
from onrecord.text.spans import Span

TEXT = "Truce talks between Norland and Sudland go on. A trade deal with Estland was signed."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def marks() -> MarkedReport:
    entities = tuple(
        MarkedEntity(name, "place", name, None, (), (span(name),)) for name in ("Norland", "Sudland", "Estland")
    )
    talks = MarkedNegotiation(
        "N1",
        (span("Truce talks"),),
        (
            MarkedFact("agenda", "ceasefire", None, span("Truce")),
            MarkedFact("party", "Norland", None, span("Norland")),
            MarkedFact("party", "Sudland", None, span("Sudland")),
            MarkedFact("stage", "underway", "R", span("go on")),
        ),
    )
    deal = MarkedNegotiation("N2", (span("trade deal"),), (MarkedFact("stage", "signed", "R", span("signed")),))
    return MarkedReport("one", TEXT, None, None, entities, (), (), (talks, deal))


def found(words: str, stage: str, *parties: str) -> Negotiation:
    view = StageView(by="report", value=stage, confidence=0.8)  # type: ignore[arg-type]
    return Negotiation(
        id=f"n_{words}",
        name=words,
        mentions=RoleSpans.of(TEXT, [span(words)]),
        agenda=(AgendaItem(item="ceasefire"),),
        parties=tuple(Party((span(name),), (name,), role="party") for name in parties),
        stage=(view,),
        state=derive_state([view], []),
        confidence=0.8,
        made_by="rule:test",
    )


def test_negotiations_match_by_shared_words_or_half_of_their_parties() -> None:
    pairs = match_negotiations(marks(), (found("go on", "agreed", "Norland"), found("trade", "signed")))
    assert {(gold.id, one.name) for gold, one in pairs} == {("N1", "go on"), ("N2", "trade")}
    assert match_negotiations(marks(), (found("go on", "agreed", "Estland"),)) == []


def test_states_and_roles_count_on_matched_negotiations() -> None:
    record = AnnotatedReport(Report(TEXT), negotiations=(found("talks", "underway", "Norland", "Estland"),))
    counts = score_negotiations(marks(), record)
    assert counts["found"] == Counts(1, 1, 2, 1)
    assert counts["stage"] == Counts(1, 1, 1, 1)
    assert counts["parties"] == Counts(1, 2, 2, 1)
    assert counts["agenda"] == Counts(1, 1, 1, 1)
    assert derive_marked(marks().negotiations[1]).stage == "signed"


def test_figures_are_printed_with_the_baselines_beside_them() -> None:
    record = AnnotatedReport(Report(TEXT), negotiations=(found("talks", "underway", "Norland"),))
    lines: list[str] = []
    scored = [score_negotiations(marks(), record)]
    print_figures(scored, [{"stage": Counts(0, 1, 1, 0)}], lines.append)
    assert figures(scored)["stage"] == 1.0
    assert any(line.startswith("stage") and line.endswith("baseline 0.000") for line in lines)
