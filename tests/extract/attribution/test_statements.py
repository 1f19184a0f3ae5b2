"""Statements, and statements inside the contents of others, with the packaged weights."""

from __future__ import annotations

import pytest

from onrecord import Report, Statement
from onrecord.extract.attribution.attributions import AttributionFinder
from onrecord.extract.attribution.statements import NESTED_CONFIDENCE, RULE_CONFIDENCE, StatementFinder
from onrecord.model.weights import load_weights, score_document
from onrecord.text.document import Document

WEIGHTS = load_weights()


def find_in(report: Report) -> tuple[Statement, ...]:
    document = Document.from_text(report.text)
    scores = score_document(document, WEIGHTS)
    attributions = AttributionFinder(WEIGHTS).find_attributions(document, scores)
    return StatementFinder(WEIGHTS).find_statements(report.id, document, attributions, scores)


def find(text: str) -> tuple[Statement, ...]:
    return find_in(Report(text))


def test_a_statement_in_another_names_the_outer_one() -> None:
    outer, nested = find("“The Prime Minister [Nadia Okonjo] says she wants the ships home by May,” Ms Brandvold said.")
    assert outer.source.quote == ("Ms Brandvold",)
    assert (outer.kind, outer.within) == ("direct", None)
    assert nested.source.quote == ("The Prime Minister [Nadia Okonjo]",)
    assert nested.cue.quote == ("says",)
    assert nested.content.quote == ("she wants the ships home by May",)
    assert (nested.kind, nested.within) == ("indirect", outer.id)
    assert nested.confidence >= NESTED_CONFIDENCE


def test_marks_inside_the_inner_content_count_for_it() -> None:
    found = find("Ms Brandvold said that Mr Salme had said the talks were “slow, grinding work” on Monday.")
    nested = [s for s in found if s.within]
    assert [s.kind for s in nested] == ["mixed"]


def test_each_nested_statement_names_its_own_outer_one() -> None:
    text = (
        "Ms Brandvold said that the minister had told the envoys that the strait was open.\n\n"
        "Mr Salme said that the mayor had claimed that the fares were fair."
    )
    found = find(text)
    outer = {s.id: s for s in found if s.within is None}
    pairs = [(outer[s.within].source.quote[0], s.source.quote[0]) for s in found if s.within]
    assert set(pairs) == {("Ms Brandvold", "the minister"), ("Mr Salme", "the mayor")}


def test_rules_say_that_they_made_a_statement_and_go_before_the_model() -> None:
    text = "They met.\n\n“The dam will hold, he said, and it will.” — Ilse Varga"
    (statement, *others) = [s for s in find(text) if s.within is None]
    assert not others
    assert statement.made_by == "rule:signature"
    assert (statement.kind, statement.confidence) == ("direct", RULE_CONFIDENCE["signature"])
    assert statement.source.quote == ("Ilse Varga",)


def test_statements_come_in_the_order_in_which_they_begin() -> None:
    found = find("“No,” said Ilse Varga.\n\nMr Salme denied it.\n\n“It is over.” — Piotr Tamm")
    begins = [min((*s.source.spans, *s.cue.spans, *s.content.spans)) for s in found]
    assert begins == sorted(begins)
    assert len(found) == 3


@pytest.mark.parametrize("text", ["", "The dam holds.", "Nobody said anything of the kind to anybody else."])
def test_text_without_statements(text: str) -> None:
    assert all(s.source.spans for s in find(text))


def test_ids_do_not_depend_on_where_a_report_came_from() -> None:
    text = "“No,” said Ilse Varga."
    one = find_in(Report(text, origin="a.txt", publisher="The Meridian"))
    other = find_in(Report(text, origin="b.txt", published="2031-03-09"))
    assert [s.id for s in one] == [s.id for s in other]


def test_a_gloss_is_flagged() -> None:
    found = find("“It will hold,” Ms Brandvold said on Friday, referring to the dam that burst in May.")
    assert {(s.cue.quote, s.gloss) for s in found} == {(("said",), False), (("referring to",), True)}
