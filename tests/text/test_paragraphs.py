"""Where paragraphs begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.text.paragraphs import find_paragraphs

WRAPPED = (
    "The town council of Westmere voted on Tuesday to keep the old ferry\n"
    "running for one more winter, after residents of the far bank had said\n"
    "that the new bridge would not be safe before the spring.\n"
)


def paragraphs_of(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n\xa0", []),
        ("One line", ["One line"]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("\n\n  One.  \n \t \n\tTwo.\n", ["One.", "Two."]),
        ("One.\n\xa0\nTwo.", ["One.", "Two."]),
        ("A headline without a stop\nThe first sentence.", ["A headline without a stop", "The first sentence."]),
    ],
)
def test_lines_and_blank_lines_part_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs_of(text) == expected


def test_lines_broken_in_mid_sentence_are_one_paragraph() -> None:
    assert paragraphs_of(WRAPPED + "\n" + WRAPPED) == [WRAPPED.strip(), WRAPPED.strip()]


def test_a_line_of_white_space_parts_hard_wrapped_paragraphs() -> None:
    assert paragraphs_of(WRAPPED + "   \n" + WRAPPED) == [WRAPPED.strip(), WRAPPED.strip()]


def test_a_few_short_lines_do_not_stop_a_text_from_being_hard_wrapped() -> None:
    text = "Ferry to run on\n\n" + WRAPPED + "\n" + WRAPPED + "\nBy Ada Quist"
    assert paragraphs_of(text) == ["Ferry to run on", WRAPPED.strip(), WRAPPED.strip(), "By Ada Quist"]


def test_long_lines_that_end_in_a_stop_are_paragraphs_of_their_own() -> None:
    line = "The ferry will run for one more winter, the council of Westmere said."
    assert paragraphs_of("\n".join([line] * 4)) == [line] * 4


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.sampled_from("ab. \n\n\t\xa0\u2028\x0b”"), max_size=300) | st.text(max_size=60))
def test_paragraphs_hold_every_word_once(text: str) -> None:
    found = find_paragraphs(text)
    covered = [place for span in found for place in range(*span)]
    assert covered == sorted(set(covered))
    assert {i for i, character in enumerate(text) if not character.isspace()} <= set(covered)
    for span in found:
        words = text[span.start : span.end]
        assert words
        assert words == words.strip()
        assert "\n\n" not in words
