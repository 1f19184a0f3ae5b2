"""The words of a query, and ranges of days."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ConfigurationError, QueryError
from onrecord.store.base.query import AllOf, AnyOf, DateRange, Node, Phrase, Query, find_matches, parse_words
from onrecord.store.base.words import find_words, split_words


def words(*each: str, prefix: bool = False) -> Phrase:
    return Phrase(each, prefix)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", None),
        ("  ", None),
        ("Grain", words("grain")),
        ("grain ships", AllOf((words("grain"), words("ships")))),
        ("grain AND ships", AllOf((words("grain"), words("ships")))),
        ('"grain ships"', words("grain", "ships")),
        ("“grain ships”", words("grain", "ships")),
        ("sanction*", words("sanction", prefix=True)),
        ('"grain ship*"', words("grain", "ship", prefix=True)),
        ("grain OR wheat", AnyOf((words("grain"), words("wheat")))),
        ("grain -wheat", AllOf((words("grain"),), (words("wheat"),))),
        ("grain NOT wheat", AllOf((words("grain"),), (words("wheat"),))),
        ("2010 - 2015", AllOf((words("2010"), words("2015")))),
        ("2010 – 2015 -", AllOf((words("2010"), words("2015")))),
        ("grain NOT - wheat", AllOf((words("grain"),), (words("wheat"),))),
        (
            'grain -"winter wheat" -(oats OR rye)',
            AllOf((words("grain"),), (words("winter", "wheat"), AnyOf((words("oats"), words("rye"))))),
        ),
        ("-wheat grain", AllOf((words("grain"),), (words("wheat"),))),
        ("(grain OR wheat) ships", AllOf((AnyOf((words("grain"), words("wheat"))), words("ships")))),
        ("a b OR c", AnyOf((AllOf((words("a"), words("b"))), words("c")))),
        ("well-known", words("well", "known")),
        ("don't", words("don", "t")),
        ("cafe\u0301s nai\u0308ve", AllOf((words("cafes"), words("naive")))),
        ("Zürich Ägäis", AllOf((words("zurich"), words("agais")))),
        ("or and not", AllOf((words("or"), words("and"), words("not")))),
        ("speaker:x", words("speaker", "x")),
    ],
)
def test_queries_are_read(query: str, tree: Node | None) -> None:
    assert parse_words(query) == tree


@pytest.mark.parametrize(
    ("query", "position", "said"),
    [
        ('grain "ships', 6, "not closed"),
        ("(grain", 0, "not closed"),
        ("grain)", 5, "never opened"),
        ("-wheat", 0, "only says what to leave out"),
        ("grain OR -wheat", 9, "only says what to leave out"),
        ("grain OR", 8, "a word is missing"),
        ("OR grain", 0, "a word is missing"),
        ("()", 1, "a word is missing"),
        ("- –", 3, "a word is missing"),
        ("grain NOT", 9, "a word is missing"),
        ("!!!", 0, "no letter or digit"),
        ('"…"', 0, "no letter or digit"),
        ("*", 0, "no letter or digit"),
        ("(" * 100 + "a" + ")" * 100, None, "too deep"),
        ("a " * 300, None, "too long"),
    ],
)
def test_what_does_not_parse_is_said_with_its_place(query: str, position: int | None, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_words(query)
    assert said in str(caught.value)
    assert position is None or caught.value.position == position


@given(st.text(st.sampled_from('ab "()*-“”ORNT')))
def test_a_query_parses_or_is_refused(query: str) -> None:
    try:
        parse_words(query)
    except QueryError as error:
        assert 0 <= error.position <= len(query)


@given(st.text())
def test_words_are_letters_and_digits_of_the_text(text: str) -> None:
    found = list(find_words(text))
    assert [word for word, _, _ in found] == split_words(text)
    for word, start, end in found:
        assert text[start].isalnum() and not any(sign.isspace() or sign == "_" for sign in text[start:end])
        assert word and " " not in word and "'" not in word and "\0" not in word


@given(st.text(st.characters(max_codepoint=127)) | st.just("x" * 70 + " y"))
def test_plain_text_has_the_same_words_by_the_fast_way(text: str) -> None:
    assert split_words(text) == [word for word, _, _ in find_words(text)]


@given(st.text(st.sampled_from("aáåñöÉ e-_’1\u00ad")))
def test_accents_by_themselves_change_no_word(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert split_words(apart) == split_words(text) == split_words(text.replace("\u00ad", ""))
    assert [apart[start:end] for _, start, end in find_words(apart)] == [
        unicodedata.normalize("NFD", text[start:end]) for _, start, end in find_words(text)
    ]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("dam", ["dam", "Dam"]),
        ('"the dam"', ["The dam"]),
        ("hol*", ["hold", "holds"]),
        ("dam -hold", ["dam", "Dam"]),
        ("(spring OR dam)", ["dam", "Dam"]),
        ("nowhere", []),
    ],
)
def test_matches_are_marked(query: str, marked: list[str]) -> None:
    text = "The dam will hold. A Dam holds."
    assert [text[start:end] for start, end in find_matches(parse_words(query), text, [(0, len(text))])] == marked


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2031-01-05..2031-02-01", "2031-01-05", "2031-02-01"),
        ("2031-01-05..2031-02", "2031-01-05", "2031-02-28"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("2031-12..", "2031-12-01", None),
        ("..2031-12", None, "2031-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2031-03-09", "2031-03-09", "2031-03-09"),
    ],
)
def test_ranges_are_read(written: str, start: str | None, end: str | None) -> None:
    assert DateRange.parse(written) == DateRange(start, end)


@pytest.mark.parametrize(
    "written", ["", "..", "soon", "2031-13", "2031-02-30", "2031-03..2031-02", "2031..x", "31-1-1"]
)
def test_what_is_no_range_is_refused(written: str) -> None:
    with pytest.raises(ConfigurationError):
        DateRange.parse(written)


@pytest.mark.parametrize("start", ["2031", "20310309", "2031-3-9"])
def test_the_ends_of_a_range_are_whole_days(start: str) -> None:
    with pytest.raises(ConfigurationError):
        DateRange(start)


def test_a_query_is_checked_when_it_is_made() -> None:
    assert Query(speaker="Ada Lund").speaker == ("Ada Lund",)
    with pytest.raises(ConfigurationError):
        Query(confidence=1.5)
    with pytest.raises(QueryError):
        Query(role='"mayor')
