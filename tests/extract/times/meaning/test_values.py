"""TIMEX3 values and their intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.times.grammar.builders import length_value
from onrecord.extract.times.grammar.numbers import VAGUE
from onrecord.extract.times.meaning.values import find_interval
from tests.extract.times.timex import is_timex_value


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2024-09-22", "2024-09-22", "2024-09-23"),
        ("2024-09-22T10:30", "2024-09-22", "2024-09-23"),
        ("2024-09-22TMO", "2024-09-22", "2024-09-23"),
        ("2024-W38", "2024-09-16", "2024-09-23"),
        ("2024-W38-WE", "2024-09-21", "2024-09-23"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-Q3", "2024-07-01", "2024-10-01"),
        ("2024-H2", "2024-07-01", "2025-01-01"),
        ("2024-SU", "2024-06-01", "2024-09-01"),
        ("2024-WI", "2024-12-01", "2025-03-01"),
        ("199", "1990-01-01", "2000-01-01"),
        ("19", "1900-01-01", "2000-01-01"),
    ],
)
def test_interval(value: str, start: str, end: str) -> None:
    found = find_interval(value)
    assert found is not None
    assert tuple(day.isoformat() for day in found) == (start, end)
    assert is_timex_value("TIME" if "T" in value else "DATE", value)


@pytest.mark.parametrize(
    "value",
    ["PAST_REF", "XXXX-WXX-7", "XXXX-XX-XX", "2024-XX", "2024-QX", "XXXX-09-22", "XXXX-SU", "0000", "9999", "00",
     "2023-W53", "2023-02-30"],
)  # fmt: skip
def test_no_interval(value: str) -> None:
    assert find_interval(value) is None


@given(st.text(alphabet="0123456789XWQTHEMSPREF_-:", max_size=12))
def test_any_value_has_an_interval_that_begins_before_it_ends_or_none(value: str) -> None:
    found = find_interval(value)
    assert found is None or found[0] < found[1]


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("DATE", "PRESENT_REF"),
        ("DATE", "XXXX-WXX-7"),
        ("TIME", "2024-09-22T24:00"),
        ("TIME", "XXXX-XX-XXTMO"),
        ("TIME", "2024-09-22TXX:XX"),
        ("DURATION", "P2Y6M"),
        ("DURATION", "PT1H30M"),
        ("DURATION", "PXW"),
        ("DURATION", "PXDE"),
        ("SET", "P1D"),
        ("SET", "XXXX-WXX-1TNI"),
        ("SET", "XXXX-07"),
    ],
)
def test_values_of_timex3(type_: str, value: str) -> None:
    assert is_timex_value(type_, value)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("DATE", "P2Y"), ("DATE", "2024-13"), ("DATE", "2024-09-32"), ("DATE", "2024-W54"), ("DATE", ""),
        ("TIME", "2024-09-22"), ("TIME", "2024-09-22T25:00"), ("DURATION", "P"), ("DURATION", "PT"),
        ("DURATION", "2024"), ("DURATION", "P1H"), ("SET", "P"), ("EVENT", "2024"),
    ],
)  # fmt: skip
def test_what_is_no_value(type_: str, value: str) -> None:
    assert not is_timex_value(type_, value)


@pytest.mark.parametrize(
    ("amount", "unit", "value"),
    [
        (5, "Y", "P5Y"), (2.5, "Y", "P2Y6M"), (0.5, "Y", "P6M"), (0.5, "H", "PT30M"), (1.5, "MIN", "PT1M30S"),
        (5.5, "H", "PT5H30M"), (3, "DE", "P30Y"), (0.5, "CE", "P50Y"), (3, "Q", "P9M"), (VAGUE, "W", "PXW"),
        (VAGUE, "MIN", "PTXM"), (VAGUE, "DE", "PXDE"), (1.5, "W", "P1.5W"), (2, "NI", "PT2NI"),
    ],
)  # fmt: skip
def test_value_of_a_length(amount: float, unit: str, value: str) -> None:
    assert length_value(amount, unit) == value
    assert is_timex_value("DURATION", value)
