"""Where a span begins and ends beside commas and quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.attribution.boundaries import QuotationFitter, end_with_quotation, trim_span
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import find_quotations, outermost
from onrecord.text.spans import Span
from tests.extract.marking import with_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then ⟦, the dam;⟧ fell", "the dam"),
        ("Then⟦ \n\xa0the dam.\u200b ⟧fell", "the dam"),
        ("⟦the dam⟧", "the dam"),
        ("⟦“the dam”⟧", "“the dam”"),
        ("⟦the dam?⟧", "the dam?"),
        ("⟦(the dam)⟧", "(the dam)"),
        ("⟦… the dam …⟧", "… the dam …"),
        ("no⟦ .,; \n⟧yes", None),
    ],
)
def test_trimming(text: str, expected: str | None) -> None:
    whole, (span,) = with_spans(text)
    trimmed = trim_span(whole, span)
    assert (trimmed and whole[trimmed.start : trimmed.end]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a colon may be a cue
        ("Varga⟦:⟧ ‘The dam will hold’", ":"),
        # all of a quotation: its marks belong to the span
        ("“⟦The dam will hold⟧,” she said.", "“The dam will hold,”"),
        ("⟦“The dam will hold⟧,” she said.", "“The dam will hold,”"),
        ("“⟦The dam will hold,”⟧ she said.", "“The dam will hold,”"),
        ("She said: ⟦“The dam will hold.”⟧", "“The dam will hold.”"),
        ("'⟦The dam will hold⟧,' she said.", "'The dam will hold,'"),
        ("''⟦The dam will hold⟧,'' she said.", "''The dam will hold,''"),
        # a part of one: they do not
        ("⟦“The dam⟧ will hold,” she said.", "The dam"),
        ("“The dam ⟦will hold,”⟧ she said.", "will hold"),
        ("“The ⟦dam will⟧ hold,” she said.", "dam will"),
        # a quotation at the end or at the head of a longer span
        ("She said ⟦the dam was “safe and sound⟧”.", "the dam was “safe and sound”"),
        ("She said ⟦the dam was “safe⟧ and sound”.", "the dam was “safe"),
        ("She said “⟦safe and sound” was the dam⟧.", "“safe and sound” was the dam"),
        # two quotations, one after another and one in the other
        ("“⟦It holds.” “It will⟧.” So she said.", "“It holds.” “It will.”"),
        ("“⟦He told us, ‘Leave now⟧’,” she said.", "“He told us, ‘Leave now’,”"),
        ("“He told us, ‘⟦Leave now⟧’,” she said.", "‘Leave now’"),
        # no closed quotation: only trimmed
        ("“⟦The dam will hold,⟧ she said.", "The dam will hold"),
        ("⟦, the dam,⟧ “odd”", "the dam"),
        # nothing but marks
        ("She “⟦, ⟧so” said", None),
    ],
)
def test_fitting_to_quotations(text: str, expected: str | None) -> None:
    whole, (span,) = with_spans(text)
    fitted = QuotationFitter(whole, find_quotations(whole, find_paragraphs(whole))).fit(span)
    assert (fitted and whole[fitted.start : fitted.end]) == expected


def words(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab “”‘’\"' \n.,", min_size=1, max_size=50), st.data())
def test_fitting_keeps_the_words_and_settles_at_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    quotations = find_quotations(text, find_paragraphs(text))
    fitted = QuotationFitter(text, quotations).fit(span)
    if fitted is None:
        assert not words(text[span.start : span.end])
        return
    assert words(text[fitted.start : fitted.end]) == words(text[span.start : span.end])
    assert 0 <= fitted.start < fitted.end <= len(text)
    assert QuotationFitter(text, quotations).fit(fitted) == fitted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He said ⟦it was “done, and over and gone for good.” She left the room⟧.",
            "it was “done, and over and gone for good.”",
        ),
        (
            "He said ⟦the “Who's there?” Broadway revival would close⟧.",
            "the “Who's there?” Broadway revival would close",
        ),
        ("He said ⟦it was “done” and left⟧.", "it was “done” and left"),
        ("He said ⟦it was “done,” Mr Tamm’s view⟧.", "it was “done,” Mr Tamm’s view"),
        ("He asked ⟦“Is it done?” and left⟧.", "“Is it done?” and left"),
        ("⟦“Done.”⟧", "“Done.”"),
        ("⟦It was done. She left⟧.", "It was done. She left"),
    ],
)
def test_a_content_ends_where_a_quotation_ends_its_sentence(text: str, expected: str) -> None:
    whole, (span,) = with_spans(text)
    ended = end_with_quotation(whole, span, outermost(find_quotations(whole, find_paragraphs(whole))))
    assert whole[ended.start : ended.end] == expected


def test_an_outer_quotation_is_fitted_however_many_it_holds() -> None:
    whole, (span,) = with_spans("“⟦He said " + "‘no’ then " * 12 + "and left⟧,” she said.")
    fitted = QuotationFitter(whole, find_quotations(whole, find_paragraphs(whole))).fit(span)
    assert fitted is not None
    assert whole[fitted.start : fitted.end] == whole[: whole.index(" she said")]
