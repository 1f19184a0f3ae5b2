"""How well talks are found: ``python -m evaluation.negotiations CORPORA``.

Everything is found by the program itself. A negotiation matches a marked one where they share words for it, or half of
their parties; they are matched one to one. States are compared after deriving that of the marks by the rule of the
record. Beside the figures stand the baselines: two words of talks, always ``underway``, and the countries in the
sentence.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from corpora.marked import MarkedEntity, MarkedFact, MarkedNegotiation, MarkedReport, iter_marked_reports
from evaluation.scores import Counts, sum_counts
from onrecord.annotate import Annotator
from onrecord.model.weights import load_weights
from onrecord.models import find_model_folder
from onrecord.record import AnnotatedReport, Negotiation, Report
from onrecord.record.layers.negotiations import Move, MoveView, NegotiationState, Party, Stage, StageView
from onrecord.record.talks import derive_state
from onrecord.text.document import Document
from onrecord.text.spans import Span

SAMPLES = 1000
"""Samples of reports from which the intervals are taken."""
LEAST_SHARED = 0.5
"""Least Jaccard overlap of parties that makes two negotiations one."""
BASELINE_WORDS = frozenset({"talks", "negotiations"})

Pair = tuple[MarkedNegotiation, Negotiation]
ReportCounts = dict[str, Counts]
"""The counts of one report, by measure."""


def score_negotiations(report: MarkedReport, found: AnnotatedReport) -> ReportCounts:
    """Count, for each measure, what a record's negotiations get right.

    Args:
        report: The marks.
        found: The record.
    """
    pairs = match_negotiations(report, found.negotiations)
    counts = {"found": Counts(len(pairs), len(found.negotiations), len(report.negotiations), len(pairs))}
    entities = {entity.id: entity for entity in report.entities}
    counts["stage"] = sum_counts(_same(derive_marked(gold).stage, one.state.stage) for gold, one in pairs)
    counts["move"] = sum_counts(_same(derive_marked(gold).move, one.state.move) for gold, one in pairs)
    counts["parties"] = sum_counts(_count_roles(entities, pair, ("party",)) for pair in pairs)
    counts["mediators and hosts"] = sum_counts(_count_roles(entities, pair, ("mediator", "host")) for pair in pairs)
    counts["agenda"] = sum_counts(_count_agenda(pair) for pair in pairs)
    counts["obstacles"] = sum_counts(
        _count_spans(gold.facts_of("obstacle"), [s for o in one.obstacles for s in o.spans]) for gold, one in pairs
    )
    counts["wants"] = sum_counts(
        _count_spans(gold.facts_of("want"), [s for w in one.wants for s in w.spans]) for gold, one in pairs
    )
    counts["next"] = sum_counts(
        _count_spans(gold.facts_of("next"), [s for n in one.next for s in n.spans]) for gold, one in pairs
    )
    return counts


def match_negotiations(report: MarkedReport, found: Sequence[Negotiation]) -> list[Pair]:
    """Match marked negotiations to found ones, one to one, those with most shared words first."""
    entities = {entity.id: entity for entity in report.entities}
    scored = []
    for g, gold in enumerate(report.negotiations):
        for f, one in enumerate(found):
            shared = sum(_overlap(a, b) for a in gold.mentions for b in one.mentions.spans)
            sides = _share_of_parties(entities, gold, one)
            if shared or sides >= LEAST_SHARED:
                scored.append((shared, sides, -g, -f))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, _, g, f in sorted(scored, reverse=True):
        if -g not in taken_gold and -f not in taken_found:
            taken_gold.add(-g)
            taken_found.add(-f)
            pairs.append((report.negotiations[-g], found[-f]))
    return pairs


def derive_marked(gold: MarkedNegotiation) -> NegotiationState:
    """Derive the state of a marked negotiation by the rule of the record."""
    stages = [
        StageView(by=_voice(fact), value=cast(Stage, fact.value), confidence=1.0) for fact in gold.facts_of("stage")
    ]
    moves = [MoveView(by=_voice(fact), value=cast(Move, fact.value), confidence=1.0) for fact in gold.facts_of("move")]
    return derive_state(stages, moves)


def _voice(fact: MarkedFact) -> str:
    return {"R": "report", "?": "unnamed"}.get(fact.by or "", fact.by or "unnamed")


def _share_of_parties(entities: dict[str, MarkedEntity], gold: MarkedNegotiation, one: Negotiation) -> float:
    wanted = [entities[fact.value] for fact in gold.facts_of("party") if fact.value in entities]
    guessed = [party for party in one.parties if party.role == "party"]
    shared = sum(any(_is_party(entity, party) for party in guessed) for entity in wanted)
    total = len(wanted) + len(guessed) - shared
    return shared / total if total else 0.0


def _is_party(entity: MarkedEntity, party: Party) -> bool:
    return any(_overlap(mention, span) for mention in entity.mentions for span in party.spans)


def _count_roles(entities: dict[str, MarkedEntity], pair: Pair, roles: tuple[str, ...]) -> Counts:
    gold, one = pair
    wanted = {(fact.what, fact.value) for fact in gold.facts_of(*roles) if fact.value in entities}
    guessed = [party for party in one.parties if party.role in roles]
    right = [w for w in wanted if any(p.role == w[0] and _is_party(entities[w[1]], p) for p in guessed)]
    matched = [p for p in guessed if any(p.role == w[0] and _is_party(entities[w[1]], p) for w in wanted)]
    return Counts(len(matched), len(guessed), len(wanted), len(right))


def _count_agenda(pair: Pair) -> Counts:
    gold, one = pair
    wanted, guessed = {fact.value for fact in gold.facts_of("agenda")}, {item.item for item in one.agenda}
    right = len(wanted & guessed)
    return Counts(right, len(guessed), len(wanted), right)


def _count_spans(facts: Sequence[MarkedFact], spans: Sequence[Span]) -> Counts:
    wanted = [fact.span for fact in facts if fact.span is not None]
    right = sum(any(_overlap(one, other) for other in spans) for one in wanted)
    matched = sum(any(_overlap(one, other) for other in wanted) for one in spans)
    return Counts(matched, len(spans), len(wanted), right)


def _same(wanted: str | None, guessed: str | None) -> Counts:
    right = int(wanted == guessed)
    return Counts(right, 1, 1, right)


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def score_baselines(report: MarkedReport, found: AnnotatedReport) -> ReportCounts:
    """Score the baselines on the same report.

    Found: each sentence with "talks" or "negotiations" in it is one. Stage: always underway. Move: always none.
    Parties: the countries, groups and organisations of the marks with a country in the sentences of the marked words.
    """
    document = Document.from_text(report.text)
    words = [span for span, word in zip(document.words, document.lower, strict=True) if word in BASELINE_WORDS]
    sentences = {document.sentence[document.word_range(span)[0]] for span in words}
    hit = {n.id for n in report.negotiations if any(_overlap(a, b) for a in n.mentions for b in words)}
    counts = {"found": Counts(len(hit), len(sentences), len(report.negotiations), len(hit))}
    pairs = match_negotiations(report, found.negotiations)
    counts["stage"] = sum_counts(_same(derive_marked(gold).stage, "underway") for gold, _ in pairs)
    counts["move"] = sum_counts(_same(derive_marked(gold).move, "none") for gold, _ in pairs)
    counts["parties"] = sum_counts(_count_nearby(report, document, gold) for gold, _ in pairs)
    return counts


def _count_nearby(report: MarkedReport, document: Document, gold: MarkedNegotiation) -> Counts:
    own = {document.sentence[document.word_range(span)[0]] for span in gold.mentions}
    wanted = {fact.value for fact in gold.facts_of("party")}
    guessed = {
        entity.id
        for entity in report.entities
        if entity.country and any(document.sentence[document.word_range(m)[0]] in own for m in entity.mentions)
    }
    right = len(wanted & guessed)
    return Counts(right, len(guessed), len(wanted), right)


def figures(scored: Sequence[ReportCounts]) -> dict[str, float]:
    """Give every figure over reports: F1, or the share right where each pair is right or wrong."""
    names = dict.fromkeys(name for counts in scored for name in counts)
    return {name: sum_counts(counts.get(name, Counts()) for counts in scored).f1 for name in names}


def intervals(scored: Sequence[ReportCounts], seed: int = 1) -> dict[str, tuple[float, float]]:
    """Give 95 % intervals of the figures by the bootstrap over reports (Efron 1979)."""
    chooser = np.random.default_rng(seed)
    samples = [
        figures([scored[i] for i in chooser.integers(0, len(scored), len(scored))])
        for _ in range(SAMPLES if len(scored) > 1 else 0)
    ]
    return {
        name: (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))
        for name in figures(scored)
        if (values := [sample.get(name, 0.0) for sample in samples])
    }


def print_figures(
    scored: Sequence[ReportCounts], baseline: Sequence[ReportCounts], show: Callable[[str], None] = print
) -> None:
    """Print a line for each figure with its interval and, where there is one, the baseline."""
    bounds, beside = intervals(scored), figures(baseline)
    for name, value in figures(scored).items():
        low, high = bounds.get(name, (value, value))
        other = f", baseline {beside[name]:.3f}" if name in beside else ""
        show(f"{name:20} {value:.3f} ({low:.3f} to {high:.3f}){other}")


def main() -> None:
    """Run the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.negotiations", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with marked in it")
    parser.add_argument("--model", help="name of an installed model, or folder of weights; the preferred one")
    parser.add_argument("--part", choices=("dev", "train"), default="dev", help="part of marked")
    options = parser.parse_args()
    annotator = Annotator(load_weights(find_model_folder(options.model)))
    read = [
        (report, annotator.annotate(Report(report.text, published=report.date, published_from="header")))
        for report in iter_marked_reports(options.corpora / "marked" / f"{options.part}.jsonl.gz")
    ]
    print_figures([score_negotiations(*one) for one in read], [score_baselines(*one) for one in read])


if __name__ == "__main__":
    main()
