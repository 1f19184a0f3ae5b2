"""Countries and sectors of entities, from the report's own words."""

from __future__ import annotations

import pytest

from onrecord.extract.speakers.affiliations import find_country, find_sectors


@pytest.mark.parametrize(
    ("phrases", "country"),
    [
        (["Ada Lund", "Norwegian foreign minister"], "NOR"),
        (["US Secretary of State"], "USA"),
        (["the minister told us"], None),
        (["Tehran"], "IRN"),
        (["the Israeli military"], "ISR"),
        (["Mexico’s foreign ministry"], "MEX"),
        (["Harbour Board"], None),
    ],
)
def test_a_country_is_told_by_names_seats_and_adjectives(phrases: list[str], country: str | None) -> None:
    assert find_country(phrases) == country


@pytest.mark.parametrize(
    ("phrases", "sectors"),
    [
        (["foreign minister"], ("GOV",)),
        (["army spokesman"], ("MIL", "GOV")),
        (["harbour"], ()),
        (["", "newspaper editor"], ("JRN",)),
    ],
)
def test_sectors_are_told_by_nouns_of_the_first_phrase_that_has_some(
    phrases: list[str], sectors: tuple[str, ...]
) -> None:
    assert find_sectors(phrases) == sectors
