"""Words of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.words import find_words


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in find_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ms Varga said so.", ["Ms", "Varga", "said", "so", "."]),
        ("“Don’t,” he said", ["“", "Don", "’", "t", ",", "”", "he", "said"]),
        ("un-elected 5.5%", ["un", "-", "elected", "5", ".", "5", "%"]),
        ("Café Łódź naïveté", ["Café", "Łódź", "naïveté"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("  two\n\n\tlines ", ["two", "lines"]),
        ("a\xa0b\u2028c\u3000d", ["a", "b", "c", "d"]),
        ("北京 said", ["北", "京", "said"]),
        ("한국어 カタカナ", ["한국어", "カタカナ"]),
        ("👍 fine", ["👍", "fine"]),
        ("€100 $100", ["€100", "$", "100"]),
        ("soft\xadhyphen zero\u200bwidth", ["soft\xadhyphen", "zero\u200bwidth"]),
        ("\u200bword\u200b\ufeff .", ["word", "."]),
        ("a\x00b\x07 \x1f", ["a\x00b"]),
        ("a\ud800b \udfff", ["a\ud800b"]),
        ("\u0301a .\u0301 \u0301", ["a", ".\u0301"]),
        ("x ≠ y", ["x", "≠", "y"]),
        ("[SEP] [MASK]", ["[", "SEP", "]", "[", "MASK", "]"]),
        ("", []),
        (" \n\u200b ", []),
    ],
)
def test_words_are_cut_from_the_text_as_printed(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


@given(st.text(alphabet="aB’“”. \n1éÅ\u0301\u200b\xad北👍🏽\ufffd\0", max_size=60) | st.text(max_size=40))
def test_any_text_gives_words_in_order_that_do_not_overlap(text: str) -> None:
    end = 0
    for word in find_words(text):
        assert end <= word.start < word.end <= len(text)
        assert not text[word.start].isspace()
        assert not text[word.end - 1].isspace()
        end = word.end


def test_a_long_run_of_one_kind_of_character_takes_one_pass() -> None:
    for run in ("a", "é", "\u0301", "a\u0301", "\u200b", "a\u200b", "."):
        assert sum(len(word) for word in words_of(run * 100_000)) <= len(run) * 100_000
