"""Direct, mixed or indirect."""

from __future__ import annotations

import pytest

from onrecord.extract.attribution.kinds import find_kind
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import find_quotations, outermost
from onrecord.text.spans import Span
from tests.extract.marking import with_spans


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # direct
        ("⟦“The dam will hold,”⟧ said Ms Varga.", "direct"),
        ('⟦"The dam will hold,"⟧ said Ms Varga.', "direct"),
        ("⟦''The dam will hold,''⟧ said Ms Varga.", "direct"),
        ("⟦‘The dam will hold,’⟧ said Ms Varga.", "direct"),
        ("⟦'The dam will hold,'⟧ said Ms Varga.", "direct"),
        ("“⟦The dam will hold⟧,” said Ms Varga.", "direct"),
        ("⟦“The dam,”⟧ said Ms Varga, ⟦“will hold.”⟧", "direct"),
        ("⟦“The dam will hold.” “It has to.”⟧ So she said.", "direct"),
        ("⟦“He said ‘never’ to me,”⟧ said Ms Varga.", "direct"),
        ("⟦“First point.\n\n“Second point,”⟧ said Ms Varga.", "direct"),
        ("⟦“First point.⟧\n\n⟦“Second point,”⟧ said Ms Varga.", "direct"),
        ("⟦“The dam will hold.\n\n⟧Ms Varga left.", "direct"),
        ("⟦“[The dam] … will hold,”⟧ said Ms Varga.", "direct"),
        # mixed
        ("Ms Varga said ⟦the dam was “safe and sound”⟧.", "mixed"),
        ("Ms Varga said ⟦“safe and sound” was the dam⟧.", "mixed"),
        ("Ms Varga said ⟦the ‘old’ dam would hold⟧.", "mixed"),
        ("Ms Varga said ⟦the dam was “safe” and the bridge “sound”⟧.", "mixed"),
        ("⟦“The dam will hold,”⟧ said Ms Varga, adding ⟦that it had to⟧.", "mixed"),
        ("⟦The dam would hold⟧, Ms Varga said. ⟦“It has to.”⟧", "mixed"),
        # indirect
        ("Ms Varga said ⟦the dam would hold⟧.", "indirect"),
        ("Ms Varga said ⟦the engineers’ dam wouldn’t fall⟧.", "indirect"),
        ("Ms Varga, “the boss”, said ⟦the dam would hold⟧.", "indirect"),
        ('Ms Varga said ⟦the pipe was 6" wide⟧.', "indirect"),
        ("⟦The dam would hold⟧, she said; ⟦it had to⟧.", "indirect"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    whole, content = with_spans(text)
    assert find_kind(whole, content, outermost(find_quotations(whole, find_paragraphs(whole)))) == kind


def test_marks_around_an_outer_statement_do_not_count_when_left_out() -> None:
    whole, content = with_spans("“Mr Tamm says ⟦he wants to ‘rest’⟧,” she said.")
    quotations = find_quotations(whole, find_paragraphs(whole))
    assert find_kind(whole, content, outermost(quotations)) == "direct"
    assert find_kind(whole, content, [q for q in quotations if content[0].contains(q.span)]) == "mixed"
    assert find_kind(whole, content, []) == "indirect"


def test_no_content_is_indirect_and_a_turn_is_direct() -> None:
    assert find_kind("The dam will hold.", [], []) == "indirect"
    assert find_kind("The dam will hold.", [Span(0, 17)], [], is_own_words=True) == "direct"
