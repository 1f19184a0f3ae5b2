from __future__ import annotations

from datetime import date

import pytest

from onrecord.read.pages.date_candidates import DateCandidate, Role, find_url_day
from onrecord.read.pages.date_forms import read_date
from onrecord.read.pages.publication_date import choose_publication_date


def candidate(role: Role, words: str, *, is_printed: bool = False) -> DateCandidate:
    reading = read_date(words)
    assert reading is not None
    return DateCandidate(role, reading, is_printed)


def choose(*candidates: DateCandidate, url: str = "") -> tuple[str, bool] | None:
    found = choose_publication_date(candidates, find_url_day([url]))
    return found and (found.day.isoformat(), found.is_certain)


def test_ranks() -> None:
    published, dated = candidate("published", "2031-03-12"), candidate("dated", "2031-03-10")
    updated = candidate("updated", "2031-03-15")
    assert choose(updated, dated, published) == ("2031-03-12", True)
    assert choose(updated, dated) == ("2031-03-10", True)
    assert choose(updated) == ("2031-03-15", False)
    assert choose() is None
    assert choose(candidate("published", "1970-01-01")) is None


def test_of_two_days_the_address_or_the_update_decides() -> None:
    two = (candidate("published", "2031-03-12"), candidate("published", "2031-03-19"))
    assert choose(*two) == ("2031-03-12", False)
    assert choose(*two, url="https://post.example/2031/03/19/mill") == ("2031-03-19", True)
    assert choose(*two, candidate("updated", "2031-03-19")) == ("2031-03-12", True)


def test_an_address_of_another_week_casts_doubt() -> None:
    assert choose(candidate("published", "2031-03-12"), url="https://post.example/2031-02-01-mill") == (
        "2031-03-12",
        False,
    )
    assert choose(candidate("published", "2031-03-12"), url="https://post.example/20310311/mill") == (
        "2031-03-12",
        True,
    )


@pytest.mark.parametrize(("hour", "day"), [("03:40", "2031-05-14"), ("16:40", "2031-05-15")])
def test_a_printed_day_may_be_the_local_one(hour: str, day: str) -> None:
    printed = candidate("published", "May 14, 2031", is_printed=True)
    found = choose_publication_date([candidate("published", f"2031-05-15T{hour}:00Z"), printed])
    assert found is not None
    assert found.is_certain == (day == "2031-05-14")
    assert date(2031, 5, 14) == found.day
