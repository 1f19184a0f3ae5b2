"""Transcripts in records, with the packaged weights."""

from __future__ import annotations

import pytest

from onrecord import Report, Statement, annotate

BRIEFING = """Briefing by Vera Orenko, the foreign minister

Quayside, 3:12 p.m.

MINISTER ORENKO: Good morning. I will be brief.

The envoy told us on Monday that the strait was open. We do not believe him.

Q Did you speak to him?

MINISTER ORENKO: I did. He said that he was sorry.

END"""


def statements(text: str, title: str | None = None) -> tuple[Statement, ...]:
    return annotate(Report(text, title=title), date="2031-03-12").statements


def test_turns_are_direct_statements_of_their_speakers() -> None:
    turns = [s for s in statements(BRIEFING) if s.within is None]
    assert [(s.speaker.name if s.speaker else None, s.kind, s.made_by) for s in turns] == [
        ("Vera Orenko", "direct", "rule:transcript"),
        (None, "direct", "rule:transcript"),
        ("Vera Orenko", "direct", "rule:transcript"),
    ]
    assert turns[0].content.quote == (
        "Good morning. I will be brief.",
        "The envoy told us on Monday that the strait was open. We do not believe him.",
    )
    assert [(s.source.quote, s.cue.quote) for s in turns[:2]] == [(("MINISTER ORENKO",), (":",)), (("Q",), ())]
    assert turns[0].speaker is not None
    assert turns[2].speaker is not None
    assert turns[0].speaker.entity == turns[2].speaker.entity


def test_statements_in_a_turn_lie_within_it() -> None:
    found = statements(BRIEFING)
    turns = {s.id for s in found if s.within is None}
    nested = {s.source.quote[0]: s for s in found if s.within is not None}
    assert "The envoy" in nested
    assert {s.within for s in nested.values()} <= turns


def test_i_in_a_turn_is_its_speaker() -> None:
    text = "VERA ORENKO: Good day.\n\nTAMM: You left?\n\nVERA ORENKO: I said on Monday that the dam was old."
    nested = [s for s in statements(text) if s.within is not None]
    assert [(s.source.quote, s.speaker and s.speaker.name) for s in nested] == [(("I",), "Vera Orenko")]


def test_he_in_a_turn_is_not_its_speaker() -> None:
    text = (
        "TOR HALVORSEN: Frank Newport edits the journal. You know him.\n\nTAMM: I do. Do you?\n\n"
        "HALVORSEN: He says that the results are clear."
    )
    nested = [s for s in statements(text) if s.source.quote == ("He",)]
    assert [s.speaker and s.speaker.name for s in nested] != ["Tor Halvorsen"]
    assert nested


def test_a_name_may_stand_in_the_title_alone() -> None:
    text = "MS. ORENKO: Good day. You may ask.\n\nQ Did you leave?\n\nMS. ORENKO: I did."
    (turn, *_) = statements(text, "Press Gaggle by Deputy Press Secretary Vera Orenko")
    assert turn.speaker is not None
    assert turn.speaker.name == "Vera Orenko"


@pytest.mark.parametrize(
    "text",
    [
        "The board met on Monday: nobody spoke.\n\nThe dam will hold: it always has.",
        "What we know\n\nWhere: You reach the bay by boat.\n\nWhen: We leave on Friday.\n\nHow: You row.",
    ],
)
def test_articles_with_colons_are_no_transcripts(text: str) -> None:
    assert not [s for s in statements(text) if s.made_by == "rule:transcript"]
