"""The forms of a word that a search with forms finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.base.query import AnyOf, Phrase, Query
from onrecord.store.base.word_forms import find_forms


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("sanction", {"sanctions", "sanctioned", "sanctioning"}),
        ("sanctions", {"sanction"}),
        ("country", {"countries"}),
        ("countries", {"country"}),
        ("tax", {"taxes", "taxed"}),
        ("taxes", {"tax"}),
        ("agreed", {"agree", "agrees", "agreeing"}),
        ("stopped", {"stop", "stops", "stopping"}),
        ("closing", {"close", "closed", "closes"}),
        ("said", {"say", "says"}),
        ("sell", {"sold"}),
    ],
)
def test_a_word_has_its_forms(word: str, forms: set[str]) -> None:
    found = find_forms(word)
    assert found[0] == word
    assert forms <= set(found)


@pytest.mark.parametrize("word", ["as", "b52", "åland", "2031"])
def test_short_words_numbers_and_other_alphabets_have_none(word: str) -> None:
    assert find_forms(word) == (word,)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_no_word_has_many_forms(word: str) -> None:
    assert len(find_forms(word)) <= 40


def test_only_single_words_get_forms() -> None:
    exact = Query('"grain ship" sanction*', forms=True).content_node
    assert exact == Query('"grain ship" sanction*').content_node
    assert isinstance(Query("ship", forms=True).content_node, AnyOf)
    assert Query("ship").content_node == Phrase(("ship",))
