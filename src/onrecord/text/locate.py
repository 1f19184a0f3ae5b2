"""Find words that a person names in a text."""

from __future__ import annotations

import re
from itertools import islice

from onrecord.errors import ConfigurationError
from onrecord.text.spans import Span

_OFFSETS = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_MOST_LISTED = 5


def locate_words(text: str, words: str) -> Span:
    """Find the span of words that occur once in a text, or read offsets such as ``120-299``.

    Args:
        text: The text of a report.
        words: Offsets in characters, or words exactly as printed; any white space matches any other.

    Raises:
        ConfigurationError: The words do not occur, or occur several times. The message lists where.

    Example:
        >>> locate_words("Ada Lund said no.", "said no")
        Span(start=9, end=16)
    """
    offsets = _OFFSETS.fullmatch(words.strip())
    if offsets:
        return Span(int(offsets[1]), int(offsets[2]))
    parts = words.split()
    if not parts:
        raise ConfigurationError("there are no words to find; give words of the report, or offsets such as 120-299")
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    found = [Span(*one.span()) for one in islice(pattern.finditer(text), _MOST_LISTED + 1)]
    shown = " ".join(parts)
    if not found:
        raise ConfigurationError(f"the report has no words “{shown}”; write them exactly as it prints them")
    if len(found) > 1:
        listed = ", ".join(f"{start}-{end}" for start, end in found[:_MOST_LISTED])
        more = " and more" if len(found) > _MOST_LISTED else ""
        raise ConfigurationError(f"“{shown}” occurs several times, at {listed}{more}; give the offsets")
    return found[0]
