"""Names of persons: their parts, and whether two can be the name of one person.

"Mr Kirby", "John Kirby" and "Col. John F. Kirby (Ret.)" share a surname and contradict one another nowhere. The parts
are titles, given names, the surname with its particles, and suffixes; the tests are those of a newspaper reader.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord import lexicon
from onrecord.names.roles import ROLE_NOUNS

Gender = Literal["masculine", "feminine"]

_MASCULINE_TITLES = lexicon.words("masculine-title")
_FEMININE_TITLES = lexicon.words("feminine-title")
_MASCULINE_NAMES = lexicon.words("masculine-name")
_FEMININE_NAMES = lexicon.words("feminine-name")
_TITLES = lexicon.words("title", "masculine-title", "feminine-title")
_ALSO_SURNAMES = lexicon.words("title-or-surname")
_BEFORE_GIVEN = lexicon.words("title-before-given-name")
"""Titles that stand before a given name alone: "Dame Nora"."""
_SUFFIXES = lexicon.words("suffix")
_PARTICLES = lexicon.words("surname-particle")
_NICKNAMES = lexicon.values("short-for")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[.'’\-](?=[^\W_]))*\.?")
_QUOTED = re.compile(r"[\"“”‘’'(][^\"“”‘’'()]*[\"“”‘’')]")
_SPELLINGS = tuple(
    tuple(pair.split(">"))
    for pair in "yi>i iy>i ij>i yy>i y>i ph>f kh>h ou>u oo>u ck>k q>k w>v ae>a oe>o ue>u ei>ai".split()
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name, in lower case and without accents.

    Attributes:
        titles: Honorifics and titles before it.
        given: Given names and initials, none for a bare surname.
        surname: The last name with its particles; of a name of one word that word.
        suffixes: Such as "jr".
        plain: The name as printed, less titles.
        gender: What the titles say, or else the first given name; None where neither tells.
    """

    titles: tuple[str, ...]
    given: tuple[str, ...]
    surname: str
    suffixes: tuple[str, ...]
    plain: str
    gender: Gender | None

    @property
    def size(self) -> int:
        """How many words there are to it, initials and titles apart: what "fuller" is measured by."""
        return 1 + sum(len(given) > 1 for given in self.given)


def is_title(word: str) -> bool:
    """Tell whether a word stands before names as a title or honorific."""
    return _fold(word) in _TITLES


@lru_cache(maxsize=4096)
def parse_name(words: str) -> PersonName | None:
    """Take a person's name apart.

    Args:
        words: As printed, with or without titles.

    Returns:
        The parts, or None if nothing but titles is left.
    """
    found = list(_WORD.finditer(_QUOTED.sub(lambda quoted: " " * len(quoted[0]), words)))
    parts = [_fold(match[0]) for match in found]
    last = suffix_from = len(parts)
    while suffix_from > 1 and parts[suffix_from - 1] in _SUFFIXES:
        suffix_from -= 1
    # "Harbour Police Commissioner Ada Lund": what stands before a title belongs to the title.
    titled = [place for place in range(suffix_from - 1) if parts[place] in _TITLES or parts[place] in ROLE_NOUNS]
    first = titled[-1] + 1 if titled else 0
    core = parts[first:suffix_from]
    if not core or (len(core) == 1 and core[0] in _TITLES and core[0] not in _ALSO_SURNAMES):
        return None
    at = len(core) - 1
    # A particle that begins a name is a given name where it has a capital: "Van Lund", but "van der Meer".
    while at > 0 and core[at - 1] in _PARTICLES and (at > 1 or found[first][0][0].islower()):
        at -= 1
    plain = words[found[first].start() : found[last - 1].end()]
    titles, given, suffixes = tuple(parts[:first]), tuple(core[:at]), tuple(parts[suffix_from:last])
    return PersonName(titles, given, " ".join(core[at:]), suffixes, plain.strip(), _gender(titles, given[:1]))


