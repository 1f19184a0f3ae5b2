"""Quotations signed with a dash."""

from __future__ import annotations

import pytest

from onrecord.extract.attribution.signed_quotations import find_signed
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import find_quotations


def signed(text: str) -> list[tuple[str, str]]:
    paragraphs = find_paragraphs(text)
    return [
        (text[slice(*found.source[0])], text[slice(*found.content[0])])
        for found in find_signed(text, paragraphs, find_quotations(text, paragraphs))
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“The dam will hold.” – Kremlin", "Kremlin", "“The dam will hold.”"),
        ("“The dam will hold.” ― Ilse Varga.", "Ilse Varga", "“The dam will hold.”"),
        ("“The dam will hold.”― Ilse Varga", "Ilse Varga", "“The dam will hold.”"),
        ('"The dam will hold." -- Ilse Varga, Holm', "Ilse Varga, Holm", '"The dam will hold."'),
        ('"The dam will hold." - Ilse Varga-Tamm', "Ilse Varga-Tamm", '"The dam will hold."'),
        ("”The dam will hold.” — Ilse Varga", "Ilse Varga", "”The dam will hold.”"),
        ("“What he calls “hell” is a dam.” — Ilse Varga", "Ilse Varga", "“What he calls “hell” is a dam.”"),
        ("“The dam will hold.”\n— Ilse Varga", "Ilse Varga", "“The dam will hold.”"),
        ("The dam holds! — the dam (@thedam) 9 March 2031", "the dam (@thedam)", "The dam holds!"),
        ("The dam holds! — Ilse Varga (@ivarga)", "Ilse Varga (@ivarga)", "The dam holds!"),
        ("The dam holds! — Ilse Varga (@ivarga) March 9, 2031", "Ilse Varga (@ivarga)", "The dam holds!"),
        ("The dam holds!\n\n— Ilse Varga (@ivarga) March 9, 2031", "Ilse Varga (@ivarga)", "The dam holds!"),
    ],
)
def test_signed_quotations_and_posts(text: str, source: str, content: str) -> None:
    assert signed("They met.\n\n" + text + "\n\nThey left.") == [(source, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The dam will hold — Ilse Varga",
        "“The dam” will hold — Ilse Varga",
        "“The dam will hold” — she hoped",
        "“The dam will hold” — Ilse Varga said so and nobody who had seen it that week could say that she was wrong",
        "“The dam will hold” — Ilse Varga’s “view”",
        "“The dam will hold-up.”",
        "— Ilse Varga",
        "“We have won,” said Ms Varga on Monday. “It is over.” — Reuters",
        "“We have won,” said Ms Varga on Monday. “It is over.” — Piotr Tamm",
        "“Star Trek” beats “Star Wars” — Box Office",
        "“We have won.” — With assistance by Piotr Tamm",
        "“We have won.”\n\n— Reuters",
        "The minister was hit by an egg — photo by Piotr Tamm (@ptamm) for the Meridian",
        "The minister should go — leader Piotr Tamm (@ptamm) told reporters on Monday",
        "The minister should go — photo by Piotr Tamm (@ptamm)",
        "“—”",
        "",
    ],
)
def test_dashes_that_sign_nothing(text: str) -> None:
    assert signed(text) == []


def test_two_signed_posts_share_no_words() -> None:
    assert signed("It is over - Bob Tamm (@bob)\n\n— Jane Varga (@jane)") == [("Bob Tamm (@bob)", "It is over")]
