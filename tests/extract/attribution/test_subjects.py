"""Who acts in a sentence, and who is named before a colon."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extract.attribution.subjects import SubjectFinder
from onrecord.model.heads.tags import MENTION_TAGS
from onrecord.text.document import Document


def make_finder(text: str) -> tuple[Document, SubjectFinder]:
    document = Document.from_text(text)
    return document, SubjectFinder(document, np.zeros((len(document.words), len(MENTION_TAGS)), dtype=np.float32))


@pytest.mark.parametrize(
    ("sentence", "subject", "predicate"),
    [
        ("Ada Lund looked at the clock.", "Ada Lund", "looked"),
        ("Then she shrugged.", "she", "shrugged"),
        ("Behind her, Bo Eklund laughed.", "Bo Eklund", "laughed"),
        ("Asked about the vote, Ada Lund shook her head.", "Ada Lund", "shook"),
        ("Her brother Bo Eklund closed the door.", "Her brother Bo Eklund", "closed"),
        ("Ada Lund, the union's lawyer, made a note.", "Ada Lund", "made"),
        ("The minister put both hands on the table.", "The minister", "put"),
    ],
)
def test_the_subject_stands_before_the_verb(sentence: str, subject: str, predicate: str) -> None:
    document, finder = make_finder(sentence)
    found = finder.find_subject((0, len(document.words)))
    assert found is not None
    assert document.text[slice(*document.span_of_words(found.words))] == subject
    assert document.printed[found.verb] == predicate


@pytest.mark.parametrize(
    "sentence",
    [
        "The room was still.",
        "Ada Lund's clock stood still.",
        "Ada Lund and Bo Eklund nodded.",
        "They laughed.",
        "It threw Ada Lund.",
        "",
    ],
)
def test_sentences_without_one_person_as_subject(sentence: str) -> None:
    document, finder = make_finder(sentence)
    assert finder.find_subject((0, len(document.words))) is None


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("Ada Lund", "Ada Lund"),
        ("Ada Lund, 61, chair of the traders", "Ada Lund, 61, chair of the traders"),
        ("Bo Eklund (cook)", "Bo Eklund (cook)"),
        ("Trade minister Ada Lund", "Trade minister Ada Lund"),
        ("And from the matron, Ada Lund", "the matron, Ada Lund"),
        ("And this from its founder, Bo Eklund", "its founder, Bo Eklund"),
        ("Asked for a verdict, Ada Lund, who has a ticket", "Ada Lund, who has a ticket"),
        ("Ada Lund of the Friends of the Hall", "Ada Lund of the Friends of the Hall"),
        ("A voice from the gallery, that of Ada Lund", "Ada Lund"),
        ("Her predecessor, Bo Eklund, on Friday", "Her predecessor, Bo Eklund"),
        ("Polls were wrong - Ada Lund", "Ada Lund"),
        ("The mayor", "The mayor"),
    ],
)
def test_a_label_names_the_speaker(label: str, speaker: str) -> None:
    document, finder = make_finder(label)
    found = finder.find_label((0, len(document.words)))
    assert found is not None
    assert document.text[slice(*document.span_of_words(found))] == speaker


@pytest.mark.parametrize(
    "words",
    [
        "There were two conditions",
        "Said Ada Lund",
        "The crowd had a message for Ada Lund",
        "The result doesn't surprise Ada Lund",
        "Here's Ada Lund in May",
        "Ada Lund, on the board since May, put it this way",
        "The verdict",
        "Ada Lund wrote",
    ],
)
def test_words_with_a_verb_or_without_a_speaker_are_no_label(words: str) -> None:
    document, finder = make_finder(words)
    assert finder.find_label((0, len(document.words))) is None
