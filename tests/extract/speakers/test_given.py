"""Speakers that the layout gives."""

from __future__ import annotations

from onrecord.extract.speakers.entities import draft_named_entities
from onrecord.extract.speakers.found import GivenSpeaker, StatementSpans
from onrecord.extract.speakers.given import add_given_names, choose_given, find_who_speaks, with_given_names
from onrecord.text.document import Document
from onrecord.text.spans import Span
from tests.extract.marking import with_mentions


def choose(marked: str, given: GivenSpeaker) -> tuple[str | None, str, bool]:
    text, _, mentions = with_mentions(marked)
    document = Document.from_text(text)
    named = with_given_names(document, mentions, [given])
    drafts = draft_named_entities(text, named)
    owner = {mention: index for index, draft in enumerate(drafts) for mention in draft.mentions}
    add_given_names(named, drafts, owner, [given])
    found = choose_given(given, named, drafts, owner)
    return found.name, found.status, found.entity is not None


def test_a_name_that_the_tags_miss_becomes_a_mention() -> None:
    assert choose("ORENKO: Yes.", GivenSpeaker("Orenko", "label", (Span(0, 6),))) == ("Orenko", "resolved", True)


def test_the_full_name_goes_to_the_entity_of_the_label() -> None:
    given = GivenSpeaker("Vera Orenko", "label", (Span(0, 6),))
    assert choose("{person ORENKO}: Yes.", given) == ("Vera Orenko", "resolved", True)


def test_an_entity_of_another_name_is_not_taken() -> None:
    given = GivenSpeaker("Vera Orenko", "label", (Span(0, 4),))
    assert choose("{person Tamm}: Yes.", given) == ("Vera Orenko", "resolved", False)


def test_without_a_name_a_speaker_is_unnamed_or_unresolved() -> None:
    assert choose("Q: Why?", GivenSpeaker(None, "label")) == (None, "unnamed", False)
    assert choose("A: So.", GivenSpeaker(None, "label", (), ("Ada Lund", "Ivo Tamm"))) == (None, "unresolved", False)


def test_mentions_in_a_turn_know_who_speaks() -> None:
    text, _, mentions = with_mentions("{person Tamm}: {he} left. {person Varga}: {he} did.")
    given = GivenSpeaker("Tamm", "label", (Span(0, 4),))
    turn = StatementSpans((Span(0, 4),), (Span(6, 14),), given)
    other = StatementSpans((Span(15, 20),), (Span(22, len(text)),))
    assert find_who_speaks(Document.from_text(text), mentions, [turn, other]) == {1: 0}
