"""What may be shown of words that come from outside."""

from __future__ import annotations

import pytest

from onrecord.text.display import harmless, visible


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain", "plain"),
        ("a\n\tb", "a\n\tb"),
        ("\x1b]0;x\x07", "␛]0;x␇"),
        ("\x7f\x9b\u202e\u2066\u200f\ud800", "\ufffd" * 6),
        ("é🙂e\u0301", "é🙂e\u0301"),
    ],
)
def test_visible_replaces_one_for_one(words: str, shown: str) -> None:
    assert visible(words) == shown
    assert len(visible(words)) == len(words)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@sum", "'@sum"),
        ("＝1+1", "'＝1+1"),
        (" -2 per cent", "'-2 per cent"),
        ("\t+1", "'+1"),
        ("a\r\nb", "a b"),
        ("\x1b[31m", "␛[31m"),
        ("2 - 1", "2 - 1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    assert harmless(cell) == shown
