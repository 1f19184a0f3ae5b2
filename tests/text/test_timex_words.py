"""Tests of days told in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.timex_words import describe_timex


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031-07-03", "2031-07-03"),
        ("2031-07", "2031-07"),
        ("2031", "2031"),
        ("2031-07-03TMO", "2031-07-03, morning"),
        ("2031-07-14TNI", "2031-07-14, night"),
        ("2031-07-03T15:30", "2031-07-03, 15:30"),
        ("2031-07-03TXX:XX", "2031-07-03"),
        ("2031-W07", "week 7 of 2031"),
        ("2031-W28-WE", "weekend of week 28 of 2031"),
        ("2031-SU", "summer of 2031"),
        ("2031-Q3", "quarter 3 of 2031"),
        ("203", "the 2030s"),
        ("XXXX-WXX-2", "a Tuesday, date unknown"),
        ("XXXX-WXX-7TMO", "a Sunday, date unknown"),
        ("XXXX-05", "May, year unknown"),
        ("XXXX-05-04", "4 May, year unknown"),
        ("XXXX-XX-XX", "date unknown"),
        ("XXXX-XX-XXTNI", "date unknown"),
        ("PAST_REF", "in the past"),
        ("P2D", "over 2 days"),
        ("P2W", "P2W"),
        ("unknown", "unknown"),
    ],
)
def test_codes_are_told_in_words(value: str, words: str) -> None:
    assert describe_timex(value) == words


@given(st.text(alphabet="0123456789XWTQHSUMO-:.", max_size=30) | st.text())
def test_anything_is_told_somehow(value: str) -> None:
    assert describe_timex(value) or not value
