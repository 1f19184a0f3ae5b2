"""Patterns over words, and the one pass that matches them.

A pattern is a row of elements. ``word`` is that word, ``one|other`` either, ``element?`` may be missing, ``NUMBER`` is
a class of words with values (see ``classes``), ``<name>`` what another table matches. The patterns of a table are laid
into one tree of words, so that a match looks at each word once for each branch of the tree. No pattern repeats an
element, and a table uses only tables made before it: how far and how widely a match looks is bounded by the tables
alone, and the time over a text grows with its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from onrecord.extract.times.words import Words

DIGITS = "0"
"""Stands for a run of digits in the first words of a class."""


class Match(NamedTuple):
    """Words that an element matches.

    Attributes:
        end: Index after the last word.
        value: What they stand for.
    """

    end: int
    value: Any


class Place(NamedTuple):
    """Where a pattern matches, for builders that look at the words."""

    words: Words
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class WordClass:
    """A class of words with values.

    Attributes:
        first: The words that it can begin with; ``DIGITS`` for digits.
        read: Gives its matches at an index.
    """

    first: frozenset[str]
    read: Callable[[Words, int], Iterable[Match]]


def class_of(table: Mapping[str, Any]) -> WordClass:
    """Make a class of single words from a table of their values."""
    return WordClass(frozenset(table), lambda words, index: (Match(index + 1, table[words.lower[index]]),))


Builder = Callable[..., Any]
"""Takes the place and the values of the classes and tables in a pattern, None for those that are missing, and gives
what the pattern stands for, or None where it does not hold after all."""


@dataclass(slots=True)
class _Node:
    """A branching of the tree: what may come next, by the next word."""

    literal: dict[str, _Node] = field(default_factory=dict)
    classes: dict[str, list[tuple[WordClass, _Node]]] = field(default_factory=dict)
    ends: list[tuple[int, Builder, tuple[bool, ...]]] = field(default_factory=list)


class Table:
    """Patterns with what they stand for.

    Args:
        rows: Patterns and builders; of two that match equally far, the one that comes first is taken.
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
        self._classes = dict(classes) | {f"<{name}>": WordClass(t.first, t.read) for name, t in (tables or {}).items()}
        for rank, (pattern, builder) in enumerate(rows):
            self._add(rank, pattern, builder)

    @property
    def first(self) -> frozenset[str]:
        """The words that a match can begin with."""
        return frozenset(self._root.literal) | frozenset(self._root.classes)

    def read(self, words: Words, first: int) -> list[Match]:
        """Give the matches at an index, at most one for each end."""
        best: dict[int, tuple[int, Any]] = {}
        for end, rank, builder, values in _walk(self._root, words, first, ()):
            if end not in best or rank < best[end][0]:
                built = builder(Place(words, first, end), *values)
                if built is not None:
                    best[end] = rank, built
        return [Match(end, value) for end, (_, value) in best.items()]

    def longest(self, words: Words, first: int) -> Match | None:
        """Give the match at an index that reaches farthest, or None."""
        return max(self.read(words, first), key=lambda match: match.end, default=None)

    def _add(self, rank: int, pattern: str, builder: Builder) -> None:
        """Lay a pattern into the tree: once for every choice of its optional elements."""
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
                    nodes = self._step(nodes, name, is_value)
            for node in nodes:
                node.ends.append((rank, builder, tuple(captured)))

    def _step(self, nodes: list[_Node], name: str, is_value: bool) -> list[_Node]:
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


def _walk(
    node: _Node, words: Words, index: int, values: tuple[Any, ...]
) -> Iterator[tuple[int, int, Builder, list[Any]]]:
    """Follow the tree from a node: every pattern that matches, with the index after it and its values."""
    for rank, builder, captured in node.ends:
        given = iter(values)
        yield index, rank, builder, [next(given) if is_given else None for is_given in captured]
    if index >= len(words.lower):
        return
    word = words.lower[index]
    following = node.literal.get(word)
    if following is not None:
        yield from _walk(following, words, index + 1, values)
    for word_class, after in node.classes.get(DIGITS if word[0] in "0123456789" else word, ()):
        for match in word_class.read(words, index):
            yield from _walk(after, words, match.end, (*values, match.value))
