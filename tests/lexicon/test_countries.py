"""Countries and nationalities."""

from __future__ import annotations

import pytest

from onrecord.lexicon.countries import country_names, nationalities


@pytest.mark.parametrize(
    ("name", "country"),
    [("u.s.", "united states"), ("america", "united states"), ("britain", "united kingdom"), ("france", "france")],
)
def test_names_of_one_country_are_one(name: str, country: str) -> None:
    assert country_names()[name] == country


def test_nationalities() -> None:
    assert {"american", "french", "ukrainian", "south korean", "saudi"} <= nationalities()
    assert "republican" not in nationalities()
