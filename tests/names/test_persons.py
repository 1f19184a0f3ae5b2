"""Names of persons: their parts, and which can be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.names.persons import given_letters, may_be_same, parse_name


@pytest.mark.parametrize(
    ("words", "titles", "given", "surname", "plain"),
    [
        ("Ilse Varga", (), ("ilse",), "varga", "Ilse Varga"),
        ("Mr Tamm", ("mr",), (), "tamm", "Tamm"),
        ("Ms. Varga", ("ms",), (), "varga", "Varga"),
        ("Sen. Ilse M. Varga", ("sen",), ("ilse", "m"), "varga", "Ilse M. Varga"),
        ("Col. Piotr Tamm", ("col",), ("piotr",), "tamm", "Piotr Tamm"),
        ("Sheikh Hamad bin Salme", ("sheikh",), ("hamad",), "bin salme", "Hamad bin Salme"),
        ("Dame Nora Okafor", ("dame",), ("nora",), "okafor", "Nora Okafor"),
        ("former President Ada Lund", ("former", "president"), ("ada",), "lund", "Ada Lund"),
        ("Harbour Police Commissioner Ada Lund", ("harbour", "police", "commissioner"), ("ada",), "lund", "Ada Lund"),
        ("Lars van der Meer", (), ("lars",), "van der meer", "Lars van der Meer"),
        ("Ana Ruiz-Salme", (), ("ana",), "ruiz-salme", "Ana Ruiz-Salme"),
        ("Piotr Tamm Jr.", (), ("piotr",), "tamm", "Piotr Tamm Jr."),
        ('Robert C. "Bo" Lund', (), ("robert", "c"), "lund", 'Robert C. "Bo" Lund'),
        ("Séan O’Dowd", (), ("sean",), "o'dowd", "Séan O’Dowd"),
        ("Mr. King", ("mr",), (), "king", "King"),
    ],
)
def test_parts(words: str, titles: tuple[str, ...], given: tuple[str, ...], surname: str, plain: str) -> None:
    name = parse_name(words)
    assert name is not None
    assert (name.titles, name.given, name.surname, name.plain) == (titles, given, surname, plain)


@pytest.mark.parametrize("words", ["President", "", "  ", "“”", "—", "Sen."])
def test_a_title_alone_is_no_name(words: str) -> None:
    assert parse_name(words) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tamm", "Piotr Tamm", True),
        ("Mr Tamm", "Piotr Tamm", True),
        ("Ms Varga", "Ilse Varga", True),
        ("Mrs. Lund", "Peter Lund", False),
        ("Mrs. Lund", "Mr. Lund", False),
        ("Ilse", "Ilse Varga", True),
        ("P. Tamm", "Piotr Tamm", True),
        ("J. Tamm", "Piotr Tamm", False),
        ("Piotr A. Tamm", "Piotr Tamm", True),
        ("Piotr A. Tamm", "Piotr B. Tamm", False),
        ("Anna Tamm", "Piotr Tamm", False),
        ("Ms Tamm", "Keir Tamm", False),
        ("Mr Tamm", "Yvette Tamm", False),
        ("Bill Lund", "William Lund", True),
        ("Piotr Tamm Jr.", "Piotr Tamm", False),
        ("Tamm", "Tammsaar", False),
        ("Salme", "Ana Ruiz-Salme", True),
        ("Meer", "Lars van der Meer", True),
        ("Yuri Kovalenskyy", "Yuri Kovalensky", True),
        ("Yuri Kovalenskiy", "Kovalensky", True),
        ("Zoë Lund", "Zoe Lund", True),
        ("Varga", "Tamm", False),
    ],
)
def test_whether_two_names_can_be_one_person(one: str, other: str, same: bool) -> None:
    first, second = parse_name(one), parse_name(other)
    assert first is not None
    assert second is not None
    assert may_be_same(first, second) is same
    assert may_be_same(second, first) is same


@given(st.text(max_size=40))
def test_no_words_are_too_odd_to_parse(words: str) -> None:
    name = parse_name(words)
    assert name is None or (name.surname and name.plain in words)


FULL_NAMES = st.builds(
    "{} {} {}".format,
    st.sampled_from("Yuri Iuri Jurij Bill William W. Filip Philip Kh. Qasim Kasim Wolodymyr Volodymyr B. Ada".split()),
    st.sampled_from(["", "M.", "Yi", "Ada", "Bill"]),
    st.sampled_from(["Lund", "Lunde", "Salme"]),
)


@given(FULL_NAMES, FULL_NAMES)
def test_full_names_that_may_be_one_persons_share_a_letter(one: str, other: str) -> None:
    first, second = parse_name(one), parse_name(other)
    assert first is not None and second is not None
    if may_be_same(first, second):
        assert given_letters(first) & given_letters(second)
