"""How well events are found: ``python -m evaluation.events CORPORA``.

Everything is found by the program itself. An event matches a marked one where they share a word that names the deed;
events are matched one to one, those of one type and with shared sides first. Sides are the same where their mentions
overlap. Beside the figures stand the baselines: the words of the annotation guide for triggers, and the report's own
assertion for every view.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpora.marked import MarkedEntity, MarkedEvent, MarkedNumber, MarkedReport, iter_marked_reports
from corpora.plv import iter_paired_sentences
from evaluation.paired import macro_f1
from evaluation.scores import Counts, sum_counts
from onrecord.annotate import Annotator
from onrecord.model.weights import load_weights
from onrecord.models import find_model_folder
from onrecord.record import AnnotatedReport, Event, Report
from onrecord.record.layers.events import EventNumber, Side
from onrecord.text.document import Document
from onrecord.text.spans import Span

LEAST_EVENTS = 10
"""Marked events that a type needs to count in the macro mean."""
SAMPLES = 1000
"""Samples of reports from which the intervals are taken."""

TRIGGER_WORDS = {
    "ASSAULT": "strike killed bombing clashes kidnapped attack",
    "COERCE": "arrested raid curfew banned hacked blockade deported",
    "PROTEST": "rally riot boycott protest",
    "SANCTION": "sanctions expelled convicted",
    "MOBILIZE": "deployed drills",
    "RETREAT": "withdrew freed resigned",
    "AID": "rescued",
    "COOPERATE": "extradited",
    "THREATEN": "threatened ultimatum",
    "ACCUSE": "accused condemned indicted probe",
    "REJECT": "rejected refused cancelled",
    "REQUEST": "urged demanded",
    "CONCEDE": "apologised lifted",
    "AGREE": "agreed offered pledged",
    "SUPPORT": "welcomed backed signed",
    "CONSULT": "met visit call summit",
}
"""The baseline: trigger words that the annotation guide names, by type."""


@dataclass(frozen=True)
class ScoredReport:
    """The counts of one report, by measure."""

    counts: dict[str, Counts]


def score_events(report: MarkedReport, found: AnnotatedReport) -> ScoredReport:
    """Count, for each measure, what a record's events get right.

    Args:
        report: The marks.
        found: The record.
    """
    pairs = match_events(report, found.events)
    entities = {entity.id: entity for entity in report.entities}
    counts = _count_triggers(report, found.events, pairs)
    for name in ("actors", "recipients"):
        counts[name] = sum_counts(_count_sides(report, found, entities, pair, name) for pair in pairs)
    counts["undisputed"] = sum_counts(_count_undisputed(report, found, entities, pair) for pair in pairs)
    counts["views"] = sum_counts(_count_views(pair) for pair in pairs)
    counts["stances"] = sum_counts(
        _same(_stances_marked(gold), {v.stance for v in event.views}) for gold, event in pairs
    )
    counts["place"] = sum_counts(_count_place(gold, event) for gold, event in pairs)
    counts["time"] = sum_counts(_count_time(gold, event, found) for gold, event in pairs)
    counts["numbers"] = sum_counts(_count_numbers(gold, event) for gold, event in pairs)
    counts["coreference"] = _b_cubed(report, found.events)
    return ScoredReport(counts)


Pair = tuple[MarkedEvent, Event]


def match_events(report: MarkedReport, found: Sequence[Event]) -> list[Pair]:
    """Match marked events to found ones, one to one, those of one type first, then those with more shared words."""
    scored = []
    for g, gold in enumerate(report.events):
        for f, event in enumerate(found):
            shared = sum(_overlap(a, b) for a in gold.triggers for b in event.triggers.spans)
            if shared:
                sides = sum(
                    _overlap(side.span, span)
                    for side in (*gold.actors, *gold.recipients)
                    if side.span is not None
                    for other in (*event.actors, *event.recipients)
                    for span in other.spans
                )
                scored.append((gold.type == event.type, sides, shared, -g, -f))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, _, _, g, f in sorted(scored, reverse=True):
        if -g not in taken_gold and -f not in taken_found:
            taken_gold.add(-g)
            taken_found.add(-f)
            pairs.append((report.events[-g], found[-f]))
    return pairs


def _count_triggers(report: MarkedReport, found: Sequence[Event], pairs: Sequence[Pair]) -> dict[str, Counts]:
    sizes = len(found), len(report.events)
    typed: list[str] = [gold.type for gold, event in pairs if gold.type == event.type]
    counts = {
        "trigger": Counts(len(pairs), *sizes, len(pairs)),
        "trigger and type": Counts(len(typed), *sizes, len(typed)),
    }
    right, marked = Counter(typed), Counter(event.type for event in report.events)
    guessed: Counter[str] = Counter(event.type for event in found)
    for name in {*marked, *guessed}:
        counts[f"type.{name}"] = Counts(right[name], guessed[name], marked[name], right[name])
    return counts


def _count_sides(
    report: MarkedReport, found: AnnotatedReport, entities: dict[str, MarkedEntity], pair: Pair, name: str
) -> Counts:
    """Count the sides of an event in its own lists and in its views, each entity once."""
    gold, event = pair
    wanted = {side.entity for side in getattr(gold, name)}
    wanted |= {side.entity for view in gold.views for side in getattr(view, name)}
    guessed = {side.entity or str(side.spans): side for side in getattr(event, name)}
    for view in event.views:
        guessed |= {side.entity or str(side.spans): side for side in getattr(view, name)}
    right = {e for e in wanted if e in entities and any(_is_side(entities[e], s, found) for s in guessed.values())}
    matched = [s for s in guessed.values() if any(e in entities and _is_side(entities[e], s, found) for e in wanted)]
    return Counts(len(matched), len(guessed), len(wanted), len(right))


def _is_side(entity: MarkedEntity, side: Side, found: AnnotatedReport) -> bool:
    spans = side.spans
    return any(_overlap(mention, span) for mention in entity.mentions for span in spans)


def _count_undisputed(
    report: MarkedReport, found: AnnotatedReport, entities: dict[str, MarkedEntity], pair: Pair
) -> Counts:
    """Count the sides outside views that are sides in the marks, and of them those that no view of the marks holds."""
    gold, event = pair
    checked = right = 0
    for name in ("actors", "recipients"):
        free = {side.entity for side in getattr(gold, name)}
        held = {side.entity for view in gold.views for side in getattr(view, name)}
        for side in getattr(event, name):
            same = {e for e in free | held if e in entities and _is_side(entities[e], side, found)}
            if same:
                checked += 1
                right += not same & held
    return Counts(right, checked, checked, right)


def _count_views(pair: Pair) -> Counts:
    gold, event = pair
    voices = {"R": "report", "?": "unnamed"}
    wanted = Counter((voices.get(view.by, "statement"), view.stance) for view in gold.views)
    guessed: Counter[tuple[str, str]] = Counter(
        (view.by if view.by in voices.values() else "statement", view.stance) for view in event.views
    )
    right = sum((wanted & guessed).values())
    return Counts(right, sum(guessed.values()), sum(wanted.values()), right)


def _stances_marked(gold: MarkedEvent) -> set[str]:
    return {view.stance for view in gold.views}


def _same(wanted: set[str], guessed: set[str]) -> Counts:
    right = int(wanted == guessed)
    return Counts(right, 1, 1, right)


def _count_place(gold: MarkedEvent, event: Event) -> Counts:
    spans = event.place.spans if event.place is not None else ()
    right = int(gold.place is not None and any(_overlap(gold.place, span) for span in spans))
    return Counts(right, int(event.place is not None), int(gold.place is not None), right)


def _count_time(gold: MarkedEvent, event: Event, found: AnnotatedReport) -> Counts:
    times = {time.id: time.span for time in found.times}
    span = times.get(event.time.origin) if event.time is not None else None
    right = int(gold.when is not None and span is not None and _overlap(gold.when, span))
    return Counts(right, int(event.time is not None), int(gold.when is not None), right)


def _count_numbers(gold: MarkedEvent, event: Event) -> Counts:
    wanted = {(n.kind, _marked_bounds(n)) for n in (*gold.numbers, *(n for v in gold.views for n in v.numbers))}
    guessed = {(n.kind, _bounds(n)) for n in (*event.numbers, *(n for v in event.views for n in v.numbers))}
    right = len(wanted & guessed)
    return Counts(right, len(guessed), len(wanted), right)


def _marked_bounds(number: MarkedNumber) -> tuple[str, str]:
    value = number.value
    if value.startswith((">", "<")):
        return (value[1:], "") if value[0] == ">" else ("", value[1:])
    low, _, high = value.partition("-")
    return ("", "") if value == "several" else (low, high or low)


def _bounds(number: EventNumber) -> tuple[str, str]:
    low, high = (("" if bound is None else str(bound)) for bound in (number.at_least, number.at_most))
    return low, high


def _b_cubed(report: MarkedReport, found: Sequence[Event]) -> Counts:
    """Score the clusters of trigger words that both have (Bagga and Baldwin 1998), in thousandths."""
    words: list[tuple[int, int]] = []
    for g, gold in enumerate(report.events):
        for trigger in gold.triggers:
            hits = [f for f, event in enumerate(found) if any(_overlap(trigger, s) for s in event.triggers.spans)]
            words += [(g, hits[0])] if hits else []
    right = found_share = 0.0
    for g, f in words:
        both = sum(1 for pair in words if pair == (g, f))
        right += both / sum(1 for _, other in words if other == f)
        found_share += both / sum(1 for other, _ in words if other == g)
    total = 1000 * len(words)
    return Counts(round(1000 * right), total, total, round(1000 * found_share))


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def figures(scored: Sequence[ScoredReport]) -> dict[str, float]:
    """Give every figure over reports: F1, or the share right where each pair is right or wrong."""
    names = dict.fromkeys(name for report in scored for name in report.counts)
    totals = {name: sum_counts(report.counts.get(name, Counts()) for report in scored) for name in names}
    types = [total.f1 for name, total in totals.items() if name.startswith("type.") and total.gold >= LEAST_EVENTS]
    shown = {name: total.f1 for name, total in totals.items() if not name.startswith("type.")}
    return shown | {"type, macro": float(np.mean(types)) if types else 0.0}


def intervals(scored: Sequence[ScoredReport], seed: int = 1) -> dict[str, tuple[float, float]]:
    """Give 95 % intervals of the figures by the bootstrap over reports (Efron 1979)."""
    chooser = np.random.default_rng(seed)
    samples = []
    for _ in range(SAMPLES if len(scored) > 1 else 0):
        samples.append(figures([scored[i] for i in chooser.integers(0, len(scored), len(scored))]))
    names = figures(scored)
    return {
        name: (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))
        for name in names
        if (values := [sample[name] for sample in samples if name in sample])
    }


def lexicon_counts(report: MarkedReport) -> dict[str, Counts]:
    """Score the baseline of triggers: every word of :data:`TRIGGER_WORDS`, each an event of its type."""
    types = {word: name for name, words in TRIGGER_WORDS.items() for word in words.split()}
    document = Document.from_text(report.text)
    guessed = [(span, types[word]) for span, word in zip(document.words, document.lower, strict=True) if word in types]
    hits = {}
    for g, gold in enumerate(report.events):
        near = [name for span, name in guessed if any(_overlap(span, trigger) for trigger in gold.triggers)]
        if near:
            hits[g] = gold.type in near
    sizes = len(guessed), len(report.events)
    right = sum(hits.values())
    return {
        "trigger": Counts(len(hits), *sizes, len(hits)),
        "trigger and type": Counts(right, *sizes, right),
    }


def own_assertion_counts(report: MarkedReport) -> dict[str, Counts]:
    """Score the baseline of views: the report asserts every event."""
    guess = Counter([("report", "asserted")])
    voices = {"R": "report", "?": "unnamed"}
    views = stances = Counts()
    for gold in report.events:
        wanted = Counter((voices.get(view.by, "statement"), view.stance) for view in gold.views)
        right = sum((wanted & guess).values())
        views = views + Counts(right, 1, sum(wanted.values()), right)
        stances = stances + _same(_stances_marked(gold), {"asserted"})
    return {"views": views, "stances": stances}


def read_reports(corpora: Path, part: str, annotator: Annotator) -> list[tuple[MarkedReport, AnnotatedReport]]:
    """Read a part of the marked reports and annotate each."""
    return [
        (report, annotator.annotate(Report(report.text, published=report.date, published_from="header")))
        for report in iter_marked_reports(corpora / "marked" / f"{part}.jsonl.gz")
    ]


def main() -> None:
    """Run the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.events", description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="?", help="folder with marked in it")
    parser.add_argument(
        "--plv", type=Path, metavar="FILE", help="score the types of marked pairs in a file of PLV's form"
    )
    parser.add_argument("--model", help="name of an installed model, or folder of weights; the preferred one")
    parser.add_argument("--part", choices=("dev", "train"), default="dev", help="part of marked")
    options = parser.parse_args()
    weights = load_weights(find_model_folder(options.model))
    if options.plv is not None:
        print(f"root macro F1 {macro_f1(iter_paired_sentences(options.plv), weights):.4f}")
    if options.corpora is None:
        if options.plv is None:
            parser.error("name the folder of the corpora, a file with --plv, or both")
        return
    annotator = Annotator(weights)
    read = read_reports(options.corpora, options.part, annotator)
    scored = [score_events(report, found) for report, found in read]
    baseline = figures([ScoredReport(lexicon_counts(r) | own_assertion_counts(r)) for r, _ in read])
    print_figures(figures(scored), intervals(scored), baseline)


def print_figures(
    shown: dict[str, float],
    bounds: dict[str, tuple[float, float]],
    baseline: dict[str, float],
    show: Callable[[str], None] = print,
) -> None:
    """Print a line for each figure with its interval and, where there is one, the baseline."""
    for name, value in shown.items():
        low, high = bounds.get(name, (value, value))
        beside = f", baseline {baseline[name]:.3f}" if baseline.get(name) else ""
        show(f"{name:18} {value:.3f} ({low:.3f} to {high:.3f}){beside}")


if __name__ == "__main__":
    main()
