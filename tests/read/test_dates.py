from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.dates import choose_date, find_date_in_name, parse_date_value
from onrecord.read.options import ReadOptions


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("harbour_2024-09-22_strike.txt", "2024-09-22"),
        ("20240922.txt", "2024-09-22"),
        ("a_2024_09_22.html", "2024-09-22"),
        ("a-2024-13-45-2024-09-22.txt", "2024-09-22"),
        ("2024-09_22.txt", None),
        ("1820-09-22.txt", None),
        ("2101-09-22.txt", None),
        ("120240922.txt", None),
        ("2024-09-221.txt", None),
        ("2024-09-22/strike.txt", None),
        ("-", None),
    ],
)
def test_date_in_a_file_name(path: str, expected: str | None) -> None:
    assert find_date_in_name(path) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-09-22", "2024-09-22"),
        (" 2024-09-22 ", "2024-09-22"),
        ("2024-09-22T23:30:00Z", "2024-09-22"),
        ("2024-09-22T23:30:00-05:00", "2024-09-22"),
        ("2024-09-22 10:00:00.123456", "2024-09-22"),
        (date(2024, 9, 22), "2024-09-22"),
        (datetime(2024, 9, 22, 23, 30, tzinfo=UTC), "2024-09-22"),
        ("last Sunday", None),
        ("2024-13-45", None),
        (1727000000, None),
        (True, None),
        ([], None),
    ],
)
def test_date_of_a_cell(value: object, expected: str | None) -> None:
    assert parse_date_value(value) == expected


def test_what_the_report_says_goes_before_the_option_and_the_option_before_the_name() -> None:
    option = ReadOptions(date="2024-01-02")
    name = "a-2024-01-03.txt"
    assert choose_date("2024-01-01", "header", option, name) == ("2024-01-01", "header")
    assert choose_date(None, "header", option, name) == ("2024-01-02", "option")
    assert choose_date(None, "header", ReadOptions(), name) == ("2024-01-03", "file-name")
    assert choose_date(None, "header", ReadOptions(), "a.txt") == (None, "none")
    assert choose_date(None, "metadata", ReadOptions(), None) == (None, "none")


@given(st.text())
def test_any_words_are_a_date_or_none(words: str) -> None:
    parse_date_value(words)
    find_date_in_name(words)
