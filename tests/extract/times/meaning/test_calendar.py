"""The calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.times.grammar.holidays import NAMES, find_holiday
from onrecord.extract.times.meaning.calendar import (
    add_days,
    add_months_to_day,
    easter,
    first_day_of_week,
    make_day,
    nth_weekday,
    parse_day,
)
from onrecord.extract.times.meaning.calendar_units import move_day, step_value, unit_value


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2016, 3, 27), (2024, 3, 31), (2038, 4, 25)]
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    found = easter(year)
    assert found.isoweekday() == 7
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("thanksgiving", 2024, "2024-11-28"),
        ("black friday", 2024, "2024-11-29"),
        ("labor day", 2024, "2024-09-02"),
        ("memorial day", 2021, "2021-05-31"),
        ("good friday", 2024, "2024-03-29"),
        ("ash wednesday", 2024, "2024-02-14"),
        ("election day", 2016, "2016-11-08"),
        ("super tuesday", 2016, "2016-03-01"),
        ("super tuesday", 2017, None),
        ("christmas eve", 2024, "2024-12-24"),
    ],
)
def test_holiday(name: str, year: int, expected: str | None) -> None:
    assert find_holiday(name, year) == (date.fromisoformat(expected) if expected else None)


@given(st.sampled_from(NAMES), st.integers(1583, 9000))
def test_a_holiday_falls_in_its_year(name: str, year: int) -> None:
    found = find_holiday(name, year)
    assert found is None or found.year == year


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 7), st.integers(1, 4))
def test_nth_weekday_is_that_weekday_in_its_week(year: int, month: int, weekday: int, nth: int) -> None:
    found = nth_weekday(year, month, weekday, nth)
    assert found is not None
    assert (found.isoweekday(), (found.day - 1) // 7 + 1) == (weekday, nth)
    last = nth_weekday(year, month, weekday, -1)
    assert last is not None
    assert last.month == month != (last + timedelta(7)).month if last < date(9999, 12, 25) else True


def test_what_leaves_the_calendar_is_none() -> None:
    assert add_days(date(9999, 12, 31), 1) is None
    assert add_days(date(1, 1, 1), -1) is None
    assert add_months_to_day(date(9999, 12, 1), 1) is None
    assert make_day(2023, 2, 29) is None
    assert first_day_of_week(2023, 53) is None
    assert parse_day("2023-02-29") is parse_day("20230228") is None
    assert move_day(date(2024, 1, 1), "Y", 1e9) is None


def test_a_month_later_is_the_last_day_of_a_shorter_month() -> None:
    assert add_months_to_day(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months_to_day(date(2024, 3, 31), -1) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("D", "2024-09-22"),
        ("W", "2024-W38"),
        ("WE", "2024-W38-WE"),
        ("M", "2024-09"),
        ("Q", "2024-Q3"),
        ("Y", "2024"),
        ("DE", "202"),
        ("CE", "20"),
    ],
)
def test_value_of_the_unit_that_holds_a_day(unit: str, value: str) -> None:
    assert unit_value(date(2024, 9, 22), unit) == value


def test_steps() -> None:
    assert step_value(date(2024, 9, 22), "W", -1) == "2024-W37"
    assert step_value(date(2024, 1, 1), "Q", -1) == "2023-Q4"
    assert step_value(date(2024, 9, 22), "DE", -4) == "198"
