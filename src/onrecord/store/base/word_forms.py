"""The inflected forms of an English word: "sanction" also finds "sanctions", "sanctioned" and "sanctioning".

A query is widened, not the index: the words of statements are kept as printed, and a search without forms stays exact.
The rules are those of regular English spelling; irregular verbs come from the lexicon. A form that no text has costs
nothing, so the rules give every spelling that they allow.
"""

from __future__ import annotations

from functools import cache, lru_cache

from onrecord.lexicon.entries import DATA

_VOWELS = "aeiou"
_SHORTEST = 3


@lru_cache(maxsize=1024)
def find_forms(word: str) -> tuple[str, ...]:
    """Find the forms of a word.

    Args:
        word: A folded word, in any of its forms.

    Returns:
        The word itself first, then its other forms.

    Example:
        >>> find_forms("sanction")
        ('sanction', 'sanctioned', 'sanctioning', 'sanctions')
    """
    if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST:
        return (word,)
    irregular = _irregular_forms().get(word, frozenset())
    bases = _find_bases(word) | {form for form in irregular if len(form) >= _SHORTEST}
    found = {form for base in bases for form in _inflect(base)} | irregular
    return (word, *sorted(found - {word}))


@cache
def _irregular_forms() -> dict[str, frozenset[str]]:
    """The forms of each verb of the lexicon that has several."""
    forms: dict[str, frozenset[str]] = {}
    for line in (DATA / "verbs.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            words = frozenset(line.partition(" : ")[0].split(", "))
            forms.update(dict.fromkeys(words, words))
    return forms


def _find_bases(word: str) -> set[str]:
    """The words of which a word can be a regular form."""
    bases = {word}
    if word.endswith("ies") and len(word) > 4:
        bases.add(word[:-3] + "y")
    elif word.endswith("es") and word[:-2].endswith(("s", "x", "z", "ch", "sh", "o")):
        bases |= {word[:-2], word[:-1]}
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        bases.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST and any(vowel in stem for vowel in _VOWELS + "y"):
            bases |= _bases_of_stem(stem, ending)
    return bases


def _bases_of_stem(stem: str, ending: str) -> set[str]:
    if ending == "ed" and stem.endswith("i"):
        return {stem[:-1] + "y"}
    if stem[-1] == stem[-2] and stem[-1] not in "lsz" + _VOWELS:
        return {stem[:-1]}
    return {stem, stem + "e"} | ({stem[:-1]} if stem[-1] == stem[-2] else set())


def _inflect(base: str) -> set[str]:
    """The regular forms of a base."""
    if base.endswith("y") and base[-2] not in _VOWELS:
        return {base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return {base, base + "es", base + "ed", base + "ing"}
    if base.endswith("e"):
        stem = base if base.endswith(("ee", "oe", "ye")) else base[:-1]
        return {base, base + "s", base + "d", stem + "ing"}
    forms = {base, base + "s", base + "ed", base + "ing"}
    if base.endswith("o"):
        forms.add(base + "es")
    if len(base) > 2 and base[-1] not in _VOWELS + "wxy" and base[-2] in _VOWELS and base[-3] not in _VOWELS:
        forms |= {base + base[-1] + "ed", base + base[-1] + "ing"}
    return forms
