"""Spans: slicing, checking and joining."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import SpanError
from onrecord.text.spans import Span, check_span, merge_spans, slice_span


def test_offsets_count_code_points() -> None:
    assert slice_span("👍🏽 “Nó”", Span(3, 7)) == "“Nó”"


@pytest.mark.parametrize("span", [Span(-1, 2), Span(2, 2), Span(3, 2), Span(0, 6), Span(5, 6)])
def test_a_span_outside_the_text_is_refused_with_its_offsets(span: Span) -> None:
    with pytest.raises(SpanError) as caught:
        check_span("dusk.", span)
    assert f"[{span.start}, {span.end})" in str(caught.value)
    assert "5 characters" in str(caught.value)
    with pytest.raises(SpanError):
        slice_span("dusk.", span)


def test_the_whole_text_is_a_span() -> None:
    assert slice_span("dusk.", Span(0, 5)) == "dusk."


@pytest.mark.parametrize(
    ("one", "other", "contains", "overlaps"),
    [
        (Span(0, 5), Span(0, 5), True, True),
        (Span(0, 5), Span(1, 4), True, True),
        (Span(1, 4), Span(0, 5), False, True),
        (Span(0, 3), Span(2, 5), False, True),
        (Span(0, 3), Span(3, 5), False, False),
        (Span(3, 5), Span(0, 3), False, False),
    ],
)
def test_contains_and_overlaps(one: Span, other: Span, contains: bool, overlaps: bool) -> None:
    assert one.contains(other) is contains
    assert one.overlaps(other) is overlaps


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 3), (4, 7)], [(0, 7)]),
        ([(4, 7), (0, 3)], [(0, 7)]),
        ([(0, 3), (9, 12)], [(0, 3), (9, 12)]),
        ([(0, 7), (1, 3), (4, 7)], [(0, 7)]),
        ([(0, 7), (9, 12)], [(0, 7), (9, 12)]),
        ([(9, 12), (13, 16)], [(9, 16)]),
    ],
)
def test_only_white_space_between_spans_joins_them(
    spans: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    # 0-3 one, 4-7 two, then a comma, 9-12 six, a line end, 13-16 ten
    assert merge_spans("one two, six\nten", [Span(*span) for span in spans]) == expected


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="a \n,", max_size=30), st.data())
def test_joining_keeps_every_character_and_settles_at_once(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(offsets, offsets).map(sorted), max_size=6))
    spans = [Span(start, end) for start, end in pairs if start < end]
    merged = merge_spans(text, spans)
    covered = {place for span in merged for place in range(*span)}
    given_places = {place for span in spans for place in range(*span)}
    assert given_places <= covered
    assert all(text[place].isspace() for place in covered - given_places)
    assert all(not before.overlaps(after) for before, after in itertools.pairwise(merged))
    assert merge_spans(text, merged) == merged


def test_a_reversed_span_is_called_so() -> None:
    with pytest.raises(SpanError, match=r"span \[9, 3\) ends before it begins"):
        check_span("The dam will hold.", Span(9, 3))
