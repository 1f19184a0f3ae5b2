"""Where sentences end."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.document import Document


def sentences_of(text: str) -> list[str]:
    words = Document.from_text(text)
    index = words.sentence
    groups = [[words.words[i] for i in group] for _, group in groupby(range(len(index)), key=lambda i: index[i])]
    return [text[group[0].start : group[-1].end] for group in groups]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The dam holds.", "It has to."],
        ["“We go,” Mr. Tamm said.", "“It has to be.”", "He left."],
        ["Sen. J. Varga (D-Westmere) agreed.", '"No!" she said.', '"Yes."', "Then she left."],
        ["The U.S. army came at 4.5 knots.", "Nobody saw it."],
        ["Did it hold?", "It did!", "Good."],
        ["It was 5 p.m. when they came."],
        ["He said so (twice.)", "Then he left."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


def test_a_paragraph_ends_a_sentence() -> None:
    assert sentences_of("The dam\n\nholds") == ["The dam", "holds"]


@given(st.text(alphabet="aA .!?\"”“'\n", max_size=60))
def test_every_word_has_a_sentence_and_they_never_fall(text: str) -> None:
    words = Document.from_text(text)
    index = words.sentence
    assert len(index) == len(words.words)
    assert index == sorted(index)
