"""A deterministic reader of quotation marks.

It decides which marks of a text open and close a quotation and which are apostrophes, primes or
strays. News mixes straight and curly marks, leaves marks unclosed, opens every paragraph of a long
quotation and closes only the last (The Chicago Manual of Style, 13.32), and nests single marks in
double ones. The reader makes one pass over the characters with a stack of open marks; it never
raises, and its time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from onrecord.spans import Span

_OPENING_DOUBLE = "“„«‟"
_CLOSING_DOUBLE = "”»"
_STRAIGHT_DOUBLE = '"″＂'
_SINGLE = "'‘’‚‛‹›`"
DOUBLE_MARKS = frozenset(_OPENING_DOUBLE + _CLOSING_DOUBLE + _STRAIGHT_DOUBLE)
_ALL_MARKS = DOUBLE_MARKS | frozenset(_SINGLE)
_OPENING_CONTEXT = frozenset("([{<—–―-/…")
_ELISIONS = frozenset({"til", "tis", "twas", "em", "cause", "bout", "round", "n", "cuz", "er", "im"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation between two marks, or from a mark to the end of its paragraph.

    Attributes:
        span: From the opening mark to behind the closing one.
        inner: The words between the marks.
        depth: 0 for an outer quotation, 1 inside another, and so on.
        closed: False where no closing mark was found in the paragraph.
        continues: True where the quotation runs on in the next paragraph, which opens with a mark.
    """

    span: Span
    inner: Span
    depth: int
    closed: bool
    continues: bool = False


class QuoteState(IntEnum):
    """Where a word stands relative to the quotation marks around it."""

    OUTSIDE = 0
    OPEN_SHORT = 1
    IN_SHORT = 2
    CLOSE_SHORT = 3
    OPEN_LONG = 4
    IN_LONG = 5
    CLOSE_LONG = 6
    NESTED_MARK = 7
    IN_NESTED = 8
    UNCLOSED = 9


SHORT_QUOTATION = 30
"""Inner length, in code points, up to which a quotation may be a scare quote, a title or a fragment."""


@dataclass(slots=True)
class _Open:
    start: int
    inner_start: int
    single: bool


