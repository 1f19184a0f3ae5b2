"""Patterns over words, matched in one pass.

A pattern is a sequence of elements: ``word`` matches that word, ``one|other`` either word, ``element?`` may be missing,
``NUMBER`` is a word class with values (see ``word_classes``), and ``<name>`` matches what another table matches.

A table stores its patterns in one tree of words (a trie), so a match reads each word once for each branch. No pattern
repeats an element, and a table uses only tables made before it. The tables alone bound how far a match looks, so the
time for a text grows linearly with its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from onrecord.extract.times.matching.tokens import Words

DIGITS = "0"
"""Represents any run of digits among the first words of a class."""


class Match(NamedTuple):
    """Words that an element matches.

    Attributes:
        end: Index after the last word.
        value: Their value.
    """

    end: int
    value: Any


class Place(NamedTuple):
    """Where a pattern matches, for builders that read the words around."""

    words: Words
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class WordClass:
    """A class of words with values.

    Attributes:
        first: The words that it can begin with; ``DIGITS`` for digits.
        find_matches: Returns its matches at an index.
        second: For some first words, all words that can follow them in a match; any word can follow the others.
    """

    first: frozenset[str]
    find_matches: Callable[[Words, int], Iterable[Match]]
    second: Mapping[str, frozenset[str]] = field(default_factory=dict)


def class_of(table: Mapping[str, Any]) -> WordClass:
    """Make a class of single words from a table of their values."""
    return WordClass(frozenset(table), lambda words, index: (Match(index + 1, table[words.lower[index]]),))


Builder = Callable[..., Any]
"""Turns a match into a value. It gets the place and the values of the classes and tables of the pattern, None for
missing ones, and returns None if the match does not hold."""


class _End(NamedTuple):
    """The end of a pattern: its rank in the table, and which of its classes and tables are present."""

    rank: int
    builder: Builder
    captured: tuple[bool, ...]


class _Found(NamedTuple):
    """A pattern that matches, with the index after it and its values."""

    end: int
    pattern: _End
    values: tuple[Any, ...]


@dataclass(slots=True)
class _Node:
    """A node of the tree: its branches by the next word."""

    literal: dict[str, _Node] = field(default_factory=dict)
    classes: dict[str, list[tuple[WordClass, _Node]]] = field(default_factory=dict)
    ends: list[_End] = field(default_factory=list)

    @property
    def first(self) -> frozenset[str]:
        """The words that may come next."""
        return frozenset(self.literal) | frozenset(self.classes)


class Table:
    """Patterns with their builders.

    Args:
        rows: Patterns and builders; of two equally long matches the first in the table wins.
        classes: Word classes by name.
        tables: Tables by name, for ``<name>``.
    """

    def __init__(
        self,
        rows: Iterable[tuple[str, Builder]],
        classes: Mapping[str, WordClass],
        tables: Mapping[str, Table] | None = None,
    ) -> None:
        self._root = _Node()
        self._classes = dict(classes) | {
            f"<{name}>": WordClass(t.first, t.find_matches, t.second) for name, t in (tables or {}).items()
        }
        for rank, (pattern, builder) in enumerate(rows):
            self._add_pattern(rank, pattern, builder)
        following = ((word, self._find_second(word)) for word in self.first)
        self.second: dict[str, frozenset[str]] = {word: second for word, second in following if second is not None}

    @property
    def first(self) -> frozenset[str]:
        """The words that a match can begin with."""
        return self._root.first

    def find_matches(self, words: Words, first: int) -> list[Match]:
        """Return the matches at an index, at most one for each end."""
        if self._cannot_match(words, first):
            return []
        found: list[_Found] = []
        _walk(self._root, words, first, (), found)
        best: dict[int, tuple[int, Any]] = {}
        for end, (rank, builder, captured), values in found:
            if end not in best or rank < best[end][0]:
                given = iter(values)
                built = builder(Place(words, first, end), *[next(given) if is_given else None for is_given in captured])
                if built is not None:
                    best[end] = rank, built
        return [Match(end, value) for end, (_, value) in best.items()]

    def longest_match(self, words: Words, first: int) -> Match | None:
        """Return the longest match at an index, or None."""
        return max(self.find_matches(words, first), key=lambda match: match.end, default=None)

    def _cannot_match(self, words: Words, first: int) -> bool:
        """Tell by two words that nothing matches: "the" begins many patterns but rarely a match."""
        second = self.second.get(_key(words.at(first)))
        return second is not None and _key(words.at(first + 1)) not in second

    def _find_second(self, word: str) -> frozenset[str] | None:
        """Return the words that can follow a first word in a match, or None if any word can."""
        following = self._root.literal.get(word)
        second = following.first if following is not None else frozenset()
        if following is not None and following.ends:
            return None
        for word_class, _ in self._root.classes.get(word, ()):
            if word not in word_class.second:
                return None
            second |= word_class.second[word]
        return second

    def _add_pattern(self, rank: int, pattern: str, builder: Builder) -> None:
        """Add a pattern to the tree, once for every choice of its optional elements."""
        elements = pattern.split()
        for present in product(*((True, False) if element.endswith("?") else (True,) for element in elements)):
            nodes = [self._root]
            captured: list[bool] = []
            for element, is_present in zip(elements, present, strict=True):
                name = element.removesuffix("?")
                is_value = name in self._classes
                if is_value:
                    captured.append(is_present)
                if is_present:
                    nodes = self._extend(nodes, name, is_value)
            for node in nodes:
                node.ends.append(_End(rank, builder, tuple(captured)))

    def _extend(self, nodes: list[_Node], name: str, is_value: bool) -> list[_Node]:
        if not is_value:
            if name.isupper() or name.startswith("<"):
                raise KeyError(f"no class or table is called {name}")
            return [node.literal.setdefault(word, _Node()) for node in nodes for word in name.split("|")]
        word_class, after = self._classes[name], []
        for node in nodes:
            known = next((n for branches in node.classes.values() for c, n in branches if c is word_class), None)
            after.append(known or _Node())
            if known is None:
                for word in word_class.first:
                    node.classes.setdefault(word, []).append((word_class, after[-1]))
        return after


def _key(word: str) -> str:
    """The key of a word among the first words of classes."""
    return DIGITS if word[:1].isascii() and word[:1].isdigit() else word


def _walk(node: _Node, words: Words, index: int, values: tuple[Any, ...], found: list[_Found]) -> None:
    """Follow the tree from a node and collect every pattern that matches."""
    for pattern in node.ends:
        found.append(_Found(index, pattern, values))
    if index >= len(words.lower):
        return
    word = words.lower[index]
    following = node.literal.get(word)
    if following is not None:
        _walk(following, words, index + 1, values, found)
    for word_class, after in node.classes.get(_key(word), ()):
        for end, value in word_class.find_matches(words, index):
            _walk(after, words, end, (*values, value), found)
