from __future__ import annotations

import pytest

from onrecord.lexicon.date_order import find_day_first


@pytest.mark.parametrize(
    ("publisher", "url", "expected"),
    [
        ("The Guardian", None, True),
        ("  BBC   News ", None, True),
        ("New York Times - News", None, False),
        ("NPR", "https://www.quay.example.uk/a", False),
        ("The Quay", "https://www.quay.co.uk/a", True),
        ("The Quay", "http://quay.ie", True),
        (None, "https://quay.gov/a", False),
        ("The Quay", "https://quay.example/uk/", None),
        ("", "not an address", None),
        (None, None, None),
    ],
)
def test_order_of_a_publisher(publisher: str | None, url: str | None, expected: bool | None) -> None:
    assert find_day_first(publisher, url) is expected
