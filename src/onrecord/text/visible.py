"""Words that are safe to show: nothing that comes from a report, or from a file's name, may steer what shows it."""

from __future__ import annotations

import unicodedata

_STEERING = frozenset("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def visible(words: str) -> str:
    """Show control characters and marks of direction as what they are.

    Every character is replaced by one, so that spans still fit; line feeds and tabs stay.
    """
    if words.isascii() and words.isprintable():
        return words
    return "".join(map(_visible_character, words))


def harmless(cell: str) -> str:
    """Give words that a spreadsheet takes for words, not for a formula, and a terminal not for a command.

    White space becomes single spaces; an apostrophe goes before what would begin a formula.
    """
    plain = visible(" ".join(cell.split()))
    return "'" + plain if plain.startswith(_FORMULA_STARTS) else plain


def _visible_character(character: str) -> str:
    if character in "\n\t":
        return character
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    is_unsafe = character in _STEERING or unicodedata.category(character) in {"Cc", "Cs"}
    return "\ufffd" if is_unsafe else character
