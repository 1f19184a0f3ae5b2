"""Reads the entries of the lexicon and gives words by their properties.

An entry is one line of a file in ``data``: the forms of a word, a colon, and the properties of these forms::

    add, adds, added, adding : reporting(add,adds,added) takes-addressee
    january : month=1

A property holds for all forms, or for those in its brackets. It may have a value. The head of each file says what its
properties mean. A property has the same meaning in every file.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
"""The folder of the files."""


class Property(NamedTuple):
    """A property of an entry.

    Attributes:
        name: Its name.
        value: Its value, empty for a property without one.
        forms: The forms that have it.
    """

    name: str
    value: str
    forms: tuple[str, ...]


def read_entry(line: str) -> Iterator[Property]:
    """Read the properties of an entry.

    Args:
        line: A line of a file, neither empty nor a comment.

    Returns:
        The properties in the order of the line.

    Example:
        >>> list(read_entry("go, goes : future(go)"))
        [Property(name='future', value='', forms=('go',))]
    """
    words, _, properties = line.partition(" : ")
    forms = tuple(words.split(", "))
    for item in properties.split():
        name, _, some = item.partition("(")
        name, _, value = name.partition("=")
        yield Property(name, value, tuple(some[:-1].split(",")) if some else forms)


@functools.cache
def _read_files() -> dict[str, Mapping[str, str]]:
    """The value of each word by property; every file is read once, when the first word is asked for."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in DATA.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and line[0] != "#":
                for name, value, forms in read_entry(line):
                    found[name].update(dict.fromkeys(forms, value))
    return {name: MappingProxyType(values) for name, values in found.items()}


def values(name: str) -> Mapping[str, str]:
    """Give the words that have a property, each with its value.

    Args:
        name: The property.

    Returns:
        The value of each word, as the file prints it; the empty string for a property without a value.

    Raises:
        KeyError: No word has the property.

    Example:
        >>> values("season")["autumn"]
        'FA'
    """
    found = _read_files()
    if name not in found:
        raise KeyError(f"no word in {DATA} has the property {name!r}")
    return found[name]


def numbers(name: str) -> dict[str, int]:
    """Give the words that have a property whose values are whole numbers.

    Args:
        name: The property.

    Returns:
        The number of each word.

    Raises:
        KeyError: No word has the property.

    Example:
        >>> numbers("month")["may"]
        5
    """
    return {word: int(value) for word, value in values(name).items()}


def words(*names: str) -> frozenset[str]:
    """Give the words that have at least one of some properties.

    Use it for the constants of a module; a rule then reads a set as before.

    Args:
        names: The properties.

    Returns:
        The words as the files print them, nearly all in lower case.

    Raises:
        KeyError: No word has one of the properties.

    Example:
        >>> "told" in words("takes-addressee")
        True
    """
    return frozenset().union(*map(values, names))
