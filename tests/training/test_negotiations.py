"""Fitting the scorers of negotiations on sentences written for it."""

from __future__ import annotations

from onrecord.extract.events.step import EVENTS
from onrecord.extract.step import StepResults
from onrecord.model.linear import ScorerSet
from training.negotiation_examples import iter_examples
from training.negotiations import THRESHOLDS, Rows, find, fit_all, fit_scorer


def test_a_scorer_learns_which_feature_goes_with_which_class() -> None:
    rows = Rows()
    for number in range(30):
        rows.append([f"shape={number % 3}", "always"], number % 3)
    scorer = fit_scorer(rows, ("a", "b", "c"), 0.1)
    assert [int(scorer.probabilities([f"shape={n}", "always"]).argmax()) for n in range(3)] == [0, 1, 2]


def test_the_written_sentences_say_where_their_marks_stand() -> None:
    for report, _ in iter_examples():
        for one in report.negotiations:
            assert one.mentions, report.text
            assert all(report.text[slice(*span)] for span in one.mentions)


def test_scorers_fitted_on_the_sentences_alone_read_most_of_them() -> None:
    examples = list(iter_examples())
    scorers = ScorerSet("test", fit_all([]), THRESHOLDS)
    right = total = 0
    for report, results in examples:
        record = find(scorers, StepResults(results.report, None, {**results.by_step, EVENTS: ()}))
        total += 1
        wanted = [fact.value for one in report.negotiations for fact in one.facts_of("stage")]
        right += wanted == [one.state.stage for one in record.negotiations]
    assert right / total > 0.8