@dataclass(slots=True)
class _Reader:
    text: str
    start: int
    end: int
    later_single_close: list[int]
    stack: list[_Open] = field(default_factory=list)
    found: list[Quotation] = field(default_factory=list)

    def read(self) -> list[Quotation]:
        position = self.start
        while position < self.end:
            character = self.text[position]
            width = 1
            if character in _ALL_MARKS:
                if character in "'`’‘" and self.text[position + 1 : position + 2] == character:
                    width = 2
                if width == 2 or character in DOUBLE_MARKS:
                    self._double(position, width, character)
                else:
                    self._single(position, character)
            position += width
        while self.stack:
            self._add(self.stack.pop(), self.end, self.end, closed=False)
        return sorted(self.found, key=lambda q: q.span)

    def _before(self, position: int) -> str:
        return self.text[position - 1] if position > self.start else " "

    def _after(self, position: int) -> str:
        return self.text[position] if position < self.end else " "

    def _double(self, position: int, width: int, character: str) -> None:
        before, after = self._before(position), self._after(position + width)
        is_open = any(not mark.single for mark in self.stack)
        can_open = not after.isspace() and (before.isspace() or before in _OPENING_CONTEXT or before in _ALL_MARKS)
        can_close = not before.isspace()
        if character in _OPENING_DOUBLE or (width == 2 and character in "`‘"):
            opens = can_open or (not (is_open and can_close) and not after.isspace())
            # A second opening mark in an open quotation that could also close it is a slip for one.
            if is_open and can_close and after.isspace():
                opens = False
        elif character in _CLOSING_DOUBLE:
            opens = not is_open and can_open
        elif is_open:
            opens = can_open and not can_close
        else:
            opens = can_open or (not after.isspace() and not before.isdigit() and not before.isalnum())
        if opens:
            self._abandon_doubles(position)
            self.stack.append(_Open(position, position + width, single=False))
        elif is_open:
            while self.stack[-1].single:
                self.stack.pop()
            self._add(self.stack.pop(), position, position + width, closed=True)

    def _abandon_doubles(self, position: int) -> None:
        """End the open double quotations as unclosed before a new one, keeping those around a single one."""
        while self.stack and not self.stack[-1].single:
            self._add(self.stack.pop(), position, position, closed=False)

    def _single(self, position: int, character: str) -> None:
        before, after = self._before(position), self._after(position + 1)
        is_open = any(mark.single for mark in self.stack)
        word_before, word_after = before.isalnum(), after.isalnum()
        if word_before and word_after:
            return
        can_open = not after.isspace() and not word_before and character not in "›"
        can_close = not before.isspace() and not word_after
        if is_open and can_close and not self._is_possessive(position):
            while not self.stack[-1].single:
                mark = self.stack.pop()
                self._add(mark, position, position, closed=False)
            self._add(self.stack.pop(), position, position + 1, closed=True)
        elif (
            can_open
            and not is_open
            and character != "’"
            and self.later_single_close[position - self.start + 1] >= 0
            and not self._is_elision(position)
        ):
            self.stack.append(_Open(position, position + 1, single=True))

    def _is_possessive(self, position: int) -> bool:
        """Tell a plural possessive ("officials' view") from a closing mark: a later mark can still close."""
        follows = self.text[position + 1 : position + 3]
        lower_word_follows = len(follows) == 2 and follows[0] == " " and follows[1].islower()
        later = self.later_single_close[position - self.start + 1]
        return self._before(position) in "sS" and lower_word_follows and later >= 0

    def _is_elision(self, position: int) -> bool:
        end = position + 1
        while end < self.end and end < position + 8 and self.text[end].isalnum():
            end += 1
        word = self.text[position + 1 : end].lower()
        return word in _ELISIONS or word[:1].isdigit()

    def _add(self, mark: _Open, inner_end: int, end: int, closed: bool) -> None:
        if inner_end > mark.inner_start:
            span, inner = Span(mark.start, end), Span(mark.inner_start, inner_end)
            self.found.append(Quotation(span, inner, len(self.stack), closed))


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Find the quotations of a text.

    Args:
        text: The report's text.
        paragraphs: Its paragraphs, in order; a quotation never crosses one, but may continue.

    Returns:
        Quotations in the order in which they begin, outer before inner. Never raises on odd marks.
    """
    found: list[Quotation] = []
    for index, paragraph in enumerate(paragraphs):
        later = _later_single_closes(text, paragraph)
        quotations = _Reader(text, paragraph.start, paragraph.end, later).read()
        next_opens = index + 1 < len(paragraphs) and text[paragraphs[index + 1].start] in DOUBLE_MARKS | {"'", "‘"}
        for quotation in quotations:
            runs_on = next_opens and not quotation.closed and quotation.span.end == paragraph.end
            found.append(
                Quotation(quotation.span, quotation.inner, quotation.depth, quotation.closed, runs_on)
                if runs_on
                else quotation
            )
    return found


def _later_single_closes(text: str, paragraph: Span) -> list[int]:
    """For each position, the next single mark at or after it that could close a quotation, or -1."""
    size = paragraph.end - paragraph.start
    later = [-1] * (size + 2)
    for offset in range(size - 1, -1, -1):
        position = paragraph.start + offset
        later[offset] = later[offset + 1]
        if text[position] in "'’›" and offset > 0 and not text[position - 1].isspace():
            follows = text[position + 1] if position + 1 < paragraph.end else " "
            if not follows.isalnum():
                later[offset] = position
    return later


def quote_states(quotations: Sequence[Quotation], words: Sequence[Span]) -> list[QuoteState]:
    """Give each word its place inside or outside the quotations.

    Args:
        quotations: From :func:`find_quotations`.
        words: Spans in order that do not overlap.

    Returns:
        One state a word.
    """
    states = [QuoteState.OUTSIDE] * len(words)
    first = 0
    for quotation in quotations:
        while first < len(words) and words[first].end <= quotation.span.start:
            first += 1
        index = first
        while index < len(words) and words[index].start < quotation.span.end:
            states[index] = _state(quotation, words[index])
            index += 1
    return states


def _state(quotation: Quotation, word: Span) -> QuoteState:
    is_opening = word.start < quotation.inner.start
    is_closing = word.end > quotation.inner.end
    if not quotation.closed:
        return QuoteState.UNCLOSED
    if quotation.depth > 0:
        return QuoteState.NESTED_MARK if is_opening or is_closing else QuoteState.IN_NESTED
    short = quotation.inner.end - quotation.inner.start <= SHORT_QUOTATION
    if is_opening:
        return QuoteState.OPEN_SHORT if short else QuoteState.OPEN_LONG
    if is_closing:
        return QuoteState.CLOSE_SHORT if short else QuoteState.CLOSE_LONG
    return QuoteState.IN_SHORT if short else QuoteState.IN_LONG
