"""Words that a person names, found in a text."""

from __future__ import annotations

import pytest

from onrecord.errors import ConfigurationError
from onrecord.text.locate import locate_words
from onrecord.text.spans import Span

TEXT = "“No,” Ada Lund said.\nShe said  it (again)."


@pytest.mark.parametrize(
    ("words", "span"),
    [("Ada Lund", (6, 14)), ("6-14", (6, 14)), ("said. She", (15, 24)), ("it (again)", (31, 41)), (" “No,” ", (0, 5))],
)
def test_words_and_offsets_are_found(words: str, span: tuple[int, int]) -> None:
    found = locate_words(TEXT, words)
    assert found == Span(*span)
    assert words == "6-14" or TEXT[slice(*found)].split() == words.split()


@pytest.mark.parametrize(
    ("words", "message"),
    [("said", "at 15-19, 25-29; give the offsets"), ("Nora", "has no words “Nora”"), (" ", "no words to find")],
)
def test_what_is_not_there_or_several_times_is_said(words: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        locate_words(TEXT, words)
