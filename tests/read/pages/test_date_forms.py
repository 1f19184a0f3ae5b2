from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from onrecord.read.pages.date_forms import find_dates, read_date


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("2031-05-14T23:40:00-05:00", ["2031-05-14"]),
        ("20310514", ["2031-05-14"]),
        ("Wed, 14 May 2031 10:00:00 GMT", ["2031-05-14"]),
        ("May 14th, 2031", ["2031-05-14"]),
        ("14 of May 2031", ["2031-05-14"]),
        ("14.05.2031", ["2031-05-14"]),
        ("Tue, 03/11/2031 8:15 AM", ["2031-03-11"]),
        ("Monday 03/11/2031", ["2031-11-03"]),
        ("03/11/2031", ["2031-03-11", "2031-11-03"]),
        ("1938254400", ["2031-06-03"]),
        ("1938254400000", ["2031-06-03"]),
        ("0001-01-01T00:00:00Z", None),
        ("31 February 2031", None),
        ("v2.3.20310514", None),
        ("soon", None),
        ("", None),
    ],
)
def test_values(words: str, days: list[str] | None) -> None:
    found = read_date(words)
    assert (found and [day.isoformat() for day in found.days]) == days


def test_the_order_of_the_publisher_settles_figures() -> None:
    assert [read_date("03/11/2031", order).days for order in (True, False)] == [  # type: ignore[union-attr]
        (date(2031, 11, 3),),
        (date(2031, 3, 11),),
    ]


def test_a_moment_needs_a_zone() -> None:
    found = read_date("2031-05-14T23:40:00-05:00")
    assert found is not None
    assert found.moment == datetime(2031, 5, 15, 4, 40, tzinfo=UTC)
    assert not found.is_utc
    assert read_date("2031-05-14T23:40:00").moment is None  # type: ignore[union-attr]


def test_a_weekday_of_no_reading_is_doubtful() -> None:
    assert read_date("Sunday 14 May 2031").is_doubtful  # type: ignore[union-attr]


def test_all_dates_of_a_line() -> None:
    line = "Updated 20 September 2030 12:40 · Published 12 September 2030 20:18"
    assert [found.days[0].day for found in find_dates(line)] == [20, 12]
