"""Fits the scorers of negotiations: ``python -m training.negotiations CORPORA``.

The scorers are linear (:mod:`onrecord.model.linear`) and learn from marked reports: which nouns name a process, which
name the same one, who takes part, what is on the agenda, which stage and move each voice gives, and which passages tell
of obstacles, wants and steps to come. ``--folds`` fits and scores in turn, so that each report is scored by scorers
that did not see it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from corpora.marked import MarkedFact, MarkedNegotiation, MarkedReport, iter_marked_reports
from corpora.marks import iter_training_reports
from evaluation.negotiations import ReportCounts, derive_marked, print_figures, score_baselines, score_negotiations
from onrecord.annotate import STEPS, Annotator
from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.negotiations.agenda import find_topics, topic_features
from onrecord.extract.negotiations.clusters import Process, pair_features
from onrecord.extract.negotiations.mentions import ProcessMention, find_candidates, mention_features
from onrecord.extract.negotiations.parties import party_features
from onrecord.extract.negotiations.passages import (
    Passage,
    VoicePassages,
    by_voice,
    find_passages,
    passage_features,
    state_features,
)
from onrecord.extract.negotiations.said_of_talks import is_ahead, time_features, times_in
from onrecord.extract.negotiations.step import FAR, NEAR, NEGOTIATIONS, NegotiationFinder
from onrecord.extract.negotiations.surroundings import Surroundings
from onrecord.extract.speakers.layer import ENTITIES
from onrecord.extract.step import DOCUMENT, StepResults
from onrecord.extract.times.step import TIMES
from onrecord.model.linear import LinearScorer, ScorerSet, write_scorers
from onrecord.model.negotiations import SCORERS_FILE
from onrecord.model.weights import load_weights
from onrecord.models import find_model_folder
from onrecord.record import AnnotatedReport, Report, Statement
from onrecord.text.spans import Span
from training.negotiation_examples import iter_examples

CLASSES: dict[str, tuple[str, ...]] = {
    "mention": ("no", "yes"),
    "pair": ("other", "same"),
    "party": ("none", "party", "mediator", "host", "guarantor"),
    "agenda": ("no", "yes"),
    "stage": (
        "none", "mooted", "scheduled", "underway", "suspended", "agreed", "signed", "in-effect", "breached",
        "collapsed", "done", "unclear",
    ),
    "move": ("none", "breakthrough", "progress", "resumed", "stall", "setback", "none"),
    "obstacle": ("no", "yes"),
    "want": ("no", "yes"),
    "next": ("no", "yes"),
}  # fmt: skip
CLASSES |= {f"whole {name}": CLASSES[name] for name in ("stage", "move")}
"""What each scorer decides; the first class is the reference. A voice may say that nothing moved: the last of move."""
THRESHOLDS = {
    "mention": 0.4, "process": 0.5, "pair": 0.5, "party": 0.45, "agenda": 0.35, "stage": 0.5, "any stage": 0.05,
    "move": 0.5, "any move": 0.4, "whole": 2.0, "obstacle": 0.15, "want": 0.15, "next": 0.3,
}  # fmt: skip
"""Least probabilities, chosen by cross-validation; ``whole`` is the weight of what all voices together show."""
PENALTIES = {
    "mention": 2.0,
    "pair": 1.0,
    "party": 2.0,
    "agenda": 2.0,
    "stage": 4.0,
    "move": 4.0,
    "whole stage": 4.0,
    "whole move": 4.0,
}
LEAST_COUNT = 2
"""Rows that a feature needs to get a weight."""


@dataclass
class Rows:
    """Examples of one scorer."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)

    def append(self, features: Iterable[str], label: int) -> None:
        """Add an example."""
        self.features.append(sorted(set(features)))
        self.labels.append(label)


RowsByScorer = dict[str, Rows]


def collect_rows(report: MarkedReport, results: StepResults, rows: RowsByScorer) -> None:
    """Add the examples of a report for every scorer.

    Args:
        report: The marks.
        results: What the program found before negotiations.
        rows: Gets the examples.
    """
    around = Surroundings(results[DOCUMENT], results[ENTITIES], results[DATED_STATEMENTS], results[TIMES])
    candidates = find_candidates(around.document)
    processes: dict[str, Process] = {}
    marked: list[tuple[ProcessMention, str]] = []
    for candidate in candidates:
        owner = _find_owner(around, candidate, report.negotiations)
        rows["mention"].append(mention_features(around, candidate, len(candidates)), int(owner is not None))
        if owner is not None:
            marked.append((candidate, owner))
            processes.setdefault(owner, []).append(candidate)
    for later, (mention, owner) in enumerate(marked):
        for earlier, other in marked[:later]:
            rows["pair"].append(pair_features(around, earlier, mention), int(owner == other))
    voices = map_voices(report, results[DATED_STATEMENTS])
    for gold in report.negotiations:
        if gold.id in processes:
            others = [process for identity, process in processes.items() if identity != gold.id]
            _collect_process(report, around, gold, (processes[gold.id], others), voices, rows)


