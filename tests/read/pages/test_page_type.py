"""What a page says it is."""

from __future__ import annotations

import pytest

from onrecord.read.pages.page_type import find_page_type, is_other_type


@pytest.mark.parametrize(
    ("tag", "kind", "is_other"),
    [
        ('<meta property="og:type" content="article">', "article", False),
        ("<META content='Product.Item' name='og:type' />", "product.item", True),
        ("<meta property=og:type content=video.movie>", "video.movie", True),
        ('<meta property="og:type" content="website">', "website", False),
        ('<meta property="og:title" content="profile">', None, False),
        ('<meta property="og:type">', None, False),
        ("og:type", None, False),
    ],
)
def test_the_declared_type(tag: str, kind: str | None, is_other: bool) -> None:
    found = find_page_type(f"<html><head><title>Boats</title>{tag}</head>".encode())
    assert (found, is_other_type(found)) == (kind, is_other)


def test_a_page_of_open_tags_is_searched_in_linear_time() -> None:
    assert find_page_type(b"<meta " * 2_000_000) is None
