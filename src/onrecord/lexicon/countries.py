"""Countries and nationalities: names, other spellings, and the adjectives of their people.

The tables are those of the package countryinfo. Short forms that its tables lack, and such bodies as newspapers name by
letters, are added here.
"""

from __future__ import annotations

import functools
import re

from countryinfo import CountryInfo

_OTHER_NAMES = {
    "u.s.": "united states",
    "u.s": "united states",
    "us": "united states",
    "usa": "united states",
    "u.s.a.": "united states",
    "america": "united states",
    "u.k.": "united kingdom",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "uae": "united arab emirates",
    "u.n.": "united nations",
    "un": "united nations",
    "u.n": "united nations",
    "e.u.": "european union",
    "eu": "european union",
    "burma": "myanmar",
}
_OTHER_NATIONALITIES = frozenset(
    """
    english scottish welsh saudi palestinian kurdish tibetan chechen catalan african asian european latino hispanic
    arab soviet western eastern northern southern african-american
    """.split()
)
_PLAIN = re.compile(r"[a-z][a-z .'\-]{3,}")


@functools.cache
def country_names() -> dict[str, str]:
    """Give the names of countries in lower case, each with the one name that stands for the country."""
    names = dict(_OTHER_NAMES)
    for name, country in CountryInfo.all().items():
        for spelling in (name, *country.get("altSpellings", ())):
            if _PLAIN.fullmatch(spelling.lower()):
                names.setdefault(spelling.lower(), name.lower())
    return names


@functools.cache
def nationalities() -> frozenset[str]:
    """Give the adjectives of nationality, in lower case."""
    demonyms = (country.get("demonym") or "" for country in CountryInfo.all().values())
    words = (word.strip().lower() for demonym in demonyms for word in re.split("[,/;]| or ", demonym))
    return _OTHER_NATIONALITIES | {word for word in words if word}
