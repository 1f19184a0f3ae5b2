"""Quotations behind a label, and beside what somebody does."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.quotations_without_cue import add_acted, add_labelled
from onrecord.extract.attribution.subjects import SubjectFinder
from onrecord.model.heads.tags import MENTION_TAGS
from onrecord.text.document import Document
from onrecord.text.quotations import outermost
from onrecord.text.spans import Span

Found = list[tuple[str, str, list[str]]]


def read(text: str, *by_model: tuple[str, str, list[str]]) -> Found:
    """Read a text for which the model gives attributions: source, cue and contents."""

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    document = Document.from_text(text)
    quotations = outermost(document.quotations)
    subjects = SubjectFinder(document, np.zeros((len(document.words), len(MENTION_TAGS)), dtype=np.float32))
    found = [Attribution((span(s),), (span(c),), tuple(map(span, content)), ()) for s, c, content in by_model]
    labelled = add_labelled(document, found, quotations, subjects)
    return [
        (text[slice(*a.source[0])], text[slice(*a.cue[0])], [text[slice(*s)] for s in a.content])
        for a in add_acted(document, labelled, quotations, subjects)
    ]


def test_each_label_has_its_own_quotation() -> None:
    text = "Ada Lund, 61, a cook: “We are ready.”\n\nBo Eklund (driver): “I walk.”"
    assert read(text) == [
        ("Ada Lund, 61, a cook", ":", ["“We are ready.”"]),
        ("Bo Eklund (driver)", ":", ["“I walk.”"]),
    ]


def test_a_labelled_quotation_is_taken_from_the_speaker_before() -> None:
    text = "“We win,” Ada Lund said. Bo Eklund: “They do not.”"
    found = read(text, ("Ada Lund", "said", ["“We win,”", "“They do not.”"]))
    assert found == [("Ada Lund", "said", ["“We win,”"]), ("Bo Eklund", ":", ["“They do not.”"])]


def test_a_cue_of_the_model_before_the_label_stays() -> None:
    text = "A lesson from Ada Lund: “Be the voice.”"
    by_model = ("Ada Lund", "A lesson from", ["“Be the voice.”"])
    assert read(text, by_model) == [by_model]


def test_an_act_before_a_quotation_beats_one_behind_it() -> None:
    text = "Ada Lund looked at the clock. “We have ten minutes.” Bo Eklund shrugged."
    found = read(text, ("Bo Eklund", "shrugged", ["“We have ten minutes.”"]))
    assert found == [("Ada Lund", "looked at the clock", ["“We have ten minutes.”"])]


def test_an_act_between_halves_has_both() -> None:
    text = "“I have no idea.” Ada Lund shook her head. “Ask them.” The room was still."
    assert read(text) == [("Ada Lund", "shook her head", ["“I have no idea.”", "“Ask them.”"])]


def test_an_act_at_the_head_of_a_paragraph_takes_the_quotation_from_the_paragraph_before() -> None:
    text = "Ada Lund was blunt. “It is over.”\n\nBo Eklund was not so sure. “It stands.”"
    found = read(text, ("Ada Lund", "was blunt", ["“It is over.”", "“It stands.”"]))
    assert found == [("Ada Lund", "was blunt", ["“It is over.”"]), ("Bo Eklund", "was not so sure", ["“It stands.”"])]


@pytest.mark.parametrize(
    ("text", "by_model"),
    [
        ("Ada Lund rose. “Will it hold?” Bo Eklund asked.", ("Bo Eklund", "asked", ["“Will it hold?”"])),
        ("Ada Lund said it held. “It will.” Bo Eklund left.", ("Ada Lund", "said", ["it held", "“It will.”"])),
        ("“No,” Ada Lund said. She rose. “It will.”", ("Ada Lund", "said", ["“No,”", "“It will.”"])),
        ("Ada Lund called it “a gift” and left.", ("Ada Lund", "called", ["“a gift”"])),
    ],
)
def test_what_has_a_verb_of_speech_stays(text: str, by_model: tuple[str, str, list[str]]) -> None:
    assert read(text, by_model) == [by_model]


def test_a_quotation_inside_a_sentence_and_one_without_a_person_belong_to_nobody() -> None:
    assert read("The sign on the gate was new. “Keep out.” It rained. Ada Lund read “Keep out” twice.") == []
