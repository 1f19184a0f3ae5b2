"""Countries and nationalities: names, other spellings, and the adjectives of their people.

The tables are those of the package countryinfo. Short forms that its tables lack, and such bodies as newspapers name by
letters, are added here.
"""

from __future__ import annotations

import functools
import re

from countryinfo import CountryInfo

from onrecord.lexicon.entries import values, words

_PLAIN = re.compile(r"[a-z][a-z .'\-]{3,}")


@functools.cache
def country_names() -> dict[str, str]:
    """Give the names of countries in lower case, each with the one name that stands for the country."""
    names = {word: country.replace("_", " ") for word, country in values("country").items()}
    for name, country in CountryInfo.all().items():
        for spelling in (name, *country.get("altSpellings", ())):
            if _PLAIN.fullmatch(spelling.lower()):
                names.setdefault(spelling.lower(), name.lower())
    return names


@functools.cache
def nationalities() -> frozenset[str]:
    """Give the adjectives of nationality, in lower case."""
    demonyms = (country.get("demonym") or "" for country in CountryInfo.all().values())
    adjectives = (word.strip().lower() for demonym in demonyms for word in re.split("[,/;]| or ", demonym))
    return words("nationality") | {word for word in adjectives if word}
