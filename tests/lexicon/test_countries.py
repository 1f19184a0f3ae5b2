"""Countries and nationalities."""

from __future__ import annotations

import pytest
from rigour.territories import get_territories

from onrecord import lexicon
from onrecord.lexicon.countries import country_names, nationalities


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("u.s.", "united states"),
        ("america", "united states"),
        ("britain", "united kingdom"),
        ("france", "france"),
        ("türkiye", "turkey"),
        ("bosnia", "bosnia and herzegovina"),
        ("holy see", "vatican"),
        ("burma", "myanmar"),
        ("congo", "democratic republic of the congo"),
        ("scotland", "scotland"),
        ("gaza", "gaza"),
    ],
)
def test_names_of_one_country_are_one(name: str, country: str) -> None:
    assert country_names()[name] == country


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kosovo", "XKX"),
        ("türkiye", "TUR"),
        ("vatican", "VAT"),
        ("palestine", "PSE"),
        ("taiwan", "TWN"),
        ("u.n.", "UNO"),
    ],
)
def test_a_country_has_its_code(name: str, code: str) -> None:
    assert lexicon.values("country")[name] == code


def test_every_code_has_three_capitals() -> None:
    codes = {*lexicon.values("country").values(), *lexicon.values("region").values()}
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in codes)


def test_an_adjective_or_region_has_the_code_of_a_country() -> None:
    codes = {*lexicon.values("nationality").values(), *lexicon.values("region").values()} - {""}
    assert codes <= set(lexicon.values("country").values())


def test_every_territory_of_iso_3166_is_there() -> None:
    current = {
        territory.alpha3.upper()
        for territory in get_territories()
        if territory.alpha3 and territory.is_country and not territory.is_historical
    }
    assert current <= set(lexicon.values("country").values())


def test_nationalities() -> None:
    assert {"american", "french", "ukrainian", "south korean", "saudi"} <= nationalities()
    assert {"kosovan", "bosnian", "kazakh", "uzbek", "turkish"} <= nationalities()
    assert "republican" not in nationalities()
