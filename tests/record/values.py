"""Records for the tests of the record: a full one, and any at all."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from onrecord.record import (
    LAYERS,
    AnnotatedReport,
    Entity,
    Mention,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    TimeExpression,
    statement_id,
)
from onrecord.record.layers.parts import Part
from onrecord.record.reflect import Shape, fields_of, spans_field
from onrecord.text.spans import Span

TEXT = "“The dam will hold,” Ms Varga told Radio Westmere on Sunday. “It has to.”"


def role(*words: str) -> RoleSpans:
    return RoleSpans.of(TEXT, [Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in words])


def full_record() -> AnnotatedReport:
    report = Report(
        TEXT,
        origin="reports/dam.txt",
        publisher="The Westmere Post",
        title="Dam will hold",
        authors=("Ada Quist",),
        url="https://post.example/dam",
        language="en",
        published="2024-09-22",
        published_from="header",
    )
    source, cue, content = role("Ms Varga"), role("told"), role("“The dam will hold,”", "“It has to.”")
    statement = Statement(
        id=statement_id(report.id, source, cue, content),
        kind="direct",
        source=SourceSpans(source.spans, source.quote, "e_1"),
        cue=cue,
        content=content,
        speaker=Speaker("Irma Varga", "e_1", "resolved", "title + surname"),
        within=None,
        said=Said("2024-09-22", "2024-09-22", "2024-09-23", "t_1"),
        venue=role("Radio Westmere"),
        addressee=None,
        confidence=0.93,
        made_by="model@0123456789ab",
    )
    source_span, sunday = source.spans[0], role("Sunday").spans[0]
    entity = Entity(
        id="e_1", kind="person", name="Irma Varga", roles=("engineer",), mentions=(Mention(source_span, "name"),)
    )
    time = TimeExpression(
        "t_1", sunday, "Sunday", "DATE", "2024-09-22", "2024-09-22", "2024-09-23", "published", "weekday, past tense"
    )
    return AnnotatedReport(report, (statement,), (entity,), (time,))


SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(1, 9))
WORDS = st.text(st.characters(codec=None), max_size=12)


def values_of(shape: Shape) -> st.SearchStrategy[Any]:
    """Any value that a record may hold in a place."""
    if shape.part:
        found = parts(shape.part)
    elif shape.pair:
        found = SPANS if shape.pair is Span else st.builds(shape.pair, *[st.integers(0, 50)] * len(shape.pair._fields))
    elif shape.item:
        found = st.lists(values_of(shape.item), max_size=2).map(tuple)
    elif shape.choices:
        found = st.sampled_from(shape.choices)
    else:
        found = {str: WORDS, float: st.floats(0, 1), int: st.integers(), bool: st.booleans()}[shape.scalar]
    return st.none() | found if shape.is_optional else found


@cache
def parts(part: type[Part]) -> st.SearchStrategy[Any]:
    """Any object of a type, with as many quotes as spans."""
    marked = spans_field(part)
    fields = {field.name: values_of(field.shape) for field in fields_of(part)}
    if marked and marked.shape.item:
        pairs = st.lists(st.tuples(SPANS, WORDS), max_size=2)
        rest = {name: kind for name, kind in fields.items() if name not in ("spans", "quote")}
        return st.builds(
            lambda both, **others: part(spans=tuple(p[0] for p in both), quote=tuple(p[1] for p in both), **others),
            pairs,
            **rest,
        )
    return st.builds(part, **fields)


RECORDS = st.builds(
    AnnotatedReport,
    parts(Report),
    **{name: st.lists(parts(kind), max_size=2).map(tuple) for name, kind in LAYERS.items()},
)
