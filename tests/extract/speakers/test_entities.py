"""Names that are names of one entity, and names that are not."""

from __future__ import annotations

import pytest

from onrecord.extract.speakers.entities import draft_named_entities
from tests.extract.marking import with_mentions


def names_of(marked: str) -> list[tuple[str | None, int]]:
    """The name of each entity, and how many mentions it has."""
    text, _, mentions = with_mentions(marked)
    return [(draft.name, len(draft.mentions)) for draft in draft_named_entities(text, mentions)]


@pytest.mark.parametrize(
    ("marked", "entities"),
    [
        ("{person Piotr Tamm} left. Mr {person Tamm} was tired.", [("Piotr Tamm", 2)]),
        ("{person Tamm} left. {person Piotr Tamm} was tired.", [("Piotr Tamm", 2)]),
        ("{person Piotr Tamm} and {person Anna Tamm} left.", [("Piotr Tamm", 1), ("Anna Tamm", 1)]),
        (
            "{person Piotr Tamm} met {person Anna Tamm}. Mrs. {person Tamm} left. Mr. {person Tamm} stayed.",
            [("Piotr Tamm", 2), ("Anna Tamm", 2)],
        ),
        (
            "{person Piotr Tamm} spoke. {person Piotr Tamm} left with {person Anna Tamm}. {person Tamm} was tired.",
            [("Piotr Tamm", 3), ("Anna Tamm", 1)],
        ),
        ("{person Piotr Tamm} left. {person Piotr} was tired.", [("Piotr Tamm", 2)]),
        ("{person P. Tamm} left. {person Piotr Tamm} was tired.", [("Piotr Tamm", 2)]),
        ("{person Crafty Ada Lund} is a name that {person Ada Lund} hates.", [("Ada Lund", 2)]),
        ("{person Ada Lund} and {person Ada M. Lund} are one.", [("Ada M. Lund", 2)]),
        ("the {organisation Harbour Board} met. The {organisation Board} voted.", [("Harbour Board", 2)]),
        (
            "the {organisation Northern Harbour Authority} ({organisation NHA}) said. {organisation NHA} left.",
            [("Northern Harbour Authority", 3)],
        ),
        ("{organisation Westmere Post} wrote. {organisation Eastmere Post} too. The {organisation Post} is old.",
         [("Westmere Post", 1), ("Eastmere Post", 1), ("Post", 1)]),
        ("{place U.S.} and {place United States}", [("United States", 2)]),
        ("The {organisation Federal Trade Bureau} met. The {person FTB} left.", [("Federal Trade Bureau", 2)]),
        ("{person Zorvan Pell} quit. “Enough,” {person Pell} said.", [("Zorvan Pell", 2)]),
        ("{place New Mexico} and {place Mexico}", [("New Mexico", 1), ("Mexico", 1)]),
    ],
)  # fmt: skip
def test_which_names_are_one(marked: str, entities: list[tuple[str, int]]) -> None:
    assert names_of(marked) == entities


def test_a_title_makes_a_person_of_a_name_that_the_tags_took_for_a_place() -> None:
    text, _, mentions = with_mentions("{person Ada Lund} spoke. Ms {place Lund} left.")
    (draft,) = draft_named_entities(text, mentions)
    assert (draft.kind, draft.gender) == ("person", "feminine")


def test_roles_are_gathered_as_printed() -> None:
    text, _, mentions = with_mentions("Mayor {person Ada Lund} spoke. {person Lund}, a former judge, left.")
    (draft,) = draft_named_entities(text, mentions)
    assert draft.roles == ["Mayor", "former judge"]
