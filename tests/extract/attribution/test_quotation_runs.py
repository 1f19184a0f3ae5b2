"""Quotations over several paragraphs belong to the cue in them."""

from __future__ import annotations

from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.quotation_runs import join_runs
from onrecord.text.document import Document
from onrecord.text.quotations import outermost
from onrecord.text.spans import Span


def join(text: str, *attributions: tuple[str, str, list[str]]) -> list[list[str]]:
    """Join the runs of a text; give the contents of its attributions, each given as source, cue and contents."""

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    found = [Attribution((span(s),), (span(c),), tuple(map(span, content)), ()) for s, c, content in attributions]
    document = Document.from_text(text)
    joined = join_runs(document, found, outermost(document.quotations))
    return [[text[slice(*part)] for part in attribution.content] for attribution in joined]


def test_a_run_belongs_to_the_cue_at_its_end() -> None:
    text = "“It holds,” said Ada Lund.\n\n“No one asked.\n\n“It leaks,” wrote Bo Eklund."
    found = join(text, ("Ada Lund", "said", ["“It holds,”", "“No one asked."]), ("Bo Eklund", "wrote", ["“It leaks,”"]))
    assert found == [["“It holds,”"], ["“No one asked.\n\n“It leaks,”"]]


def test_a_paragraph_of_a_run_that_has_no_speaker_gets_the_one_of_the_run() -> None:
    text = "“No one asked.\n\n“It leaks,” wrote Bo Eklund."
    assert join(text, ("Bo Eklund", "wrote", ["“It leaks,”"])) == [["“No one asked.\n\n“It leaks,”"]]


def test_a_run_without_a_cue_of_its_own_goes_on_with_the_speaker_before() -> None:
    text = "“It holds,” said Ada Lund.\n\n“No one asked.\n\n“It leaks.” The room was still."
    contents = ["“It holds,”", "“No one asked.", "“It leaks.”"]
    assert join(text, ("Ada Lund", "said", contents)) == [contents]


def test_other_marks_begin_another_quotation() -> None:
    text = 'Ada Lund said: “It holds.\n\n"No one asked.\n\n"It leaks," wrote Bo Eklund.'
    found = join(text, ("Ada Lund", "said", ["“It holds."]), ("Bo Eklund", "wrote", ['"It leaks,"']))
    assert found == [["“It holds."], ['"No one asked.\n\n"It leaks,"']]


def test_an_attribution_that_keeps_no_content_is_none() -> None:
    text = "Ada Lund saw it.\n\n“No one asked.\n\n“It leaks,” wrote Bo Eklund."
    found = join(text, ("Ada Lund", "saw", ["“No one asked."]), ("Bo Eklund", "wrote", ["“It leaks,”"]))
    assert found == [["“No one asked.\n\n“It leaks,”"]]


def test_a_run_whose_last_part_is_a_rules_ends_before_it() -> None:
    document = Document.from_text("“She says it is over\n\n“We shall sail,”  — Ilse Varga")
    first, _ = document.quotations
    assert first.continues
    found = Attribution((), (Span(1, 4),), (Span(5, 20),), ())
    assert join_runs(document, [found], [first]) == [found]
