"""Glosses: the report points at something, and the speaker claims nothing."""

from __future__ import annotations

import pytest

from onrecord.extract.attribution.glosses import is_gloss
from tests.extract.marking import with_spans


def judge(marked: str) -> bool:
    text, (cue, *content) = with_spans(marked)
    return is_gloss(text, [cue], content)


@pytest.mark.parametrize(
    "marked",
    [
        "“It holds,” she said, ⟦referring to⟧ ⟦the deaths on the pier⟧.",
        "Mr Salme, ⟦in an apparent reference to⟧ ⟦the storm⟧, shrugged.",
        "Mr Salme ⟦pointed to⟧ ⟦a visit by the envoy in May⟧.",
        "The board, ⟦citing⟧ ⟦security concerns⟧, left.",
        "She was ⟦referring⟧ ⟦to the pier⟧.",
        "She ⟦did not mention⟧ ⟦the “failed pier”⟧.",
        "The envoy, ⟦echoing⟧ ⟦comments by the mayor such as these⟧, left.",
        "“No,” she said, ⟦alluding to⟧ ⟦what he wrote⟧.",
    ],
)
def test_what_is_pointed_at_is_no_claim(marked: str) -> None:
    assert judge(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "She ⟦said⟧ ⟦the dam holds⟧.",
        "She ⟦pointed out⟧ ⟦the dam holds⟧.",
        "She ⟦mentioned⟧ ⟦that the dam holds⟧.",
        "She ⟦cited⟧ ⟦the dam as the cause⟧.",
        "It is ⟦referred to as⟧ ⟦the old dam⟧.",
        "She ⟦cited⟧ ⟦“a dam that will never hold again”⟧.",
        "She ⟦echoed⟧ ⟦“It holds.”⟧",
        "She ⟦cited⟧ ⟦an official who said the dam holds⟧.",
        "She ⟦said in reference to⟧ ⟦the dam⟧.",
        "She ⟦told, mentioning⟧ ⟦the dam⟧.",
    ],
)
def test_claims_are_none(marked: str) -> None:
    assert not judge(marked)


def test_a_statement_without_content_is_none() -> None:
    assert not judge("She ⟦mentioned⟧ it.")
