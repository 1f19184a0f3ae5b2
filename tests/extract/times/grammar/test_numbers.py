"""Numbers in digits and words."""

from __future__ import annotations

import pytest

from onrecord.extract.times.grammar.numbers import AMOUNT, DAY, DECADE, ORDINAL, VAGUE, YEAR
from onrecord.extract.times.matching.patterns import WordClass
from onrecord.extract.times.matching.tokens import cut_words
from onrecord.text.spans import Span


def longest(word_class: WordClass, text: str) -> tuple[str, object] | None:
    words = cut_words(text, Span(0, len(text)))
    first = words.lower[0]
    if not ({first, "0"} if first.isdecimal() else {first}) & word_class.first:
        return None
    found = max(word_class.find_matches(words, 0), key=lambda match: match.end, default=None)
    return (text[: words.ends[found.end - 1]], found.value) if found else None


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("5 days", "5", 5),
        ("1,500 days", "1,500", 1500),
        ("1,50 days", "1", 1),
        ("2.5 days", "2.5", 2.5),
        ("5 1/2 hours", "5 1/2", 5.5),
        ("5-1/2 hours", "5-1/2", 5.5),
        ("2½ years", "2½", 2.5),
        ("twenty-five years", "twenty-five", 25),
        ("twenty five years", "twenty five", 25),
        ("two and a half years", "two and a half", 2.5),
        ("two-and-a-half years", "two-and-a-half", 2.5),
        ("two hundred and ten years", "two hundred and ten", 210),
        ("two thousand years", "two thousand", 2000),
        ("a hundred years", "a hundred", 100),
        ("a year", "a", 1),
        ("another year", "another", 1),
        ("a couple of years", "a couple of", 2),
        ("couple of years", "couple of", 2),
        ("a dozen years", "a dozen", 12),
        ("half a century", "half a", 0.5),
        ("a half hour", "a half", 0.5),
        ("several years", "several", VAGUE),
        ("a few years", "a few", VAGUE),
        ("a number of years", "a number of", VAGUE),
        ("two to six days", "two to six", VAGUE),
        ("12-18 months", "12-18", VAGUE),
        ("six to two days", "six", 6),
        ("one hundred hundred", "one hundred", 100),
    ],
)
def test_amount(text: str, words: str, value: float) -> None:
    assert longest(AMOUNT, text) == (words, value)


@pytest.mark.parametrize("text", ["9" * 30, "a number two", "the year"])
def test_no_amount(text: str) -> None:
    found = longest(AMOUNT, text)
    assert found is None or found[0] == "a"


@pytest.mark.parametrize(
    ("text", "value"),
    [("third", 3), ("21st", 21), ("twenty-first", 21), ("twentieth", 20), ("thirty-first", 31), ("3", None)],
)
def test_ordinal(text: str, value: int | None) -> None:
    assert longest(ORDINAL, text) == ((text, value) if value else None)


def test_day_of_a_month() -> None:
    assert longest(DAY, "31") == ("31", 31)
    assert longest(DAY, "third") == ("third", 3)
    assert longest(DAY, "32") is longest(DAY, "0") is longest(DAY, "32nd") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1998", 1998),
        ("nineteen ninety-one", 1991),
        ("nineteen eighty four", 1984),
        ("two thousand", 2000),
        ("two thousand and eight", 2008),
        ("twenty sixteen", 2016),
        ("'98", 1998),
        ("’16", 2016),
        ("998", None),
        ("1998s", None),
        ("nineteen days", None),
        ("'9", None),
    ],
)
def test_year(text: str, value: int | None) -> None:
    assert longest(YEAR, text) == ((text, value) if value else None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1990s", "199"), ("'80s", "198"), ("1990's", "199"), ("nineties", "199"), ("1995s", None), ("1990", None)],
)
def test_decade(text: str, value: str | None) -> None:
    assert longest(DECADE, text) == ((text, value) if value else None)
