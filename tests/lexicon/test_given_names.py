"""Given names and their genders."""

from __future__ import annotations

import pytest

from onrecord import lexicon
from onrecord.lexicon.given_names import TABLES, given_names


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("keir", "masculine"),
        ("yvette", "feminine"),
        ("volodymyr", "masculine"),
        ("giorgia", "feminine"),
        ("narendra", "masculine"),
        ("ursula", "feminine"),
        ("radoslaw", "masculine"),
        ("kaja", "feminine"),
    ],
)
def test_names_of_people_in_the_news(name: str, gender: str) -> None:
    assert given_names()[name] == gender


@pytest.mark.parametrize("name", ["pat", "taylor", "kim", "jordan", "china", "judge", "court", "monday"])
def test_a_name_of_both_genders_and_a_word_of_another_kind_are_left_out(name: str) -> None:
    assert name not in given_names()


def test_the_tables_are_sorted_and_share_no_name() -> None:
    masculine, feminine = (path.read_text(encoding="utf-8").splitlines() for path in TABLES.values())
    assert masculine == sorted(set(masculine))
    assert feminine == sorted(set(feminine))
    assert not set(masculine) & set(feminine)
    assert all(name.isalpha() and name == name.lower() for name in masculine + feminine)


def test_the_tables_and_the_entries_share_no_name() -> None:
    tables = {name for path in TABLES.values() for name in path.read_text(encoding="utf-8").split()}
    assert not tables & lexicon.words("masculine-name", "feminine-name")