def _find_owner(
    around: Surroundings, candidate: ProcessMention, negotiations: Sequence[MarkedNegotiation]
) -> str | None:
    span = around.document.span_of_words(candidate.words)
    return next((one.id for one in negotiations if any(_overlap(span, other) for other in one.mentions)), None)


def _collect_process(
    report: MarkedReport,
    around: Surroundings,
    gold: MarkedNegotiation,
    processes: tuple[Process, list[Process]],
    voices: dict[str, str],
    rows: RowsByScorer,
) -> None:
    process, others = processes
    roles = {fact.value: fact.what for fact in gold.facts_of("guarantor", "host", "mediator", "party")}
    mentions = {entity.id: entity.mentions for entity in report.entities}
    for index, own in enumerate(around.mentions_of):
        if own:
            role = next(
                (r for e, r in roles.items() if any(_overlap(a, p.span) for a in mentions.get(e, ()) for p in own)),
                "none",
            )
            rows["party"].append(party_features(around, process, index), CLASSES["party"].index(role))
    near = find_passages(around, process, others, NEAR)
    topics = find_topics(around, process, near)
    wanted = {fact.value for fact in gold.facts_of("agenda")}
    for topic in topics:
        rows["agenda"].append(topic_features(around, process, topic, topics), int(topic in wanted))
    for name in ("stage", "move"):
        values = {fact.by: fact.value for fact in gold.facts_of(name)}
        for own_passages in by_voice(near):
            value = values.get(voices.get(own_passages.voice, ""))
            classes = CLASSES[name]
            label = 0 if value is None else len(classes) - 1 - classes[::-1].index(value)
            rows[name].append(state_features(around, process, own_passages), label)
        _collect_whole(gold, state_features(around, process, VoicePassages("report", near)), rows, name)
    _collect_passages(around, gold, process, near, rows["obstacle"], "obstacle")
    _collect_passages(around, gold, process, find_passages(around, process, others, FAR), rows["want"], "want")
    _collect_times(report, around, gold, process, near, rows["next"])


def _collect_whole(gold: MarkedNegotiation, features: Iterable[str], rows: RowsByScorer, name: str) -> None:
    """Add the whole process with the value that follows from all voices, where one does."""
    state = derive_marked(gold)
    value = state.stage if name == "stage" else state.move if gold.facts_of("move") else None
    classes = CLASSES[name]
    rows[f"whole {name}"].append(features, 0 if value is None else len(classes) - 1 - classes[::-1].index(value))


def _collect_passages(
    around: Surroundings,
    gold: MarkedNegotiation,
    process: Process,
    passages: Sequence[Passage],
    rows: Rows,
    what: str,
) -> None:
    spans = _spans(gold.facts_of(what))
    for passage in passages:
        own = around.document.span_of_words(passage.words)
        rows.append(passage_features(around, process, passage), int(any(_overlap(own, span) for span in spans)))


def _collect_times(
    report: MarkedReport,
    around: Surroundings,
    gold: MarkedNegotiation,
    process: Process,
    passages: Sequence[Passage],
    rows: Rows,
) -> None:
    spans = _spans(gold.facts_of("next"))
    for time in times_in(around, passages):
        if is_ahead(time, report.date):
            words = around.document.word_range(time.span)
            passage = next(p for p in passages if p.words[0] <= words[0] < p.words[1])
            features = time_features(around, process, passage, words, time, report.date)
            rows.append(features, int(any(_overlap(time.span, span) for span in spans)))


def _spans(facts: Sequence[MarkedFact]) -> list[Span]:
    return [fact.span for fact in facts if fact.span is not None]


