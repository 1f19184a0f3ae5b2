"""Datelines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.datelines import find_dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WESTMERE, Aug. 30, 2031 (AP) — The mayor spoke.", "2031-08-30"),
        ("WESTMERE (AP) 30 August 2031 - The mayor spoke.", "2031-08-30"),
        ("Westmere, August 30, 2031 – The mayor spoke.", "2031-08-30"),
        ("Aug 30, 2031 -- The mayor spoke.", "2031-08-30"),
        ("ST. OSWICK, Sept. 1, 2031 — The mayor spoke.", "2031-09-01"),
        ("\n\nMayor speaks\n\nBy Ada Lund\n\nWESTMERE, Aug. 30, 2031 — The mayor spoke.", "2031-08-30"),
        ("Aug 30 — The mayor spoke.", None),
        ("WESTMERE, Aug. 30 (AP) — The mayor spoke.", None),
        ("WESTMERE, Feb. 30, 2031 — The mayor spoke.", None),
        ("The mayor said on August 30, 2031 — a Saturday — that it was over.", None),
        ("WESTMERE — The mayor spoke on Aug. 30, 2031.", None),
        ("The mayor spoke.", None),
        ("", None),
    ],
)
def test_dateline(text: str, expected: str | None) -> None:
    assert find_dateline(text) == expected


def test_a_dateline_takes_its_year_from_elsewhere() -> None:
    assert find_dateline("WESTMERE, Aug. 30 (AP) — The mayor spoke.", 2031) == "2031-08-30"
    assert find_dateline("WESTMERE, Aug. 30, 2030 (AP) — The mayor spoke.", 2031) == "2030-08-30"
    assert find_dateline("WESTMERE, Feb. 29 (AP) — The mayor spoke.", 2031) is None


@given(st.text(), st.none() | st.integers(1900, 2100))
def test_any_text_has_a_dateline_or_none(text: str, year: int | None) -> None:
    find_dateline(text, year)
