"""What a page says it is, in its own metadata: ``og:type`` of the Open Graph protocol (https://ogp.me)."""

from __future__ import annotations

import re

_WITHIN = 200_000
_META = re.compile(rb"<meta\s[^<>]{1,1000}>", re.IGNORECASE)
_IS_TYPE = re.compile(rb"(?:property|name)\s{0,3}=\s{0,3}[\"']?og:type\b", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s{0,3}=\s{0,3}[\"']?([A-Za-z_.:-]{1,40})", re.IGNORECASE)
_OTHER_KINDS = frozenset({"book", "business", "music", "place", "product", "profile", "restaurant", "video"})


def find_page_type(raw: bytes) -> str | None:
    """Find what a page declares itself to be, in lower case, or None.

    Args:
        raw: The page.

    Example:
        >>> find_page_type(b'<meta property="og:type" content="product.item">')
        'product.item'
    """
    for tag in _META.finditer(raw, 0, _WITHIN):
        if _IS_TYPE.search(tag[0]) and (declared := _CONTENT.search(tag[0])):
            return declared[1].decode("ascii").lower()
    return None


def is_other_type(page_type: str | None) -> bool:
    """Tell whether a page declares itself to be something that is no report, such as a product.

    Many sites call every page ``website``, so that says nothing.

    Example:
        >>> is_other_type("product.item"), is_other_type("website"), is_other_type(None)
        (True, False, False)
    """
    return (page_type or "").partition(".")[0] in _OTHER_KINDS
