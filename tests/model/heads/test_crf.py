"""Viterbi decoding against trying every sequence, and span reading against the obvious loop."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.encoders.tokenizer import QUOTE_STATES
from onrecord.model.heads import crf
from onrecord.model.heads.crf import find_role_spans, find_tags, paragraph_edges
from onrecord.model.heads.tags import ALLOWED, OUTSIDE, ROLES, TAGS, begin_tag, inside_tag

FORBIDDEN = np.where(ALLOWED, 0.0, -1e4).astype(np.float32)


def random_case(seed: int, lengths: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Emissions, quotation states, paragraph indices (with gaps) and transitions."""
    random = np.random.default_rng(seed)
    words = sum(lengths)
    emissions = random.normal(size=(words, len(TAGS))).astype(np.float32)
    quote = random.integers(0, QUOTE_STATES, size=words)
    paragraph = np.repeat(2 * np.arange(len(lengths)) + 1, lengths)
    transitions = random.normal(size=(QUOTE_STATES, len(TAGS), len(TAGS))).astype(np.float32) + FORBIDDEN
    return emissions, quote, paragraph, transitions


def best_by_trial(emissions: np.ndarray, quote: np.ndarray, transitions: np.ndarray) -> tuple[int, ...]:
    def score(tags: tuple[int, ...]) -> float:
        previous = (OUTSIDE, *tags)
        return sum(
            float(emissions[i, tag]) + float(transitions[quote[i], previous[i], tag]) for i, tag in enumerate(tags)
        )

    return max(itertools.product(range(len(TAGS)), repeat=len(quote)), key=score)


@pytest.mark.parametrize(("seed", "lengths"), [(0, [1]), (1, [4]), (2, [2, 4, 1, 3]), (3, [3, 3]), (4, [1, 1, 4])])
def test_the_best_sequence_of_all(seed: int, lengths: list[int]) -> None:
    emissions, quote, paragraph, transitions = random_case(seed, lengths)
    found = find_tags(emissions, quote, paragraph, transitions)
    expected: list[int] = []
    for start, end in itertools.pairwise([0, *np.cumsum(lengths).tolist()]):
        expected += best_by_trial(emissions[start:end], quote[start:end], transitions)
    assert found.tolist() == expected


@pytest.mark.parametrize("words", [1, 3, 4, 100])
def test_a_text_that_is_decoded_in_batches_has_the_same_tags(words: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = random_case(5, [3, 1, 5, 2, 2, 1, 7])
    whole = find_tags(*case)
    sizes: list[int] = []
    decode = crf._find_batch_tags

    def note_size(*arrays: np.ndarray) -> np.ndarray:
        sizes.append(len(arrays[0]))
        return decode(*arrays)

    monkeypatch.setattr(crf, "_BATCH_WORDS", words)
    monkeypatch.setattr(crf, "_find_batch_tags", note_size)
    assert find_tags(*case).tolist() == whole.tolist()
    assert sum(sizes) == 21 and max(sizes) <= max(words, 7)


def test_quotation_state_decides_where_the_words_do_not() -> None:
    emissions = np.zeros((2, len(TAGS)), dtype=np.float32)
    transitions = np.repeat(FORBIDDEN[None], QUOTE_STATES, axis=0)
    transitions[4, :, begin_tag("content")] += 1
    transitions[5, begin_tag("content"), inside_tag("content")] += 1
    tags = find_tags(emissions, np.array([4, 5]), np.array([0, 0]), transitions)
    assert [TAGS[tag] for tag in tags] == ["B-content", "I-content"]


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 12), max_size=8))
def test_paragraphs_are_decoded_each_by_itself_and_by_the_rules(seed: int, lengths: list[int]) -> None:
    emissions, quote, paragraph, transitions = random_case(seed, lengths)
    tags = find_tags(3 * emissions, quote, paragraph, transitions)
    assert len(tags) == sum(lengths)
    for start, end in itertools.pairwise([0, *np.cumsum(lengths).tolist()]):
        assert all(ALLOWED[before, after] for before, after in itertools.pairwise([OUTSIDE, *tags[start:end]]))
        alone = find_tags(3 * emissions[start:end], quote[start:end], paragraph[start:end], transitions)
        assert tags[start:end].tolist() == alone.tolist()


def test_no_words_have_no_tags() -> None:
    emissions, quote, paragraph, transitions = random_case(0, [])
    assert find_tags(emissions, quote, paragraph, transitions).shape == (0,)


def test_edges_are_where_the_paragraph_changes() -> None:
    assert paragraph_edges(np.array([0, 0, 3, 4, 4])).tolist() == [0, 2, 3, 5]
    assert paragraph_edges(np.array([], dtype=np.int64)).tolist() == [0]


def spans_by_loop(tags: list[int], paragraph: list[int], begin: int, inside: int) -> list[list[int]]:
    spans: list[list[int]] = []
    is_open = False
    for index, tag in enumerate(tags):
        breaks = index > 0 and paragraph[index] != paragraph[index - 1]
        if tag == begin:
            spans.append([index, index + 1])
        elif tag == inside and is_open and not breaks:
            spans[-1][1] = index + 1
        is_open = tag == begin or (tag == inside and is_open and not breaks)
    return spans


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(TAGS) - 1), st.sampled_from([0, 0, 0, 1])), max_size=25))
def test_role_spans_are_what_a_plain_loop_reads(words: list[tuple[int, int]]) -> None:
    tags = [tag for tag, _ in words]
    paragraph = np.cumsum([step for _, step in words], dtype=np.int64)
    for role in ROLES:
        found = find_role_spans(np.array(tags, dtype=np.int64), paragraph, role)
        assert found.shape[1] == 2
        assert found.tolist() == spans_by_loop(tags, paragraph.tolist(), begin_tag(role), inside_tag(role))
