"""The tense around an expression."""

from __future__ import annotations

import pytest

from onrecord.extract.times.matching.tokens import cut_words
from onrecord.extract.times.meaning.tense import find_tense, is_goal, is_surely_past
from onrecord.text.spans import Span


def tense_at(text: str, word: str = "Friday") -> str | None:
    words = cut_words(text, Span(0, len(text)))
    first = words.lower.index(word.lower())
    return find_tense(words, (0, len(words)), first, first + 1)


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Ada Lund met the envoy on Friday", "past"),
        ("Ada Lund will meet the envoy on Friday", "future"),
        ("Ada Lund said Friday that she will go", "past"),
        ("Ada Lund said she would go on Friday", "future"),
        ("On Friday, Ada Lund said that she will go", "past"),
        ("On Friday Ada Lund will go", "future"),
        ("Ada Lund plans to meet him on Friday", "future"),
        ("Lund's plans failed on Friday", "past"),
        ("They planned to leave on Friday", "future"),
        ("The talks are to resume Friday", "future"),
        ("The talks were held on Friday", "past"),
        ("The talks will be held on Friday", "future"),
        ("The talks, to be held on Friday", "future"),
        ("They have until Friday and it is scheduled", "past"),
        ("The trial begins Friday", "future"),
        ("It had been due to expire Friday", "past"),
        ("The vote is set for Friday", "future"),
        ("She'll be there Friday", "future"),
        ("They may succeed Friday", "future"),
        ("It follows Friday's ruling, which will stand", "past"),
        ("They will hold Friday's vote", "future"),
        ("They will not have it until Friday", "future"),
        ("It is to open, and the board on Friday said so", "past"),
        ("The court will rule, and the board Friday asked for more", "past"),
        ("The plan is due, and in a Friday statement the board will not say", "past"),
        ("Those who will lose on Friday have left", "future"),
        ("It is old, and on Friday a man spoke", "past"),
        ("It is old, and Friday is the last day", "future"),
        ("The opening is on Friday", "future"),
        ("Lund spoke of Be Best on Friday", "past"),
        ("Be Best on Friday", None),
        ("The United Front on Friday", None),
        ("A proposed date, Friday", None),
        ("Friday", None),
    ],
)
def test_tense(text: str, tense: str | None) -> None:
    assert tense_at(text) == tense


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [("since May", True), ("he arrived in May", True), ("he died on May 3", True), ("extended to May 3", False),
     ("it dates back to May", True),
     ("will go in May", False), ("in May", False)],
)  # fmt: skip
def test_surely_past(text: str, is_sure: bool) -> None:
    words = cut_words(text, Span(0, len(text)))
    assert is_surely_past(words, words.lower.index("may")) is is_sure


def test_goal() -> None:
    words = cut_words("postponed to May, back to May", Span(0, 29))
    assert [is_goal(words, index) for index, word in enumerate(words.lower) if word == "may"] == [True, False]