def _gender(titles: tuple[str, ...], given: tuple[str, ...]) -> Gender | None:
    for words, feminine, masculine in (
        (titles, _FEMININE_TITLES, _MASCULINE_TITLES),
        (given, _FEMININE_NAMES, _MASCULINE_NAMES),
    ):
        if not feminine.isdisjoint(words):
            return "feminine"
        if not masculine.isdisjoint(words):
            return "masculine"
    return None


@lru_cache(maxsize=4096)
def name_keys(name: PersonName) -> tuple[str, ...]:
    """Keys under which to look for a name: names that may be one person's share one, but not only they do."""
    keys = [_spelling(re.split("[ -]", name.surname)[-1])]
    keys += [_spelling(_NICKNAMES.get(given, given)) for given in name.given[:1] if len(given) > 1]
    if not name.given:
        keys.append(_spelling(_NICKNAMES.get(name.surname, name.surname)))
    return tuple(dict.fromkeys(keys))


@lru_cache(maxsize=4096)
def given_letters(name: PersonName) -> frozenset[str]:
    """First letters of the given names, as printed and as they are compared; none for a bare surname.

    Full names that may be one person's share one, so that the names of many people are gone through fast.
    """
    spelled = (_spelling(_NICKNAMES.get(given, given)) for given in name.given)
    return frozenset(letters[0] for letters in (*name.given, *spelled) if letters)


@lru_cache(maxsize=4096)
def may_be_same(one: PersonName, other: PersonName) -> bool:
    """Tell whether two names can be one person's: nothing in them contradicts, and enough agrees.

    A bare surname agrees with any full name that has it, a bare given name with any full name that begins with it;
    initials, short forms and common spellings in other alphabets count as the names that they stand for.
    """
    if one.gender and other.gender and one.gender != other.gender:
        return False
    shorter, longer = sorted((one, other), key=lambda name: len(name.given))
    if not shorter.given:
        bare = shorter.surname
        if _is_same_surname(bare, longer.surname):
            return not (shorter.suffixes and longer.suffixes and shorter.suffixes != longer.suffixes)
        by_given_name = not shorter.titles or not _BEFORE_GIVEN.isdisjoint(shorter.titles)
        return bool(longer.given) and by_given_name and _is_same_given(bare, longer.given[0])
    if not _is_same_surname(one.surname, other.surname):
        return False
    if one.suffixes != other.suffixes:
        # "Donald Trump Jr." is not Donald Trump; to part a judge from his own suffix does less harm.
        return False
    if _is_same_given(one.given[0], other.given[0]):
        return _agree(one.given[1:], other.given[1:])
    # "Xi" of "Chen Xi Lin", or a middle name that is used.
    return any(_is_same_given(one.given[0], given) for given in other.given if len(given) > 1) or any(
        _is_same_given(other.given[0], given) for given in one.given if len(given) > 1
    )


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether middle names do not contradict."""
    return not one or not other or any(_is_same_given(a, b) for a in one for b in other)


def _is_same_given(one: str, other: str) -> bool:
    one, other = one.rstrip("."), other.rstrip(".")
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other):
        return True
    return _spelling(one) == _spelling(other)


def _is_same_surname(one: str, other: str) -> bool:
    if one == other:
        return True
    # "Ocasio-Cortez" and "Cortez", "van der Berg" and "Berg".
    for short, full in ((one, other), (other, one)):
        if len(short) > 3 and (full.endswith((" " + short, "-" + short))):
            return True
    return len(one) > 3 and _spelling(one) == _spelling(other)


@lru_cache(maxsize=4096)
def _spelling(name: str) -> str:
    """One form for the spellings of a name in Latin letters: Zelensky, Zelenskyy and Zelenskiy."""
    for spelling, plain in _SPELLINGS:
        name = name.replace(spelling, plain)
    return re.sub(r"(.)\1+", r"\1", name.replace("-", "").replace("'", "").replace(" ", ""))


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.replace("’", "'")).lower()
    return "".join(c for c in plain if not unicodedata.combining(c)).rstrip(".")
