"""Names of people: their parts, and whether two names can belong to one person.

"Mr Kirby", "John Kirby" and "Col. John F. Kirby (Ret.)" share a surname and do not contradict each other. The parts are
titles, given names, the surname with its particles, and suffixes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord import lexicon
from onrecord.lexicon.given_names import Gender, given_names
from onrecord.names.roles import ROLE_NOUNS
from onrecord.text.folding import fold_letters

_MASCULINE_TITLES = lexicon.words("masculine-title")
_FEMININE_TITLES = lexicon.words("feminine-title")
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
    for pair in "yi>i iy>i ij>i yy>i y>i ph>f kh>h ou>u oo>u ck>k q>k w>v ae>a oe>o ue>u ei>ai dj>d".split()
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a name, in lower case and without accents.

    Attributes:
        titles: Honorifics and titles before the name.
        given: Given names and initials; empty for a surname alone.
        surname: The surname with its particles, or the only word of the name.
        suffixes: Suffixes such as "jr".
        plain: The name as printed, without titles.
        gender: The gender that the titles or else the first given name show; None if neither does.
    """

    titles: tuple[str, ...]
    given: tuple[str, ...]
    surname: str
    suffixes: tuple[str, ...]
    plain: str
    gender: Gender | None

    @property
    def size(self) -> int:
        """The number of words without initials and titles; a fuller name has more."""
        return 1 + sum(len(given) > 1 for given in self.given)


def is_title(word: str) -> bool:
    """Tell whether a word can stand before a name as a title or honorific."""
    return _fold(word) in _TITLES


@lru_cache(maxsize=4096)
def parse_name(words: str) -> PersonName | None:
    """Parse a person's name.

    Args:
        words: As printed, with or without titles.

    Returns:
        The parts, or None if there are only titles.

    Example:
        >>> parse_name("Sen. Ada M. Lund").surname
        'lund'
    """
    found = list(_WORD.finditer(_QUOTED.sub(lambda quoted: " " * len(quoted[0]), words)))
    parts = [_fold(match[0]) for match in found]
    last = suffix_from = len(parts)
    while suffix_from > 1 and parts[suffix_from - 1] in _SUFFIXES:
        suffix_from -= 1
    # "Harbour Police Commissioner Ada Lund": the words before a title belong to the title.
    titled = [place for place in range(suffix_from - 1) if parts[place] in _TITLES or parts[place] in ROLE_NOUNS]
    first = titled[-1] + 1 if titled else 0
    core = parts[first:suffix_from]
    if not core or (len(core) == 1 and core[0] in _TITLES and core[0] not in _ALSO_SURNAMES):
        return None
    at = len(core) - 1
    # A particle with a capital at the beginning is a given name: "Van Lund", but "van der Meer".
    while at > 0 and core[at - 1] in _PARTICLES and (at > 1 or found[first][0][0].islower()):
        at -= 1
    plain = words[found[first].start() : found[last - 1].end()]
    titles, given, suffixes = tuple(parts[:first]), tuple(core[:at]), tuple(parts[suffix_from:last])
    return PersonName(titles, given, " ".join(core[at:]), suffixes, plain.strip(), _gender(titles, given[:1]))


def _gender(titles: tuple[str, ...], given: tuple[str, ...]) -> Gender | None:
    if not _FEMININE_TITLES.isdisjoint(titles):
        return "feminine"
    if not _MASCULINE_TITLES.isdisjoint(titles):
        return "masculine"
    return given_names().get(given[0]) if given else None


@lru_cache(maxsize=4096)
def name_keys(name: PersonName) -> tuple[str, ...]:
    """Return index keys of a name.

    Names that can belong to one person share a key; other names can share one, too.
    """
    keys = [_spelling(re.split("[ -]", name.surname)[-1])]
    keys += [_spelling(_NICKNAMES.get(given, given)) for given in name.given[:1] if len(given) > 1]
    if not name.given:
        keys.append(_spelling(_NICKNAMES.get(name.surname, name.surname)))
    return tuple(dict.fromkeys(keys))


@lru_cache(maxsize=4096)
def given_letters(name: PersonName) -> frozenset[str]:
    """Return the first letters of the given names, as printed and as compared; none for a surname alone.

    Full names that can belong to one person share a letter, so an index by letter finds them fast.
    """
    spelled = (_spelling(_NICKNAMES.get(given, given)) for given in name.given)
    return frozenset(letters[0] for letters in (*name.given, *spelled) if letters)


@lru_cache(maxsize=4096)
def may_be_same(one: PersonName, other: PersonName) -> bool:
    """Tell whether two names can belong to one person: they agree in part and do not contradict each other.

    A surname alone agrees with any full name that has it, a given name alone with any full name that begins with it.
    Initials, short forms and transliterations agree with the full form.

    Example:
        >>> may_be_same(parse_name("Bill Lund"), parse_name("William Lund"))
        True
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
        # "Donald Trump Jr." is not Donald Trump; to split one person over a missing suffix does less harm.
        return False
    if _is_same_given(one.given[0], other.given[0]):
        return _agree(one.given[1:], other.given[1:])
    # "Xi" of "Chen Xi Lin", or a middle name used as the first.
    return any(_is_same_given(one.given[0], given) for given in other.given if len(given) > 1) or any(
        _is_same_given(other.given[0], given) for given in one.given if len(given) > 1
    )


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether middle names agree or are absent."""
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
    """One form for all transliterations of a name: Zelensky, Zelenskyy and Zelenskiy."""
    for spelling, plain in _SPELLINGS:
        name = name.replace(spelling, plain)
    return re.sub(r"(.)\1+", r"\1", name.replace("-", "").replace("'", "").replace(" ", ""))


def _fold(word: str) -> str:
    return fold_letters(word.replace("’", "'")).rstrip(".")
