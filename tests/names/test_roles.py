"""Roles as printed around a name."""

from __future__ import annotations

import pytest

from onrecord.names.roles import find_roles, role_noun
from onrecord.text.spans import Span


def roles_around(text: str, name: str, titled: str | None = None) -> list[str]:
    start, titled_start = text.index(name), text.index(titled or name)
    return find_roles(text, Span(start, start + len(name)), Span(titled_start, start + len(name)))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("The Harbour Office spokesman Ada Lund said no.", ["Harbour Office spokesman"]),
        ("Foreign Minister Ada Lund said no.", ["Foreign Minister"]),
        ("Ada Lund, the foreign minister, said no.", ["foreign minister"]),
        ("Ada Lund, president of the dockers' union, said no.", ["president of the dockers' union"]),
        ("Ada Lund (D-Westmere), a lawyer, said no.", ["lawyer"]),
        ("Ada Lund, who leads the talks, said no.", ["who leads the talks"]),
        ("The opposition nominee, Ada Lund, said no.", ["opposition nominee"]),
        ("Ada Lund, in a white coat, said no.", []),
        ("Then Ada Lund said no.", []),
        ("LONDON - Prime Minister Ada Lund said no.", ["Prime Minister"]),
        ("On Friday, Ada Lund said no.", []),
        ("She met the envoy. Ada Lund said no.", []),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    assert roles_around(text, "Ada Lund") == roles


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("the Westmere senator", "senator"),
        ("president of the dockers' union", "president"),
        ("his longtime campaign manager", "manager"),
        ("the bridge", None),
        ("", None),
    ],
)
def test_the_noun_of_a_role(words: str, noun: str | None) -> None:
    assert role_noun(words) == noun
