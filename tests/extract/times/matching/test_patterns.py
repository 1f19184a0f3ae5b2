"""Patterns and the tree that they are laid into."""

from __future__ import annotations

from contextlib import ExitStack
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.times.grammar import clock, days, expressions, lengths, periods
from onrecord.extract.times.grammar.expressions import EXPRESSION
from onrecord.extract.times.matching.patterns import Match, Table, WordClass, class_of
from onrecord.extract.times.matching.tokens import cut_words
from onrecord.text.spans import Span

COLOURS = {"COLOUR": class_of({"red": 1, "green": 2})}


def words_of(text: str):
    return cut_words(text, Span(0, len(text)))


def values(place, *given):
    return given


def test_missing_elements_are_none_and_the_longest_match_wins() -> None:
    table = Table([("the? COLOUR boat COLOUR?", values)], COLOURS)
    assert table.longest_match(words_of("the red boat"), 0) == Match(3, (1, None))
    assert table.longest_match(words_of("Red boat green sea"), 0) == Match(3, (1, 2))
    assert table.find_matches(words_of("red boat green"), 0) == [Match(2, (1, None)), Match(3, (1, 2))]
    assert table.longest_match(words_of("the boat"), 0) is None
    assert table.longest_match(words_of(""), 0) is None


def test_of_equal_matches_the_first_row_wins_unless_it_gives_none() -> None:
    rows = [("red|green", lambda place: None), ("COLOUR", lambda place, value: "class"), ("red", lambda place: "word")]
    assert Table(rows, COLOURS).longest_match(words_of("red"), 0) == Match(1, "class")


def test_a_table_may_use_another() -> None:
    boat = Table([("COLOUR boat", values), ("boat", values)], COLOURS)
    table = Table([("two? <boat> sank", values)], {}, {"boat": boat})
    assert table.longest_match(words_of("two red boat sank"), 0) == Match(4, ((1,),))
    assert table.first == {"two", "red", "green", "boat"}


def test_builders_see_the_place() -> None:
    table = Table([("red", lambda place: (place.words.at(place.first - 1), place.words.at(place.end)))], {})
    assert table.longest_match(words_of("one red boat"), 1) == Match(2, ("one", "boat"))


def test_a_class_may_match_in_several_ways() -> None:
    run = WordClass(frozenset({"a"}), lambda words, index: [Match(index + 1, 1), Match(index + 2, 2)])
    table = Table([("RUN b", values)], {"RUN": run})
    assert table.longest_match(words_of("a b"), 0) == Match(2, (1,))
    assert table.longest_match(words_of("a a b"), 0) == Match(3, (2,))


def test_unknown_names_are_a_mistake() -> None:
    with pytest.raises(KeyError):
        Table([("COLOR", values)], COLOURS)
    with pytest.raises(KeyError):
        Table([("<boat>", values)], COLOURS)


def test_two_words_tell_that_nothing_matches() -> None:
    boat = Table([("the COLOUR boat", values), ("the? sea", values)], COLOURS)
    table = Table([("<boat> sank", values), ("the end of <boat>", values)], {}, {"boat": boat})
    assert boat.second == {"the": {"red", "green", "sea"}}
    assert table.second == {"the": {"red", "green", "sea", "end"}}
    assert table.longest_match(words_of("the end of the sea"), 0) == Match(5, ((),))


def test_a_word_that_may_end_a_match_or_that_a_class_reads_on_from_stands_before_anything() -> None:
    assert Table([("red", values), ("red boat", values)], {}).second == {}
    assert Table([("red boat", values), ("COLOUR sea", values), ("two boat", values)], COLOURS).second == {
        "two": {"boat"}
    }


GRAMMAR = [
    table
    for module in (expressions, clock, days, lengths, periods)
    for table in vars(module).values()
    if isinstance(table, Table)
]
VOCABULARY = sorted(
    {word for table in GRAMMAR for first, second in table.second.items() for word in (first, *second)}
    | set("the a Fourth July of end last this May 1990 s 5 ’ , years 10 : 30 night".split())
)


@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8))
def test_looking_at_two_words_first_loses_no_match(printed: list[str]) -> None:
    words = words_of(" ".join(printed).replace("0", "2"))
    fast = [EXPRESSION.find_matches(words, index) for index in range(len(words))]
    with ExitStack() as stack:
        for table in GRAMMAR:
            stack.enter_context(patch.dict(table.second, clear=True))
        assert [EXPRESSION.find_matches(words, index) for index in range(len(words))] == fast
