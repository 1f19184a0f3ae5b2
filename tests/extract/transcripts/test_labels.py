"""Labels at the head of a line."""

from __future__ import annotations

import pytest

from onrecord.extract.transcripts.labels import Label, find_lines, is_turn, read_label, read_line_label
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.spans import Span
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


def read(text: str) -> Label | None:
    return read_label(text, Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "name", "source", "body"),
    [
        ("Q: Will it hold?", "Q", "Q", "Will it hold?"),
        ("Ilse Varga, Chief Engineer: It will.", "Ilse Varga", "Ilse Varga, Chief Engineer", "It will."),
        ("Ilse Varga -- Chief Engineer: It will.", "Ilse Varga", "Ilse Varga -- Chief Engineer", "It will."),
        ("VARGA (on camera): It will.", "VARGA", "VARGA", "It will."),
        ("Mr. McVARGA (during the reading): I ask.", "Mr. McVARGA", "Mr. McVARGA", "I ask."),
        ("[00:12:03] Varga: It will.", "Varga", "Varga", "It will."),
        ("**Ilse Varga:** It will.", "Ilse Varga", "Ilse Varga", "It will."),
        ("**Ilse Varga**: It will.", "Ilse Varga", "Ilse Varga", "It will."),
        ("*Q: Will it hold?*", "Q", "Q", "Will it hold?*"),
        (">> VARGA: It will.", "VARGA", "VARGA", "It will."),
        ("Trade minister Ilse Varga: It will.", "Trade minister Ilse Varga", "Trade minister Ilse Varga", "It will."),
        ("Speaker 2: It will.", "Speaker 2", "Speaker 2", "It will."),
        ("Q Will it hold?", "Q", "Q", "Will it hold?"),
        ("A. It will.", "A", "A", "It will."),
        ("Q — Will it hold?", "Q", "Q", "Will it hold?"),
    ],
)
def test_a_label_has_a_name_and_a_body(text: str, name: str, source: str, body: str) -> None:
    label = read(text)
    assert label is not None
    assert label.source is not None
    assert (label.name, text[slice(*label.source)], text[label.body :]) == (name, source, body)


@pytest.mark.parametrize(
    "text",
    [
        "And my second question is: Will it hold?",
        "On your last question: It will.",
        "It opens at 10:30 on Friday.",
        "CORRECTION: It will hold.",
        "Photo: The dam",
        "He said. Then she asked: Will it?",
        "https://dam.example",
        "A man waved.",
        "12: It will.",
        "",
    ],
)
def test_headings_and_sentences_have_no_label(text: str) -> None:
    assert read(text) is None


def test_arrows_and_questions_in_emphasis_begin_turns_without_a_name() -> None:
    arrows, emphasis = read(">> It will."), read("*Will it hold?*")
    assert arrows is not None
    assert emphasis is not None
    assert (arrows.form, arrows.cue, arrows.source, arrows.body) == ("arrows", Span(0, 2), None, 3)
    assert (emphasis.form, emphasis.cue, emphasis.source, emphasis.asks) == ("emphasis", None, None, True)
    assert read("*Will it hold?* he asked.") is None
    assert read("*It will hold.*") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ilse Varga", "Ilse Varga"),
        ("**Ilse Varga**", "Ilse Varga"),
        ("Ilse Varga - Chief Engineer", "Ilse Varga"),
        ("Operator", "Operator"),
        ("Ilse Varga 00:12:03", "Ilse Varga"),
        ("It will hold.", None),
        ("Why it will hold", None),
        ("", None),
    ],
)
def test_a_line_may_be_nothing_but_a_label(text: str, name: str | None) -> None:
    label = read_line_label(text, Span(0, len(text)))
    assert (label and label.name) == name


@pytest.mark.parametrize(
    ("name", "is_role", "is_titled", "key"),
    [
        ("Q", True, False, "q"),
        ("The Chair", True, False, "the chair"),
        ("PRIME MINISTER", True, False, "prime minister"),
        ("SENIOR OFFICIAL TWO", True, False, "senior official two"),
        ("Speaker 2", True, False, "speaker 2"),
        ("Mr. Baker", False, True, "baker"),
        ("PRESIDENT VARGA", False, True, "varga"),
        ("Ilse Varga", False, False, "ilse varga"),
    ],
)
def test_roles_are_told_from_names(name: str, is_role: bool, is_titled: bool, key: str) -> None:
    label = read(f"{name}: It will.")
    assert label is not None
    assert (label.is_role, label.is_titled, label.key) == (is_role, is_titled, key)


def test_paragraphs_are_cut_where_a_line_begins_with_a_label() -> None:
    text = "VARGA: It will hold,\nas it always has.\nTAMM: Will it?\n\nThey left."
    paragraphs = [Span(0, text.index("\n\n")), Span(text.index("They"), len(text))]
    lines = [text[slice(*line)] for line in find_lines(text, paragraphs)]
    assert lines == ["VARGA: It will hold,\nas it always has.", "TAMM: Will it?", "They left."]
    assert [text[slice(*line)] for line in find_lines(text, find_paragraphs("VARGA: a."))] == ["VARGA: It"]
