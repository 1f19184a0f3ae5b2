"""Markup made harmless before a parser sees it: whose time grows with the square of a number that has no limit."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 500
"""Attributes of a tag that are kept; no page of the web has nearly as many."""

# Atomic groups: where a tag does not match to its end, no shorter match is tried, so time stays linear.
_ATTRIBUTE = r"""(?>[\s/]++(?>[^\s/>=]++|=)(?>\s*+=\s*+(?>"[^"]*+"|'[^']*+'|[^\s>]*+))?+|["'])"""
_CROWDED = rf"(<[A-Za-z][^\s/>]*+{_ATTRIBUTE}{{{MOST_ATTRIBUTES}}}+){_ATTRIBUTE}++"
_CROWDED_TAG, _CROWDED_TAG_BYTES = re.compile(_CROWDED), re.compile(_CROWDED.encode("ascii"))


def limit_attributes(content: str) -> str:
    """Drop the attributes of a tag that are too many; parsers compare each with all before it.

    Args:
        content: A page.

    Example:
        >>> limit_attributes("<p " + "a=1 " * 10_000 + ">So.</p>").count("a=1")
        500
    """
    return _CROWDED_TAG.sub(r"\1", content)


def limit_attributes_of_bytes(content: bytes) -> bytes:
    """Do the same to content in an encoding that keeps ASCII as it is, such as a feed."""
    return _CROWDED_TAG_BYTES.sub(rb"\1", content)
