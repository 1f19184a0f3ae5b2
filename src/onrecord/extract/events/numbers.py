"""How many were killed, injured, captured and so on: numbers beside the words that say of what.

A number belongs to the nearest word of :data:`KINDS` in its sentence, and to the nearest trigger in that sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from onrecord import lexicon
from onrecord.record.layers.events import EventNumber, NumberKind
from onrecord.text.document import Document
from onrecord.text.spans import Span

KINDS = cast(Mapping[str, NumberKind], lexicon.values("counts"))
"""What a number counts, by the word beside it."""
REACH = 7
"""Most words between a number and the word that says of what."""
_BOUNDS = lexicon.values("bound")
_SMALL = lexicon.numbers("small-number") | lexicon.numbers("tens")
_SCALES = lexicon.numbers("scale")
_VAGUE = lexicon.words("vague-number")
_GROUPED = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,4})?(?![0-9])")
_CURRENCY = frozenset("$€£¥")


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number and where its words stand."""

    number: EventNumber
    words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Amount:
    first: int
    last: int
    value: int | None


def find_numbers(document: Document, sentence: tuple[int, int]) -> list[PlacedNumber]:
    """Find the counted numbers of a sentence.

    Args:
        document: The text.
        sentence: Its word range.

    Example:
        >>> document = Document.from_text("At least six people were killed in Holm.")
        >>> find_numbers(document, (0, 9))[0].number.at_least
        6
    """
    start, end = sentence
    kinds = [(word, KINDS[document.lower[word]]) for word in range(start, end) if document.lower[word] in KINDS]
    found = []
    for amount in _find_amounts(document, start, end):
        is_money = document.printed[max(start, amount.first - 1)] in _CURRENCY
        near = sorted((min(abs(w - amount.first), abs(w - amount.last)), w) for w, _ in kinds)
        kind: NumberKind | None = None
        if is_money:
            kind = "amount"
        elif near and near[0][0] <= REACH:
            kind = dict(kinds)[near[0][1]]
        if kind is not None:
            found.append(_place(document, amount, kind, start))
    return found


def _find_amounts(document: Document, start: int, end: int) -> list[_Amount]:
    """Find numbers in figures and in words."""
    amounts: list[_Amount] = []
    word = start
    while word < end:
        value, last = _read_amount(document, word, end)
        if last > word:
            amounts.append(_Amount(word, last - 1, value))
        word = max(last, word + 1)
    return amounts


def _read_amount(document: Document, word: int, end: int) -> tuple[int | None, int]:
    """Read a number that begins at a word; give its value and one past its last word."""
    text = document.lower[word]
    figures = _GROUPED.match(document.text, document.words[word].start)
    if figures is not None:
        value = float(figures[0].replace(",", ""))
        is_year = len(figures[0]) == 4 and 1900 <= value <= 2100
        if is_year:
            return None, word
        word = document.word_range(Span(*figures.span()))[1]
    elif text in _SMALL:
        value = float(_SMALL[text])
        if word + 2 < end and document.lower[word + 1] == "-" and document.lower[word + 2] in _SMALL:
            value, word = value + _SMALL[document.lower[word + 2]], word + 2
        word += 1
    elif text in _VAGUE or text.removesuffix("s") in _SCALES:
        return None, word + 1
    else:
        return None, word
    while word < end and document.lower[word] in _SCALES:
        value, word = value * _SCALES[document.lower[word]], word + 1
    return round(value), word


def _place(document: Document, amount: _Amount, kind: NumberKind, start: int) -> PlacedNumber:
    before = document.lower[max(start, amount.first - 2) : amount.first]
    bounds = {_BOUNDS.get(word) for word in before}
    least, most = "lower" in bounds, "upper" in bounds
    span = document.span_of_words((amount.first, amount.last + 1))
    number = EventNumber(
        kind,
        None if least or most else amount.value,
        None if most else amount.value,
        None if least else amount.value,
        (span,),
        (document.text[slice(*span)],),
    )
    return PlacedNumber(number, (amount.first, amount.last + 1))


def nearest_trigger(number: PlacedNumber, triggers: Sequence[tuple[int, int]]) -> int | None:
    """Give the index of the trigger nearest to a number, or None where there is none."""
    if not triggers:
        return None
    distances = [min(abs(first - number.words[0]), abs(last - number.words[1])) for first, last in triggers]
    return distances.index(min(distances))
