"""Heads of sources: whose name decides."""

from __future__ import annotations

import pytest

from onrecord.extract.speakers.source_heads import find_head
from tests.extract.marking import with_mentions


@pytest.mark.parametrize(
    ("source", "form", "named"),
    [
        ("{person Ada Lund}", "name", ["Ada Lund"]),
        ("Ms {person Lund}", "name", ["Lund"]),
        ("{person Lund}'s", "name", ["Lund"]),
        ("{person Lund} spokesman {person Tomas Reyer}", "name", ["Tomas Reyer"]),
        ("{person Tomas Reyer}, {person Lund}'s campaign manager", "name", ["Tomas Reyer"]),
        ("{person Tomas Reyer}, who runs the {organisation Harbour Board}", "name", ["Tomas Reyer"]),
        ("The opposition nominee, {person Ilse Varga}", "name", ["Ilse Varga"]),
        ("the {organisation Bank of Westmere}", "name", ["Bank of Westmere"]),
        ("{person Lund} and {person Varga}", "names", ["Lund", "Varga"]),
        ("{person Lund}, {person Varga} and {person Tamm}", "names", ["Lund", "Varga", "Tamm"]),
        ("{person Lund} of {place Westmere}", "name", ["Lund"]),
        ("a spokesman for {person Lund}", "description", []),
        ("{person Lund}'s lawyer", "description", []),
        ("two officials", "description", []),
        ("the head of the {organisation Harbour Board}", "description", []),
        ("{he}", "pronoun", []),
        ("who", "relative", []),
        ("his spokesman", "description", []),
        ("that report", "description", []),
        ("“", "none", []),
    ],
)
def test_heads(source: str, form: str, named: list[str]) -> None:
    text, words, mentions = with_mentions(source)
    head = find_head([text[slice(*word)].lower() for word in words], mentions, (0, len(words)))
    assert head.form == form
    assert [text[slice(*mentions[index].span)] for index in head.mentions] == named


def test_only_what_is_in_the_source_counts() -> None:
    text, words, mentions = with_mentions("{person Tamm} met {person Lund} and {person Varga}")
    head = find_head([text[slice(*word)].lower() for word in words], mentions, (2, 3))
    assert [text[slice(*mentions[index].span)] for index in head.mentions] == ["Lund"]
