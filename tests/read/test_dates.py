from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.dates import DateValue, choose_date, choose_document_date, find_date_in_name, parse_date_value
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
        ("Sun, 22 Sep 2024 23:30:00 -0500", "2024-09-22"),
        ("22 September 2024", "2024-09-22"),
        ("Sept. 22, 2024 at 10:15 GMT", "2024-09-22"),
        ("22/09/2024", "2024-09-22"),
        ("last Sunday", None),
        ("2024-13-45", None),
        ("from 2024-09-22 to 2024-09-24", None),
        ("2024-09-22" + " " * 100 + ".", None),
        ("1727000000", None),
        (1727000000, None),
        (True, None),
        ([], None),
    ],
)
def test_date_of_a_cell(value: object, expected: str | None) -> None:
    found = parse_date_value(value)
    assert found == (None if expected is None else DateValue(expected))


def test_figures_that_can_be_read_in_two_ways_are_uncertain() -> None:
    assert parse_date_value("3/4/2024") == DateValue("2024-03-04", is_certain=False)
    assert parse_date_value("3/4/2024", day_first=True) == DateValue("2024-04-03")
    assert parse_date_value("Wed 3/4/2024") == DateValue("2024-04-03")
    assert parse_date_value("Monday, 22 September 2024") == DateValue("2024-09-22", is_certain=False)


def test_a_whole_value_has_nothing_but_a_date_and_a_time() -> None:
    assert parse_date_value("9 March 2031, 10:15 GMT", is_whole=True) == DateValue("2031-03-09")
    assert parse_date_value("Since 9 March 2031", is_whole=True) is None
    assert parse_date_value("9 March 2031 was cold", is_whole=True) is None


def test_a_document_has_the_date_of_its_head_or_of_its_file() -> None:
    options, text = ReadOptions(), "The mayor spoke."
    own = DateValue("2031-03-09", is_certain=False)
    assert choose_document_date(own, "2031-03-11", options, "a.pdf", text) == ("2031-03-09", "header", False)
    assert choose_document_date(None, "2031-03-11", options, "a.pdf", text) == ("2031-03-11", "metadata", False)
    assert choose_document_date(None, "2031-13-11", options, "a.pdf", text) == (None, "none", True)
    assert choose_document_date(None, "2031-03-11", options, "a-2031-03-10.pdf", text)[0] == "2031-03-10"
    assert choose_document_date(own, None, ReadOptions(date="2031-03-12"), "a.pdf", text) == (
        "2031-03-12",
        "option",
        True,
    )


def test_option_then_report_then_name_then_dateline() -> None:
    option, nothing = ReadOptions(date="2024-01-02"), ReadOptions()
    name, text = "a-2024-01-03.txt", "WESTMERE, Jan. 4, 2024 — The mayor spoke."
    assert choose_date("2024-01-01", "header", option, name, text) == ("2024-01-02", "option")
    assert choose_date("2024-01-01", "header", nothing, name, text) == ("2024-01-01", "header")
    assert choose_date("2024-01-01", "metadata", nothing, name, text) == ("2024-01-01", "metadata")
    assert choose_date(None, "header", nothing, name, text) == ("2024-01-03", "file-name")
    assert choose_date(None, "header", nothing, "a.txt", text) == ("2024-01-04", "dateline")
    assert choose_date(None, "metadata", nothing, None, "The mayor spoke.") == (None, "none")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://quay.example/2024/01/mayor", "2024-01-04"),
        ("https://quay.example/story/1234/mayor", None),
        ("https://quay.example/2024", None),
        (None, None),
    ],
)
def test_an_address_gives_a_dateline_its_year(url: str | None, expected: str | None) -> None:
    text = "WESTMERE, Jan. 4 — The mayor spoke."
    assert choose_date(None, "metadata", ReadOptions(), None, text, url)[0] == expected


@given(st.text())
def test_any_words_are_a_date_or_none(words: str) -> None:
    parse_date_value(words)
    find_date_in_name(words)
