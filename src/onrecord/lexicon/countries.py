"""Countries, territories and unions of states, and the adjectives of their people."""

from __future__ import annotations

import functools

from onrecord.lexicon.entries import values, words


@functools.cache
def country_names() -> dict[str, str]:
    """Return the names of countries, each with the usual name of the country.

    ``lexicon.values("country")`` returns the ISO 3166-1 alpha-3 code of each name instead.

    Returns:
        The usual name of each name, all in lower case.

    Example:
        >>> country_names()["türkiye"]
        'turkey'
    """
    usual: dict[str, str] = {}
    regions = {name: name for name in words("region")}
    return regions | {name: usual.setdefault(code, name) for name, code in values("country").items()}


def nationalities() -> frozenset[str]:
    """Return the adjectives of nationality, in lower case.

    Example:
        >>> "kazakh" in nationalities()
        True
    """
    return words("nationality")
