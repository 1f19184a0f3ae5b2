"""Markup that would keep a parser busy for minutes."""

from __future__ import annotations

import pytest

from onrecord.read.markup import MOST_ATTRIBUTES, limit_attributes, limit_attributes_of_bytes

MANY = " ".join(f'a{number}="<b>"' for number in range(3 * MOST_ATTRIBUTES))


@pytest.mark.parametrize("begin", ["<p ", "<div class='x' ", "<svg:a\n"])
def test_of_many_attributes_the_first_are_kept(begin: str) -> None:
    page = f"<b>So.</b>{begin}{MANY}>The mayor spoke.</p>"
    limited = limit_attributes(page)
    assert MOST_ATTRIBUTES - 1 <= limited.count('="<b>"') <= MOST_ATTRIBUTES
    assert limited.startswith(f"<b>So.</b>{begin}") and limited.endswith(">The mayor spoke.</p>")
    assert limit_attributes_of_bytes(page.encode()) == limited.encode()


@pytest.mark.parametrize(
    "page", ["<p class='a > b' id=x>If a < b and c > d, so be it.</p>", "a <b 'c", "<a/b/c=d e = 'f'>", '<p a="', "<"]
)
def test_other_pages_are_kept_as_they_are(page: str) -> None:
    assert limit_attributes(page) == page
