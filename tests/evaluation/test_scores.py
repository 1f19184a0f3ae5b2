"""The measures, by hand on small cases, and against an outside scoring script where one is at hand."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.scores import Counts, Roles, right_predictions, score_report
from onrecord.model.heads.tags import ROLES
from onrecord.text.spans import Span

TEXT = (
    "“The dam will hold,” Ms Varga told Radio Westmere. Mr Tamm said the old bridge was “not safe” and "
    "should close. Residents hope so."
)


def spans(*words: str) -> list[Span]:
    return [Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in words]


def roles(source: str | None, cue: str, *content: str) -> Roles:
    return {"source": spans(source) if source else [], "cue": spans(cue), "content": spans(*content)}


VARGA = roles("Ms Varga", "told Radio Westmere", "“The dam will hold,”")
TAMM = roles("Mr Tamm", "said", "the old bridge was “not safe” and should close")
HOPE = roles("Residents", "hope", "so")


def counts(gold: list[Roles], predicted: list[Roles], name: str) -> tuple[int, int, int, int]:
    found = score_report(TEXT, gold, predicted)[name]
    return found.right, found.predicted, found.gold, found.found


def test_gold_against_itself_is_perfect() -> None:
    scores = score_report(TEXT, [VARGA, TAMM, HOPE], [VARGA, TAMM, HOPE])
    assert list(scores) == [
        "span.source", "token.source", "span.cue", "token.cue", "span.content", "token.content",
        "attribution", "content", "exact", "direct", "quoted",
    ]  # fmt: skip
    assert {name: score.f1 for name, score in scores.items()} == dict.fromkeys(scores, 1.0)
    assert scores["direct"].gold == 1
    assert scores["quoted"].gold == 2


def test_nothing_predicted_and_nothing_gold_score_zero_without_failing() -> None:
    for gold, predicted in (([VARGA], []), ([], [VARGA]), ([], [])):
        for score in score_report(TEXT, gold, predicted).values():
            assert (score.right, score.found, score.f1) == (0, 0, 0.0)


def test_marks_and_stops_at_the_ends_do_not_count() -> None:
    bare = roles("Ms Varga", "told Radio Westmere.", "The dam will hold")
    assert counts([VARGA], [bare], "exact") == (1, 1, 1, 1)
    assert counts([VARGA], [bare], "span.content") == (1, 1, 1, 1)


def test_a_span_one_word_short_is_no_span_but_most_of_its_tokens() -> None:
    short = roles("Varga", "told", "“The dam will")
    assert counts([VARGA], [short], "span.source") == (0, 1, 1, 0)
    assert counts([VARGA], [short], "token.source") == (1, 1, 2, 1)
    assert counts([VARGA], [short], "token.cue") == (1, 1, 3, 1)
    assert counts([VARGA], [short], "token.content") == (3, 3, 4, 3)
    assert counts([VARGA], [short], "attribution") == (1, 1, 1, 1)
    assert counts([VARGA], [short], "exact") == (0, 1, 1, 0)


def test_half_of_the_content_is_enough_and_less_is_not() -> None:
    half, less = roles("Ms Varga", "told", "“The dam"), roles("Ms Varga", "told", "“The")
    assert counts([VARGA], [half], "attribution") == (1, 1, 1, 1)
    assert counts([VARGA], [less], "attribution") == (0, 1, 1, 0)
    assert counts([VARGA], [less], "content") == (0, 1, 1, 0)


def test_another_source_is_the_same_content_but_not_the_same_attribution() -> None:
    other = roles("Mr Tamm", "told Radio Westmere", "“The dam will hold,”")
    assert counts([VARGA], [other], "content") == (1, 1, 1, 1)
    assert counts([VARGA], [other], "attribution") == (0, 1, 1, 0)


def test_gold_without_a_source_wants_none() -> None:
    without = roles(None, "told", "“The dam will hold,”")
    assert counts([without], [without], "attribution") == (1, 1, 1, 1)
    assert counts([without], [VARGA], "attribution") == (0, 1, 1, 0)
    assert counts([VARGA], [without], "attribution") == (0, 1, 1, 0)


def test_one_gold_attribution_is_matched_once() -> None:
    twin = roles("Varga", "told", "dam will hold")
    assert counts([VARGA], [VARGA, twin], "attribution") == (1, 2, 1, 1)
    assert counts([VARGA], [VARGA, VARGA], "attribution") == (1, 1, 1, 1)
    assert sum(right_predictions(TEXT, [VARGA], [VARGA, twin])) == 1


def test_as_many_as_possible_are_matched() -> None:
    """The first gold fits both predictions and the second only one: a greedy match would lose a pair."""
    wide = roles("Mr Tamm", "said", "the old bridge was")
    narrow = roles("Mr Tamm", "said", "old bridge was “not safe” and")
    gold = [roles("Mr Tamm", "said", "old bridge was"), roles("Mr Tamm", "said", "the old")]
    assert counts(gold, [wide, narrow], "content") == (2, 2, 2, 2)
    assert counts(gold, [narrow, wide], "content") == (2, 2, 2, 2)


def test_pieces_that_white_space_parts_are_one() -> None:
    parted = roles("Ms Varga", "told Radio Westmere", "“The dam", "will hold,”")
    assert counts([VARGA], [parted], "span.content") == (1, 1, 1, 1)


def test_an_attribution_of_nothing_does_not_count() -> None:
    nothing: Roles = {"source": [], "cue": [], "content": []}
    assert counts([VARGA], [VARGA, nothing], "attribution") == (1, 1, 1, 1)


def test_direct_and_quoted_look_at_the_marks_of_each_side() -> None:
    # Predicted without its quoted words the statement is not among the quoted predictions, yet it is found.
    unquoted = roles("Mr Tamm", "said", "the old bridge was")
    gold = roles("Mr Tamm", "said", "the old bridge was “not safe”")
    assert counts([gold], [unquoted], "quoted") == (0, 0, 1, 1)
    assert counts([gold], [gold], "direct") == (0, 0, 0, 0)
    assert counts([VARGA], [VARGA], "direct") == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "content", "is_direct", "is_quoted"),
    [
        ("''We lost,'' she said.", "We lost", True, True),
        ("``We lost,'' she said.", "``We lost,''", True, True),
        ("‘We lost,’ she said.", "‘We lost,’", True, True),
        ("«We lost», she said.", "«We lost»", True, True),
        ("'We lost,' she said.", "'We lost,'", False, False),
        ('She said "we" lost.', '"we" lost', False, True),
        ('She said we "lost".', 'we "lost', False, True),
        ("She said we lost.", "we lost", False, False),
    ],
)
def test_which_contents_are_direct_and_which_quoted(text: str, content: str, is_direct: bool, is_quoted: bool) -> None:
    start = text.index(content)
    gold: list[Roles] = [{"source": [], "cue": [], "content": [Span(start, start + len(content))]}]
    scores = score_report(text, gold, gold)
    assert (scores["direct"].gold, scores["quoted"].gold) == (is_direct, is_quoted)


def test_counts_add_up_and_precision_and_recall_have_their_own_numerators() -> None:
    total = Counts(right=1, predicted=2, gold=4, found=1) + Counts(right=2, predicted=2, gold=1, found=1)
    assert total == Counts(3, 4, 5, 2)
    assert (total.precision, total.recall) == (0.75, 0.4)
    assert total.f1 == pytest.approx(2 * 0.75 * 0.4 / 1.15)


def test_right_predictions_answer_in_the_order_asked() -> None:
    wrong = roles("Residents", "hope", "old bridge")
    assert right_predictions(TEXT, [VARGA, TAMM], [TAMM, wrong, VARGA]) == [True, False, True]


def outside_script() -> ModuleType:
    path = os.environ.get("ONRECORD_SCORING_SCRIPT")
    if not path:
        pytest.skip("ONRECORD_SCORING_SCRIPT names no outside scoring script")
    spec = importlib.util.spec_from_file_location("outside_scoring_script", Path(path))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, list[Roles], list[Roles]]:
    """A text rich in marks, gold attributions, and predictions near some of them."""
    text = draw(st.text(alphabet="ab ab \n\"'“”‘’«».,:;!`\u200b\xa0", min_size=1, max_size=60))
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(lambda pair: Span(*sorted(pair)))
    some = st.lists(span, max_size=3)
    attribution = st.fixed_dictionaries(dict.fromkeys(ROLES, some))
    gold = draw(st.lists(attribution, max_size=5))
    predicted = draw(st.lists(st.one_of(attribution, *(st.just(one) for one in gold)), max_size=5))
    changes = st.fixed_dictionaries({}, optional=dict.fromkeys(ROLES, some))
    return text, gold, [one | draw(changes) if index < 2 else one for index, one in enumerate(predicted)]


def test_an_outside_script_counts_the_same() -> None:
    script = outside_script()

    @settings(deadline=None, max_examples=400)
    @given(reports())
    def agree(report: tuple[str, list[Roles], list[Roles]]) -> None:
        text, gold, predicted = report
        theirs = script.score({"one": (text, gold)}, {"one": predicted})
        ours = score_report(text, gold, predicted)
        assert set(ours) == set(theirs)
        for name, counted in ours.items():
            right, of_predicted, of_gold, *found = theirs[name]["counts"]
            expected = Counts(right, of_predicted, of_gold, found[0] if found else right)
            assert counted == expected, name
            assert counted.f1 == pytest.approx(theirs[name]["F1"])

    agree()
