"""The linker against a slow one that looks at a pair at a time."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.heads import pairs
from onrecord.model.heads.links import (
    CANDIDATES,
    FEATURE_SIZES,
    LINK_SIZE,
    NEAREST,
    LinkContext,
    Linker,
    find_candidates,
    pair_features,
)
from onrecord.model.heads.pairs import HIDDEN_SIZE, span_states

RANDOM = np.random.default_rng(7)
WEIGHTS = {
    "link.dependent": RANDOM.normal(size=(HIDDEN_SIZE, 3 * LINK_SIZE)).astype(np.float32) / 10,
    "link.head": RANDOM.normal(size=(HIDDEN_SIZE, 3 * LINK_SIZE)).astype(np.float32) / 10,
    "link.bias": RANDOM.normal(size=HIDDEN_SIZE).astype(np.float32),
    "link.null": RANDOM.normal(size=HIDDEN_SIZE).astype(np.float32),
    "link.output": RANDOM.normal(size=HIDDEN_SIZE).astype(np.float32) / 10,
    "link.output_bias": np.float32(0.25),
    "link.null_bias": np.float32(-0.5),
} | {f"link.feature.{i}": RANDOM.normal(size=(n, HIDDEN_SIZE)).astype(np.float32) for i, n in enumerate(FEATURE_SIZES)}
LINKER = Linker(WEIGHTS, "link.")


def spans(*pairs: tuple[int, int]) -> np.ndarray:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def a_context(words: int, seed: int) -> LinkContext:
    random = np.random.default_rng(seed)
    return LinkContext(
        np.cumsum(random.random(words) < 0.1).astype(np.int64),
        (random.random(words) < 0.2).astype(np.int64),
        random.integers(0, FEATURE_SIZES[4], size=words),
    )


def slow_features(
    context: LinkContext, own: list[int], head: list[int], rank: int, dependents: list[list[int]]
) -> list[int]:
    left, right = (head, own) if head[0] < own[0] else (own, head)
    gap = max(right[0] - left[1], 0)
    bucket = sum(gap >= edge for edge in (0, 1, 2, 4, 8, 16, 32, 64))
    apart = int(context.paragraph[head[0]]) - int(context.paragraph[own[0]])
    between = int(context.sentence_end[left[1] : right[0]].sum())
    others = [other for other in dependents if left[1] <= other[0] < right[0]]
    quoted = any(context.quote[other[0]] > 0 for other in others)
    before = next((d for gap in (0, 1) for d in dependents if d[1] == head[0] - gap), None)
    behind = next((d for gap in (0, 1) for d in dependents if d[0] == head[1] + gap), None)
    touching = 6 * (before not in (None, own)) + 3 * (behind not in (None, own))
    return [
        bucket + (9 if head[0] < own[0] else 0),
        rank,
        max(-2, min(2, apart)) + 2,
        min(3, between),
        int(context.quote[own[0]]),
        2 * min(3, len(others)) + quoted,
        touching + (1 if before == own else 2 if behind == own else 0),
    ]


def slow_score(
    links: np.ndarray, context: LinkContext, own: list[int], heads: list[list[int]], dependents: list[list[int]]
) -> list[float]:
    def state(span: list[int]) -> np.ndarray:
        inside = links[span[0] : span[1]]
        return np.concatenate([inside[0], inside[-1], inside.mean(axis=0)])

    base = WEIGHTS["link.dependent"] @ state(own) + WEIGHTS["link.bias"]
    place = bisect_left([head[0] for head in heads], own[0])
    scores = []
    for rank in range(CANDIDATES):
        index = place - NEAREST + rank
        if not 0 <= index < len(heads):
            scores.append(-np.inf)
            continue
        hidden = base + WEIGHTS["link.head"] @ state(heads[index])
        for table, value in enumerate(slow_features(context, own, heads[index], rank, dependents)):
            hidden = hidden + WEIGHTS[f"link.feature.{table}"][value]
        scores.append(float(np.maximum(hidden, 0) @ WEIGHTS["link.output"] + WEIGHTS["link.output_bias"]))
    alone = np.maximum(base + WEIGHTS["link.null"], 0)
    scores.append(float(alone @ WEIGHTS["link.output"] + WEIGHTS["link.null_bias"]))
    exponents = np.exp(np.array(scores) - max(scores))
    return (exponents / exponents.sum()).tolist()


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, list[list[int]], list[list[int]], int]:
    """Words, dependents and heads that do not overlap, as the labeller gives them, and a seed."""
    kinds = draw(st.lists(st.tuples(st.sampled_from("dh-"), st.integers(1, 9)), min_size=1, max_size=30))
    found: dict[str, list[list[int]]] = {"d": [], "h": [], "-": []}
    end = 0
    for kind, length in kinds:
        found[kind].append([end, end + length])
        end += length
    return end, found["d"], found["h"], draw(st.integers(0, 1000))


@settings(deadline=None, max_examples=60)
@given(cases())
def test_scores_equal_those_of_a_pair_at_a_time(case: tuple[int, list[list[int]], list[list[int]], int]) -> None:
    words, dependents, heads, seed = case
    links = np.random.default_rng(seed).normal(size=(words, LINK_SIZE)).astype(np.float32)
    context = a_context(words, seed)
    found = LINKER.score(links, context, spans(*dependents), spans(*heads))
    assert found.shape == (len(dependents), CANDIDATES + 1)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    expected = [slow_score(links, context, own, heads, dependents) for own in dependents]
    np.testing.assert_allclose(found, np.array(expected).reshape(found.shape), atol=2e-4)


def test_a_head_that_another_dependent_touches_is_marked() -> None:
    # “It is late,” he said. “We shall go,” she added, …: each head has its content before it, a comma between.
    contents, cues = spans((0, 5), (9, 13)), spans((6, 8), (14, 16))
    context = LinkContext(*(np.zeros(20, dtype=np.int64) for _ in range(3)))
    features = pair_features(context, contents, cues, find_candidates(contents, cues))
    touching = features[:, [NEAREST, NEAREST + 1], 6]
    # The first cue has the first content before it and the second behind it, the second cue the second before it.
    assert touching[0].tolist() == [1 + 3, 6]
    assert features[1, [NEAREST - 1, NEAREST], 6].tolist() == [6 + 2, 1]
    # Between the first content and the second cue the second content begins.
    assert features[0, [NEAREST, NEAREST + 1], 5].tolist() == [0, 2]


def test_candidates_stand_in_the_order_of_the_text() -> None:
    heads = spans(*((10 * i, 10 * i + 2) for i in range(12)))
    found = find_candidates(spans((55, 58), (0, 3), (200, 204)), heads)
    assert found[0].tolist() == [2, 3, 4, 5, 6, 7, 8, 9]
    # A head that begins with the dependent counts as behind it.
    assert found[1].tolist() == [-1, -1, -1, -1, 0, 1, 2, 3]
    assert found[2].tolist() == [8, 9, 10, 11, -1, -1, -1, -1]


def test_without_heads_none_is_certain() -> None:
    links = RANDOM.normal(size=(5, LINK_SIZE)).astype(np.float32)
    found = LINKER.score(links, a_context(5, 1), spans((0, 2), (3, 5)), spans())
    np.testing.assert_allclose(found, [[0] * CANDIDATES + [1]] * 2)


def test_without_dependents_there_is_nothing_to_score() -> None:
    links = RANDOM.normal(size=(5, LINK_SIZE)).astype(np.float32)
    assert LINKER.score(links, a_context(5, 1), spans(), spans((0, 2))).shape == (0, CANDIDATES + 1)


@settings(deadline=None, max_examples=60)
@given(cases())
def test_features_stay_inside_their_tables(case: tuple[int, list[list[int]], list[list[int]], int]) -> None:
    words, dependents, heads, seed = case
    own, others = spans(*dependents), spans(*heads)
    candidates = find_candidates(own, others)
    values = pair_features(a_context(words, seed), own, others, candidates)
    assert values.shape == (*candidates.shape, len(FEATURE_SIZES))
    assert (values >= 0).all()
    assert (values < np.array(FEATURE_SIZES)).all()


@pytest.mark.parametrize("length", [40, 20_000])
def test_a_span_far_into_a_long_text_keeps_its_precision(length: int) -> None:
    links = np.random.default_rng(3).normal(loc=1.0, size=(length, LINK_SIZE)).astype(np.float32)
    found = span_states(links, spans((length - 7, length - 4)))[0, 2 * LINK_SIZE :]
    np.testing.assert_allclose(found, links[-7:-4].mean(axis=0), atol=0.01)


def test_spans_that_are_scored_in_stretches_have_the_same_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    states = RANDOM.normal(size=(60, LINK_SIZE)).astype(np.float32)
    dependents = spans(*((start, start + 2) for start in range(0, 60, 4)))
    heads = spans(*((start, start + 1) for start in range(3, 60, 4)))
    whole = LINKER.score(states, a_context(60, 3), dependents, heads)
    monkeypatch.setattr(pairs, "_STRETCH", 4)
    assert np.allclose(LINKER.score(states, a_context(60, 3), dependents, heads), whole, atol=1e-5)
    assert LINKER.score(states, a_context(60, 3), dependents[:0], heads).shape == (0, CANDIDATES + 1)
