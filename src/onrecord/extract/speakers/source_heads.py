"""What the words of a source say of who it is: a pronoun, a name, names together, or a description.

"Lund spokesman Tomas Reyer" is Tomas Reyer and not Lund; "Tomas Reyer, Lund's campaign manager" is Tomas Reyer; "the
opposition nominee, Ilse Varga" is Ilse Varga by apposition; "a spokesman for the mayor" names no one. The head of
the source decides, and names in the rest do not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord import lexicon
from onrecord.extract.speakers.mentions import FoundMention
from onrecord.model.heads.antecedents import PRONOUNS

SourceForm = Literal["pronoun", "relative", "name", "names", "description", "none"]

_STOPS = lexicon.words("head-noun-end") | frozenset("( ) , -- : ; – —".split())
_POSSESSIVES = lexicon.words("possessive")
_MARKS = frozenset("'\"“”‘’`[]()")


@dataclass(frozen=True, slots=True)
class SourceHead:
    """The head of a source.

    Attributes:
        form: What kind of words it is.
        mentions: Indices of the mentions that name it: one for a name, several for names together.
        words: The range of word indices that the head and what stands before it cover.
        apposition: True where a name stands behind a comma after a description.
    """

    form: SourceForm
    mentions: tuple[int, ...] = ()
    words: tuple[int, int] = (0, 0)
    apposition: bool = False


def find_head(words: Sequence[str], mentions: Sequence[FoundMention], source: tuple[int, int]) -> SourceHead:
    """Find the head of a source.

    Args:
        words: The words of the text, in lower case.
        mentions: Its mentions, in order.
        source: The source's range of word indices.
    """
    first, last = source
    while first < last and words[first] in _MARKS:
        first += 1
    if first >= last:
        return SourceHead("none")
    pronoun = PRONOUNS.get(words[first])
    is_determiner = words[first] == "that" or words[first] in _POSSESSIVES
    if pronoun and not (is_determiner and last - first > 1):
        return SourceHead("relative" if pronoun in ("who", "which") else "pronoun", (), (first, first + 1))
    names = _names_in(mentions, first, last)
    end = _head_end(words, mentions, names, first, last)
    head = _name_ending_at(words, mentions, names, end)
    if head is None:
        behind = _name_behind_comma(words, mentions, names, end)
        if behind is not None:
            return SourceHead("name", (behind,), (first, end), apposition=True)
        return SourceHead("description", (), (first, end))
    together = _coordinated(words, mentions, names, head, last)
    return SourceHead("names" if len(together) > 1 else "name", tuple(together), (first, end))


def _names_in(mentions: Sequence[FoundMention], first: int, last: int) -> list[int]:
    """Outermost names inside a range, in order."""
    inside: list[int] = []
    begin = bisect_left(mentions, first, key=lambda mention: mention.words[0])
    for index in range(begin, bisect_left(mentions, last, key=lambda mention: mention.words[0])):
        words = mentions[index].words
        is_outer = not inside or words[0] >= mentions[inside[-1]].words[1]
        if mentions[index].form == "name" and words[1] <= last and is_outer:
            inside.append(index)
    return inside


def _head_end(
    words: Sequence[str], mentions: Sequence[FoundMention], names: Sequence[int], first: int, last: int
) -> int:
    """Where the words that follow the head begin: the first comma, preposition or relative outside a name."""
    covered = {i for n in names for i in range(*mentions[n].words)}
    for index in range(first, last):
        if index in covered or index == first:
            continue
        if words[index] in _STOPS:
            return index
    return last


def _name_ending_at(
    words: Sequence[str], mentions: Sequence[FoundMention], names: Sequence[int], end: int
) -> int | None:
    while end > 0 and (words[end - 1] in _MARKS or words[end - 1] in (".", "s")):
        if any(mentions[n].words[1] == end for n in names):
            break
        end -= 1
    return next((n for n in names if mentions[n].words[1] == end), None)


def _name_behind_comma(
    words: Sequence[str], mentions: Sequence[FoundMention], names: Sequence[int], end: int
) -> int | None:
    """A person named right behind "the nominee,"; titles may stand between."""
    if end >= len(words) or words[end] != ",":
        return None
    for name in names:
        start = mentions[name].words[0]
        if start > end and start - end <= 3 and mentions[name].kind == "person":
            return name
    return None


def _coordinated(
    words: Sequence[str], mentions: Sequence[FoundMention], names: Sequence[int], head: int, last: int
) -> list[int]:
    """The names that "and" and commas join to the first, if nothing else stands between them."""
    together = [head]
    place = names.index(head)
    for name in names[place + 1 :]:
        between = [
            w for w in words[mentions[together[-1]].words[1] : mentions[name].words[0]] if w not in ("the", "both")
        ]
        if between in (["and"], [","], [",", "and"], ["&"]):
            together.append(name)
        else:
            break
    # "Varga, Tamm" without "and" is a name and what follows it.
    joined = words[mentions[together[0]].words[1] : mentions[together[-1]].words[0]]
    return together if len(together) > 1 and ("and" in joined or "&" in joined) else [head]
