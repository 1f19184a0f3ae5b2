"""Names by their capitals, with tags that say nothing but where a case gives them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.speakers.name_spans import find_names
from onrecord.model.heads.tags import MENTION_TAGS
from onrecord.text.document import Document


def names_in(text: str, tagged: str = "") -> list[str]:
    """The names of a text, the tags marking ``tagged`` as a person."""
    document = Document.from_text(text)
    scores = np.zeros((len(document.words), len(MENTION_TAGS)), dtype=np.float32)
    scores[:, 0] = 1.0
    start = text.find(tagged) if tagged else -1
    for index, word in enumerate(document.words):
        if start <= word.start < start + len(tagged):
            scores[index, 1 if word.start == start else 2] = 2.0
    return [text[slice(*document.span_of_words(words))] for words, _ in find_names(document, scores)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Ada Lund met Piotr A. Tamm of the port.", ["Ada Lund", "Piotr A. Tamm"]),
        ("Mr. Tamm saw Ms. Lund.", ["Tamm", "Lund"]),
        ("Ji-ho Lund left. In-house lawyers stayed.", ["Ji-ho Lund"]),
        ("The old Bank of Westmere closed.", ["Bank of Westmere"]),
        ("They met Lars van der Meer there.", ["Lars van der Meer"]),
        ("They met Ana Ruiz-Salme and Séan O’Dowd there.", ["Ana Ruiz-Salme", "Séan O’Dowd"]),
        ('They met Robert C. "Bo" Lund there.', ['Robert C. "Bo" Lund']),
        ("They met Robert (Bo) Lund there.", ["Robert (Bo) Lund"]),
        ("Westmere (AP)Robert Lund left the town.", ["AP", "Robert Lund"]),
        ("Westmere (Reuters) Robert Lund left the town.", ["Reuters", "Robert Lund"]),
        ("They met Omar al-Hadi and al-Masri there.", ["Omar al-Hadi", "al-Masri"]),
        ("They saw Lund’s boat and the Tamms' house.", ["Lund", "Tamms"]),
        ("But the dam held. However, nobody left.", []),
        ("Lawmakers left. Officials stayed. Shipowners waited.", []),
        ("He met a Russian envoy and two Republican voters.", []),
        ("India and Pakistan agreed.", ["India", "Pakistan"]),
        ("She left on Monday in March.", []),
    ],
)
def test_names_in_running_text(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_tags_tell_a_name_at_the_head_of_a_sentence() -> None:
    assert names_in("Dunes closed early.") == []
    assert names_in("Dunes closed early.", tagged="Dunes") == ["Dunes"]


def test_a_headline_names_what_the_text_names() -> None:
    text = "Weary Lund Tells Harbour Board To Wait\n\nThen Ada Lund met the Harbour Board again."
    assert names_in(text) == ["Lund", "Harbour Board", "Ada Lund", "Harbour Board"]


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("They met Yvette Tamm there.", 3.0, "person"),
        ("They met Yvette Tamm there.", 9.0, "place"),
        ("They met Zzyx Tamm there.", 3.0, "place"),
        ("They met Kosovo there.", 0.0, "place"),
    ],
)
def test_a_given_name_speaks_for_a_person(text: str, place: float, kind: str) -> None:
    document = Document.from_text(text)
    scores = np.zeros((len(document.words), len(MENTION_TAGS)), dtype=np.float32)
    scores[:, MENTION_TAGS.index("B-place")] = place / 2
    (_, found), *_ = find_names(document, scores)
    assert found == kind


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="Aa Lu.,'’\"“”-()&\nIJr19", max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    document = Document.from_text(text)
    scores = np.random.default_rng(len(text)).normal(size=(len(document.words), len(MENTION_TAGS)))
    found = find_names(document, scores.astype(np.float32))
    ranges = [words for words, _ in found]
    assert all(0 <= first < last <= len(document.words) for first, last in ranges)
    assert ranges == sorted(ranges)
