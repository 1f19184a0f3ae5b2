"""Turns of a transcript."""

from __future__ import annotations

import pytest

from onrecord.extract.attribution.transcripts import find_turns, is_turn
from onrecord.text.paragraphs import find_paragraphs
from tests.extract.marking import with_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("⟦MINISTER⟧⟦:⟧ ⟦The dam will hold⟧.", True),
        ("Good evening.\n⟦MS VARGA⟧⟦:⟧ ⟦The dam will hold⟧.", True),
        ("Good evening.\n\n    ⟦MS VARGA⟧⟦:⟧ ⟦The dam will hold⟧.", True),
        ("Good evening.\n**⟦MS VARGA⟧**⟦:⟧ ⟦The dam will hold⟧.", True),
        ("Good evening.\n[⟦MS VARGA⟧]⟦:⟧ ⟦The dam will hold⟧.", True),
        ("⟦MS VARGA⟧⟦:⟧ ⟦The dam will hold⟧. ⟦It has to⟧.", True),
        ("⟦Kremlin⟧⟦:⟧ ⟦Talks will resume⟧", False),
        ("So said ⟦Ms Varga⟧⟦:⟧ ⟦the dam will hold⟧.", False),
        ("Good evening.  ⟦Ms Varga⟧⟦:⟧ ⟦the dam will hold⟧.", False),
        ("The sign (⟦Ms Varga⟧⟦:⟧ ⟦no entry⟧) is old.", False),
        ("⟦Ms Varga⟧ ⟦said⟧ ⟦the dam will hold⟧.", False),
        ("⟦Ms Varga⟧ ⟦said:⟧ ⟦the dam will hold⟧.", False),
    ],
)
def test_transcript_turns(text: str, expected: bool) -> None:
    whole, (source, cue, *content) = with_spans(text)
    assert is_turn(whole, [source], [cue], content) is expected


def test_a_turn_needs_a_label_before_the_colon_and_words_behind_it() -> None:
    whole, (content, cue, source) = with_spans("⟦The dam will hold⟧⟦:⟧ ⟦Ms Varga⟧")
    assert not is_turn(whole, [source], [cue], [content])
    assert not is_turn(whole, [], [cue], [source])
    assert not is_turn(whole, [content], [cue], [])


def turns(text: str) -> list[tuple[str, str]]:
    return [
        (text[slice(*turn.source[0])], text[slice(*turn.content[0])])
        for turn in find_turns(text, find_paragraphs(text))
    ]


def test_labels_in_capitals_are_speakers_where_there_are_several() -> None:
    lines = ["They met.", "[O'NEILL-TAMM]: It will hold.", "MS VARGA: Will it? [Laughs]", "[O'NEILL-TAMM]: Yes."]
    text = "\n\n".join([*lines, "They left."])
    assert turns(text) == [
        ("O'NEILL-TAMM", "It will hold"),
        ("MS VARGA", "Will it? [Laughs]"),
        ("O'NEILL-TAMM", "Yes"),
    ]


def test_a_quoted_transcript_opens_its_turns_with_marks() -> None:
    text = '"VARGA: Will it?\n\n"MINISTER: It will.\n\n"VARGA: Thank you."'
    assert [speaker for speaker, _ in turns(text)] == ["VARGA", "MINISTER", "VARGA"]


@pytest.mark.parametrize(
    "text",
    [
        "MINISTER: It will hold.\n\nMS VARGA: Will it?",
        "CORRECTION: a.\n\nUPDATE: b.\n\nEXCLUSIVE VIDEO: c.\n\nNOTE: d.",
        "WHO: a.\n\nWHERE: b.\n\nWHO: c.",
        "LONDON: a.\n\nPARIS: b.\n\nTOKYO: c.",
        "VARGA: a.\n\nVARGA: b.\n\nTAMM: c.",
        "Minister: a.\n\nVarga: b.\n\nTamm: c.",
        "MINISTER:\n\nVARGA:\n\nTAMM:",
        "",
    ],
)
def test_few_labels_headings_and_ordinary_lines_are_no_turns(text: str) -> None:
    assert turns(text) == []
