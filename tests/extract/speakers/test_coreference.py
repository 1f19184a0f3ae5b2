"""Pronouns and descriptions put with entities, the scorer's probabilities given."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extract.speakers.coreference import Resolved, Resolver, is_bare_plural, is_indefinite
from onrecord.extract.speakers.entities import draft_named_entities
from onrecord.model.heads.antecedents import CANDIDATES
from tests.extract.marking import with_mentions


def resolve_last(
    marked: str, likely: dict[str, float], sources: frozenset[int] = frozenset(), quoted: tuple[str, ...] = ()
) -> tuple[Resolved, Resolver]:
    """Resolve a text in which only the last mention is no name; ``likely`` gives its candidates by their words."""
    text, words, mentions = with_mentions(marked)
    last = len(mentions) - 1
    row = np.zeros((1, CANDIDATES + 1), dtype=np.float32)
    row[0, -1] = likely.get("nobody", 0.0)
    quotation = np.full(len(words), -1)
    for index, mention in enumerate(mentions[:-1]):
        name = text[slice(*mention.span)]
        row[0, last - 1 - index] = likely.get(name, 0.0)
        if name in quoted:
            quotation[slice(*mention.words)] = 0
    resolver = Resolver(
        text, mentions, draft_named_entities(text, mentions), row, {last: 0}, quotation.tolist(), sources
    )
    return resolver.resolve()[last], resolver


def name_of(found: Resolved, resolver: Resolver) -> str | None:
    return resolver.drafts[found.entity].name if found.entity is not None else None


def test_the_likeliest_entity_is_taken_all_its_mentions_together() -> None:
    marked = "{person Piotr Tamm} met {person Lars Holm}. {person Tamm} left. {he} was tired."
    found, resolver = resolve_last(marked, {"Piotr Tamm": 0.3, "Lars Holm": 0.4, "Tamm": 0.3})
    assert name_of(found, resolver) == "Piotr Tamm"
    assert found.certainty == pytest.approx(0.6)
    assert [resolver.drafts[i].name for i in found.candidates] == ["Lars Holm"]


def test_gender_rules_out() -> None:
    marked = "{person Piotr Tamm} met {person Ada Lund}. {she} was tired."
    found, resolver = resolve_last(marked, {"Piotr Tamm": 0.9, "Ada Lund": 0.1})
    assert name_of(found, resolver) == "Ada Lund"


def test_kind_rules_out() -> None:
    marked = "{person Piotr Tamm} met the {organisation Harbour Board}. {it} was ready."
    found, resolver = resolve_last(marked, {"Piotr Tamm": 0.9, "Harbour Board": 0.1})
    assert name_of(found, resolver) == "Harbour Board"


def test_it_may_be_nothing() -> None:
    found, _ = resolve_last("The {organisation Harbour Board} met. {it} rained.", {"Harbour Board": 0.2, "nobody": 0.8})
    assert found.entity is None


def test_he_is_always_somebody() -> None:
    found, resolver = resolve_last("{person Piotr Tamm} left. {he} was tired.", {"nobody": 1.0})
    assert name_of(found, resolver) == "Piotr Tamm"


def test_he_who_spoke_last_is_likelier_to_speak_again() -> None:
    marked = "{person Piotr Tamm} told {person Lars Holm} so. {he} added more."
    likely = {"Piotr Tamm": 0.4, "Lars Holm": 0.6}
    without, _ = resolve_last(marked, likely)
    found, resolver = resolve_last(marked, likely, sources=frozenset({0, 2}))
    assert without.entity != found.entity
    assert name_of(found, resolver) == "Piotr Tamm"


def test_he_said_is_seldom_somebody_whom_only_the_quotation_mentions() -> None:
    marked = "{person Piotr Tamm} left. {person Lars Holm} was named. {he} said so."
    likely = {"Piotr Tamm": 0.4, "Lars Holm": 0.6}
    found, resolver = resolve_last(marked, likely, sources=frozenset({2}), quoted=("Lars Holm",))
    assert name_of(found, resolver) == "Piotr Tamm"


def test_a_definite_role_is_its_one_bearers() -> None:
    marked = "Mayor {person Ada Lund} met {person Piotr Tamm}, a judge. {person~ The mayor} left."
    found, resolver = resolve_last(marked, {"Piotr Tamm": 1.0})
    assert (name_of(found, resolver), found.how) == ("Ada Lund", "role: mayor")


@pytest.mark.parametrize(
    ("words", "indefinite", "plural"),
    [
        ("two officials", True, True),
        ("a spokesman", True, False),
        ("the officials", False, False),
        ("skittish voters", False, True),
        ("the mayor", False, False),
        ("their boss", False, False),
    ],
)
def test_who_is_brought_up_anew(words: str, indefinite: bool, plural: bool) -> None:
    assert is_indefinite(words.split()) is indefinite
    assert is_bare_plural(words.split()) is plural
