"""The country and the sectors of an entity, from the report's own words for it.

A name of a country, a seat of government and an adjective of nationality tell a country; nouns of offices and bodies
tell sectors. Words that come first count: the name, then the roles, then the description. Nothing is guessed: an entity
without such words has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from onrecord import lexicon

_WORD = re.compile(r"[^\W\d_][\w.\-]*")
_LONGEST = 4
_MOST_SECTORS = 2


@cache
def _countries() -> dict[str, str]:
    """The code of each word or phrase that tells a country."""
    tables = [lexicon.values(name) for name in ("seat", "region", "nationality", "country")]
    return {words: code for table in tables for words, code in table.items() if code}


def find_country(phrases: Iterable[str]) -> str | None:
    """Give the code of the first country that phrases tell of.

    Args:
        phrases: Names, roles and descriptions of one entity, the most telling first.

    Example:
        >>> find_country(["Ada Lund", "Norwegian foreign minister"])
        'NOR'
    """
    return next((code for phrase in phrases if (code := _country_in(phrase))), None)


@lru_cache(maxsize=8192)
def _country_in(phrase: str) -> str | None:
    words = [word.lower().removesuffix("'s") for word in _WORD.findall(phrase.replace("’", "'"))]
    for first in range(len(words)):
        for size in range(min(_LONGEST, len(words) - first), 0, -1):
            found = " ".join(words[first : first + size])
            code = _countries().get(found) or _countries().get(found.rstrip("."))
            if code and not (found == "us" and "US" not in phrase):
                return code
    return None


def find_sectors(phrases: Sequence[str]) -> tuple[str, ...]:
    """Give the PLOVER sectors that phrases tell of, two at most.

    Args:
        phrases: Roles, descriptions and names of one entity, the most telling first.

    Example:
        >>> find_sectors(["army spokesman"])
        ('MIL', 'GOV')
    """
    sectors = lexicon.values("sector")
    for phrase in phrases:
        words = [word.lower().strip(".") for word in _WORD.findall(phrase)]
        pairs = [" ".join(pair) for pair in pairwise(words)]
        found = list(dict.fromkeys(sectors[word] for word in (*pairs, *words) if word in sectors))
        if found:
            return tuple(found[:_MOST_SECTORS])
    return ()
