"""Modes: by words for the deed, and by words of means or objects beside them."""

from __future__ import annotations

import pytest

from onrecord.extract.events.modes import find_mode
from onrecord.record.layers.events import EventType
from onrecord.text.document import Document


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "expected"),
    [
        ("Holm's army shelled the harbour.", "ASSAULT", "shelled", "heavy-weapons"),
        ("Rebels attacked the post with rockets.", "ASSAULT", "attacked", "heavy-weapons"),
        ("Airstrikes by drones hit Westmere.", "ASSAULT", "Airstrikes", "drone"),
        ("A suicide bombing shook the town.", "ASSAULT", "bombing", "suicide-attack"),
        ("Rebels attacked the post.", "ASSAULT", "attacked", None),
        ("Police detained Ada Lund.", "COERCE", "detained", "arrest"),
        ("Dockers went on hunger strike.", "PROTEST", "strike", "hunger"),
        ("Dockers marched through Holm.", "PROTEST", "marched", "demo"),
        ("Norway expelled two diplomats.", "SANCTION", "expelled", "expel"),
        ("Ada Lund urged Holm to free the pilots.", "REQUEST", "urged", "yield"),
        ("Ada Lund asked Norway for aid.", "REQUEST", "asked", "assist"),
        ("Holm refused to meet the envoy.", "REJECT", "refused", "meet"),
        ("Holm threatened to attack the port.", "THREATEN", "threatened", "violence"),
        ("The rebels freed nine pilots.", "RETREAT", "freed", "release"),
        ("The two ministers spoke by phone.", "CONSULT", "spoke", "phone"),
        ("Norway sent grain.", "AID", "sent", None),
    ],
)
def test_words_show_the_mode(text: str, kind: EventType, trigger: str, expected: str | None) -> None:
    document = Document.from_text(text)
    word = document.printed.index(trigger)
    assert find_mode(document, kind, [(word, word + 1)]) == expected


def test_a_means_in_another_sentence_or_far_away_shows_nothing() -> None:
    document = Document.from_text("Rebels attacked the post. Rockets were found later.")
    assert find_mode(document, "ASSAULT", [(1, 2)]) is None


def test_the_first_word_that_shows_a_mode_counts() -> None:
    document = Document.from_text("The attack on Holm, a shelling, lasted.")
    triggers = [(document.printed.index("attack"), 2), (document.printed.index("shelling"), 7)]
    assert find_mode(document, "ASSAULT", triggers) == "heavy-weapons"


def test_a_means_right_before_another_deed_is_that_deeds() -> None:
    document = Document.from_text("After strikes on Holm and a drone attack there, Norway spoke.")
    strikes, attack = (document.printed.index(word) for word in ("strikes", "attack"))
    assert find_mode(document, "ASSAULT", [(strikes, strikes + 1)]) == "drone"
    assert find_mode(document, "ASSAULT", [(strikes, strikes + 1)], {attack}) is None
    assert find_mode(document, "ASSAULT", [(attack, attack + 1)], {strikes}) == "drone"