def map_voices(report: MarkedReport, statements: Sequence[Statement]) -> dict[str, str]:
    """Map the ids of found statements to those of the marked ones whose content they share most of."""
    voices = {"report": "R"}
    for found in statements:
        best, chosen = 0, None
        for gold in report.statements:
            shared = sum(
                max(0, min(a.end, b.end) - max(a.start, b.start)) for a in found.content.spans for b in gold.content
            )
            if shared > best:
                best, chosen = shared, gold.id
        if chosen is not None:
            voices[found.id] = chosen
    return voices


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def fit_scorer(rows: Rows, classes: tuple[str, ...], penalty: float) -> LinearScorer:
    """Fit a multinomial logistic model with a quadratic penalty.

    Args:
        rows: The examples.
        classes: The classes; the first is the reference.
        penalty: Weight of half the squares of the weights; the bias has none.
    """
    counts = Counter(feature for features in rows.features for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= LEAST_COUNT)
    places = {name: place for place, name in enumerate(names)}
    indices = [[places[f] for f in features if f in places] for features in rows.features]
    edges = np.concatenate([[0], np.cumsum([len(one) for one in indices])])
    flat = np.array([place for one in indices for place in one], dtype=np.int64)
    table = csr_matrix((np.ones(len(flat)), flat, edges), shape=(len(indices), len(names)))
    further = len(classes) - 1
    labels = np.array(rows.labels, dtype=np.int64)
    wanted = np.zeros((len(labels), further + 1))
    wanted[np.arange(len(labels)), labels] = 1

    def loss(flat_weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat_weights.reshape(len(names) + 1, further)
        scores = np.concatenate([np.zeros((len(labels), 1)), table @ weights[:-1] + weights[-1]], axis=1)
        scores -= scores.max(axis=1, keepdims=True)
        norm = np.log(np.exp(scores).sum(axis=1, keepdims=True))
        value = float(((norm - scores) * wanted).sum() + penalty * (weights[:-1] ** 2).sum() / 2)
        rest = (np.exp(scores - norm) - wanted)[:, 1:]
        gradient = np.concatenate([table.T @ rest + penalty * weights[:-1], rest.sum(axis=0, keepdims=True)])
        return value, gradient.ravel()

    start = np.zeros((len(names) + 1) * further)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x.reshape(-1, further)
    return LinearScorer(classes, fitted[-1], {name: fitted[place] for place, name in enumerate(names)})


def fit_all(examples: Iterable[tuple[MarkedReport, StepResults]]) -> dict[str, LinearScorer]:
    """Fit every scorer on reports, and on the sentences written for it."""
    rows: RowsByScorer = {name: Rows() for name in CLASSES}
    for report, results in examples:
        collect_rows(report, results, rows)
    # A sentence has words for one process only, so it does not teach which words name the same one.
    written = rows | {"pair": Rows()}
    for report, results in iter_examples():
        collect_rows(report, results, written)
    return {name: fit_scorer(rows[name], classes, PENALTIES.get(name, 3.0)) for name, classes in CLASSES.items()}


def read_examples(corpora: Path, parts: Sequence[str], model: str | None) -> list[tuple[MarkedReport, StepResults]]:
    """Read marked reports, each with what the program finds before negotiations."""
    steps = STEPS[: STEPS.index(NEGOTIATIONS)]
    annotator = Annotator(load_weights(find_model_folder(model)), steps)
    return [
        (report, annotator.run_steps(Report(report.text, published=report.date, published_from="header")))
        for part in parts
        for report in _iter_part(corpora, part)
    ]


def _iter_part(corpora: Path, part: str) -> Iterator[MarkedReport]:
    """Read the reports of a part; train has those of ``corpora/marks`` too."""
    if part == "train":
        return iter_training_reports(corpora)
    return iter_marked_reports(corpora / "marked" / f"{part}.jsonl.gz")


def score_folds(
    examples: Sequence[tuple[MarkedReport, StepResults]], folds: int
) -> Iterator[tuple[ReportCounts, ReportCounts]]:
    """Score each report by scorers fitted on the other folds; give the counts and those of the baselines."""
    for fold in range(folds):
        scorers = fit_all(one for place, one in enumerate(examples) if place % folds != fold)
        for report, results in examples[fold::folds]:
            found = find(ScorerSet("fold", scorers, THRESHOLDS), results)
            yield score_negotiations(report, found), score_baselines(report, found)


def find(scorers: ScorerSet, results: StepResults) -> AnnotatedReport:
    """Give the record of a report with the negotiations that some scorers find."""
    return AnnotatedReport(results.report, negotiations=NegotiationFinder(scorers).find_negotiations(results))


def main() -> None:
    """Fit the scorers and write them, or score them in folds."""
    parser = argparse.ArgumentParser(prog="python -m training.negotiations", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with marked in it")
    parser.add_argument("--model", help="model that finds statements and entities; the preferred one")
    parser.add_argument("--out", type=Path, default=SCORERS_FILE, help="file to write")
    parser.add_argument("--folds", type=int, help="score in this many folds over train and dev; write nothing")
    options = parser.parse_args()
    parts = ("train", "dev") if options.folds else ("train",)
    examples = read_examples(options.corpora, parts, options.model)
    if options.folds:
        scored = list(score_folds(examples, options.folds))
        print_figures([counts for counts, _ in scored], [baseline for _, baseline in scored])
    else:
        write_scorers(options.out, fit_all(examples), THRESHOLDS)


if __name__ == "__main__":
    main()
