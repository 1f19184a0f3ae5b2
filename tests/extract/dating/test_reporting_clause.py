"""Where a clause ends, and with it the words that can say when something was said."""

from __future__ import annotations

import pytest

from onrecord.extract.dating.reporting_clause import cut_at_next_clause
from onrecord.text.document import Document


def kept(text: str, cue: str | None = None) -> str:
    """The words of a text before another clause begins; one of its words may be the cue of another statement."""
    words = Document.from_text(text)
    cues = [(words.lower.index(cue), words.lower.index(cue) + 1)] if cue else []
    return " ".join(words.lower[word] for word in cut_at_next_clause(words, range(len(words.lower)), cues))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reporters in Lund on Monday", "reporters in lund on monday"),
        ("reporters who came on Monday", "reporters"),
        ("reporters in Lund : on Monday", "reporters in lund"),
        ("reporters , winning on Monday", "reporters ,"),
        ("reporters , speaking on Monday", "reporters , speaking on monday"),
        ("reporters winning on Monday", "reporters winning on monday"),
        ("reporters and sailed on Monday", "reporters and"),
        ("reporters and met on Monday", "reporters and"),
        ("reporters and she on Monday", "reporters and"),
        ("reporters and others on Monday", "reporters and others on monday"),
    ],
)
def test_another_clause_ends_it(text: str, expected: str) -> None:
    assert kept(text) == expected


def test_the_cue_of_another_statement_ends_it() -> None:
    assert kept("the board asks about Monday") == "the board asks about monday"
    assert kept("the board asks about Monday", cue="asks") == "the board"
