"""A text cut into segments: joined they are the text, and each role's segments are exactly its quotes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record import (
    AnnotatedReport,
    Entity,
    Mention,
    Report,
    RoleSpans,
    SourceSpans,
    Statement,
    TimeExpression,
    replace,
)
from onrecord.text.display import visible
from onrecord.text.spans import Span
from onrecord.web.view.highlight import Segment, split_text
from tests.web.material import ALL, HOSTILE, STRAIT

_LETTERS = st.sampled_from(
    ["a", " ", "\n", "\n\n", "“", "🚢", "e\u0301", "👩‍👩‍👧", "𝔘", "ש", "\u202e", "<b>", "\ud800", "\r", "\t"]
)
_TEXTS = st.lists(_LETTERS, max_size=60).map("".join)


def _role(text: str, spans: list[Span]) -> RoleSpans:
    return RoleSpans.of(text, sorted(spans))


@st.composite
def records(draw: st.DrawFn) -> AnnotatedReport:
    text = draw(_TEXTS)
    places = st.integers(0, len(text))
    span = st.tuples(places, places).map(lambda pair: Span(*sorted(pair))).filter(lambda one: one.start < one.end)
    spans = st.lists(span, max_size=3).map(_apart) if text else st.just([])
    statements = []
    for number in range(draw(st.integers(0, 4))):
        source, cue, content = (_role(text, draw(spans)) for _ in range(3))
        within = draw(st.sampled_from([None, *(f"s_{other}" for other in range(5))]))
        statements.append(
            Statement(
                id=f"s_{number}",
                kind="direct",
                source=SourceSpans(source.spans, source.quote),
                cue=cue,
                content=content,
                speaker=None,
                within=within,
                confidence=0.5,
                made_by="model@1",
            )
        )
    times = tuple(
        TimeExpression(f"t_{number}", one, text[one.start : one.end], "DATE", "2031", None, None, None, "made up")
        for number, one in enumerate(draw(spans))
    )
    mentions = tuple(Mention(one, "name") for one in draw(spans))
    return AnnotatedReport(
        Report(text),
        tuple(statements),
        (Entity(id="e_0", kind="person", name="A", mentions=mentions),),
        times,
    )


def _apart(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start > kept[-1].end:
            kept.append(span)
    return kept


def segments_of(record: AnnotatedReport) -> list[Segment]:
    return [segment for segments in split_text(record) for segment in segments]


def quotes_in(record: AnnotatedReport, statement: Statement, role: str) -> list[str]:
    """Join the segments of a role, a new quote where they do not follow one another."""
    quotes: list[str] = []
    end = -1
    for segment in segments_of(record):
        if any((mark.statement, mark.role) == (statement.id, role) for mark in segment.roles):
            quotes[len(quotes) if segment.start != end else -1 :] = [
                (quotes[-1] if segment.start == end else "") + segment.text
            ]
            end = segment.start + len(segment.text)
    return quotes


def check(record: AnnotatedReport) -> None:
    segments = segments_of(record)
    assert "".join(segment.text for segment in segments) == visible(record.report.text)
    assert all(one.start + len(one.text) == other.start for one, other in pairwise(segments))
    for statement in record.statements:
        for role in ("source", "cue", "content"):
            quoted = [visible(quote) for quote in getattr(statement, role).quote]
            assert quotes_in(record, statement, role) == quoted
    for time in record.times:
        assert "".join(
            segment.text for segment in segments if time.id in [mark.id for mark in segment.marks]
        ) == visible(time.quote)


@settings(max_examples=300, deadline=None)
@given(records())
def test_segments_joined_are_the_text_and_the_quotes(record: AnnotatedReport) -> None:
    check(record)


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.report.origin)
def test_the_segments_of_whole_reports(record: AnnotatedReport) -> None:
    check(record)


def test_each_statement_begins_at_its_first_words_once() -> None:
    begun = {identity: segment.start for segment in segments_of(STRAIT) for identity in segment.begins}
    assert begun == {
        one.id: min(span.start for span in (*one.source.spans, *one.cue.spans, *one.content.spans))
        for one in STRAIT.statements
    }


def test_the_space_between_paragraphs_is_a_gap_and_nothing_else_is() -> None:
    gaps = [segment for segment in segments_of(STRAIT) if segment.is_gap]
    assert {segment.text.strip() for segment in gaps} == {""} and len(gaps) == 4
    assert len(split_text(STRAIT)) == 4
    # A content over two paragraphs holds the gap between them.
    outer = STRAIT.statements[1].id
    assert [outer in [mark.statement for mark in segment.roles] for segment in gaps] == [False, True, False, False]


def test_nested_statements_are_told_by_their_depth() -> None:
    _, outer, inner, _ = STRAIT.statements
    roles = next(segment.roles for segment in segments_of(STRAIT) if segment.text == "the strait is open")
    assert [(mark.statement, mark.role, mark.depth) for mark in roles] == [
        (outer.id, "content", 0),
        (inner.id, "content", 1),
    ]


def test_statements_within_one_another_end_somewhere() -> None:
    first, second, *_ = STRAIT.statements
    around = replace(
        STRAIT, statements=(replace(first, within=second.id), replace(second, within=first.id), *STRAIT.statements[2:])
    )
    depths = {mark.statement: mark.depth for segment in segments_of(around) for mark in segment.roles}
    assert depths.keys() == {one.id for one in around.statements}


def test_hostile_words_stay_as_they_are_for_the_template_to_escape() -> None:
    assert "".join(segment.text for segment in segments_of(HOSTILE)) == HOSTILE.report.text


def test_an_empty_text_has_no_segments() -> None:
    assert segments_of(AnnotatedReport(Report(""))) == []
