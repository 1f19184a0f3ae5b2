"""A deterministic reader of quotation marks.

It decides which marks of a text open and close a quotation and which are apostrophes, primes or
strays. News mixes straight and curly marks, leaves marks unclosed, opens every paragraph of a long
quotation and closes only the last (The Chicago Manual of Style, 13.32), and nests single marks in
double ones. The reader makes one pass over the characters with a stack of open marks; it never
raises, and its time is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from onrecord import lexicon
from onrecord.text.spans import Span

_OPENING_DOUBLE = "“„«‟"
_CLOSING_DOUBLE = "”»"
_STRAIGHT_DOUBLE = '"″＂'
_SINGLE = "'‘’‚‛‹›`"
DOUBLE_MARKS = frozenset(_OPENING_DOUBLE + _CLOSING_DOUBLE + _STRAIGHT_DOUBLE)
_CURLY_DOUBLE = frozenset("“”")
_ALL_MARKS = DOUBLE_MARKS | frozenset(_SINGLE)
_MARK = re.compile(f"[{''.join(sorted(_ALL_MARKS))}]")
_HEAD_MARKS = re.compile(f"{_MARK.pattern}{{0,3}}")
_OPENING_CONTEXT = frozenset("([{<—–―-/…")
_ELISIONS = lexicon.words("elision")
_DECADE, _YEAR = re.compile(r"\d\ds"), re.compile(r"\d\d")
_INCHES = re.compile(r"[\s'’′]\d{1,3}$")
_MOST_SINGLE = 2
"""Single quotations open at once: deeper nesting is a mistake, and bounding it keeps the time linear."""


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


class _Ahead(NamedTuple):
    """What comes behind a mark in its paragraph; -1 where there is none.

    Attributes:
        single_close: The next single mark that could close a quotation.
        single_open: The next single mark that could open one.
        double_closes: Whether any double mark could close a quotation.
        next_double_closes: Whether the very next double mark could close one and could not open one.
        straight_close: The next straight double mark if it could only close a quotation.
        curly_close: The next curly double mark if it is a closing one.
    """

    single_close: int
    single_open: int
    double_closes: bool
    next_double_closes: bool
    straight_close: int
    curly_close: int


class _Found(NamedTuple):
    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool


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
    single_runs_on: bool
    """Whether the next paragraph opens with a single mark, so that one at this one's head may stay unclosed."""
    ahead: dict[int, _Ahead] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    found: list[_Found] = field(default_factory=list)

    def read(self) -> list[_Found]:
        marks = [match.start() for match in _MARK.finditer(self.text, self.start, self.end)]
        self._look_ahead(marks)
        done = self.start
        for position in marks:
            if position < done:
                continue
            character = self.text[position]
            width = 2 if self._is_doubled(position) else 1
            if width == 2 or character in DOUBLE_MARKS:
                self._double(position, width, character)
            else:
                self._single(position, character)
            done = position + width
        while self.stack:
            self._add(self.stack.pop(), self.end, self.end, closed=False)
        return sorted(self.found)

    def _before(self, position: int) -> str:
        """The character before a position, looking through accents that are written as characters of their own."""
        while position > self.start and unicodedata.category(self.text[position - 1])[0] == "M":
            position -= 1
        return self.text[position - 1] if position > self.start else " "

    def _after(self, position: int) -> str:
        return self.text[position] if position < self.end else " "

    def _look_ahead(self, marks: Sequence[int]) -> None:
        single_close, single_open, double_closes, next_double_closes = -1, -1, False, False
        straight_close, curly_close = -1, -1
        for position in reversed(marks):
            self.ahead[position] = _Ahead(
                single_close, single_open, double_closes, next_double_closes, straight_close, curly_close
            )
            character, before, after = self.text[position], self._before(position), self._after(position + 1)
            if character in DOUBLE_MARKS:
                double_closes = double_closes or not before.isspace()
                next_double_closes = not before.isspace() and not (before in _OPENING_CONTEXT and not after.isspace())
                if character in _STRAIGHT_DOUBLE:
                    straight_close = position if next_double_closes and not after.isalnum() else -1
                else:
                    curly_close = position if character in _CLOSING_DOUBLE else -1
            elif character in "'’›" and not before.isspace() and not after.isalnum():
                single_close = position
            elif character in "'‘‹" and not before.isalnum() and after.isalnum() and not self._is_elision(position):
                single_open = position

    def _is_doubled(self, position: int) -> bool:
        """Tell whether two single marks stand for a double one."""
        character = self.text[position]
        if character not in "'`’‘" or self._after(position + 1) != character:
            return False
        # Of three closing marks the first closes the quotation within.
        closes_inner = bool(self.stack) and self.stack[-1].single and not self._before(position).isspace()
        return not (closes_inner and self._after(position + 2) == character)

    def _double(self, position: int, width: int, character: str) -> None:
        before, after = self._before(position), self._after(position + width)
        is_open = any(not mark.single for mark in self.stack)
        if is_open and self._is_prime(position, character):
            return
        begins_word = before.isspace() or before in _OPENING_CONTEXT
        can_open = not after.isspace() and (begins_word or before in _ALL_MARKS)
        can_close = not before.isspace()
        if character in _OPENING_DOUBLE or (width == 2 and character in "`‘"):
            # An opening mark in an open quotation that could also close it is a slip for a closing one.
            opens = can_open or (not (is_open and can_close) and not after.isspace())
            # Some set a space inside their marks (« oui »).
            opens = opens or (not is_open and begins_word)
        elif character in _CLOSING_DOUBLE:
            opens = not is_open and can_open
        elif is_open:
            opens = can_open and not can_close
        else:
            opens = can_open or (not after.isspace() and not before.isdigit() and not before.isalnum())
        if opens:
            if not (is_open and self._nests(position, character)):
                self._abandon_doubles(position)
            self.stack.append(_Open(position, position + width, single=False))
        elif is_open:
            self._close_double(position, width, character)

    def _nests(self, position: int, character: str) -> bool:
        """Tell a quotation in curly marks within one in straight marks, or the other way round: both close, in turn."""
        outer = self.text[next(mark for mark in reversed(self.stack) if not mark.single).start]
        ahead = self.ahead[position]
        if outer in _STRAIGHT_DOUBLE and character in _OPENING_DOUBLE:
            return 0 <= ahead.curly_close < ahead.straight_close
        if outer in _OPENING_DOUBLE and character in _STRAIGHT_DOUBLE:
            return 0 <= ahead.straight_close < ahead.curly_close
        return False

    def _close_double(self, position: int, width: int, character: str) -> None:
        """Close the innermost open double quotation, those in single marks within it left out."""
        while self.stack[-1].single:
            self.stack.pop()
        self._add(self.stack.pop(), position, position + width, closed=True)

    def _is_prime(self, position: int, character: str) -> bool:
        """Tell inches or seconds from a closing mark: a number before, and the mark that closes yet to come."""
        if character not in _STRAIGHT_DOUBLE or not self.ahead[position].next_double_closes:
            return False
        return _INCHES.search(self.text, max(self.start, position - 4), position) is not None

    def _abandon_doubles(self, position: int) -> None:
        """End the open double quotations as unclosed before a new one, keeping those around a single one."""
        while self.stack and not self.stack[-1].single:
            self._add(self.stack.pop(), position, position, closed=False)

    def _single(self, position: int, character: str) -> None:
        before, after = self._before(position), self._after(position + 1)
        word_before, word_after = before.isalnum(), after.isalnum()
        if word_before and word_after:
            return
        can_open = not after.isspace() and not word_before and character not in "’›"
        can_close = not before.isspace() and not word_after
        if can_close and self._closes_single(position):
            while not self.stack[-1].single:
                mark = self.stack.pop()
                self._add(mark, position, position, closed=False)
            self._add(self.stack.pop(), position, position + 1, closed=True)
        elif can_open and self._may_open_single(position):
            self.stack.append(_Open(position, position + 1, single=True))

    def _closes_single(self, position: int) -> bool:
        if not any(mark.single for mark in self.stack):
            return False
        if not self.stack[-1].single and self.ahead[position].double_closes:
            return False
        return not self._is_possessive(position) and not self._ends_elision(position)

    def _may_open_single(self, position: int) -> bool:
        if (self.stack and self.stack[-1].single) or sum(mark.single for mark in self.stack) >= _MOST_SINGLE:
            return False
        is_head = position == self.start or (position == self.start + 1 and self.text[self.start] in _ALL_MARKS)
        has_end = self.ahead[position].single_close >= 0 or (is_head and self.single_runs_on)
        return has_end and not self._is_elision(position)

    def _is_possessive(self, position: int) -> bool:
        """Tell a plural possessive ("officials' view") from a closing mark: a later mark can still close."""
        follows = self.text[position + 1 : position + 3]
        lower_word_follows = len(follows) == 2 and follows[0] == " " and follows[1].islower()
        close, opening = self.ahead[position].single_close, self.ahead[position].single_open
        return self._before(position) in "sS" and lower_word_follows and close >= 0 and not 0 <= opening < close

    def _is_elision(self, position: int) -> bool:
        end = position + 1
        while end < self.end and end < position + 8 and self.text[end].isalnum():
            end += 1
        word = self.text[position + 1 : end].lower()
        if word in _ELISIONS or _DECADE.fullmatch(word):
            return True
        # "in '08": a quotation that begins with a number mostly follows a comma, a colon or nothing.
        follows_word = position >= self.start + 2 and self.text[position - 2].isalpha()
        return _YEAR.fullmatch(word) is not None and follows_word

    def _ends_elision(self, position: int) -> bool:
        """Tell the second apostrophe of "rock 'n' roll"."""
        return position >= self.start + 2 and self.text[position - 1] in "nN" and self.text[position - 2] in _SINGLE

    def _add(self, mark: _Open, inner_end: int, end: int, closed: bool) -> None:
        words = self.text[mark.inner_start : inner_end]
        if any(not (character.isspace() or character in _ALL_MARKS) for character in words):
            self.found.append(_Found(mark.start, mark.inner_start, inner_end, end, closed))


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Find the quotations of a text.

    A straight mark that nothing closes is a stray in a text that sets its marks curly, unless the next paragraph opens
    with another: some pages put one before every paragraph of an excerpt that has quotations of its own.

    Args:
        text: The report's text.
        paragraphs: Its paragraphs, in order; a quotation never crosses one, but may continue.

    Returns:
        Quotations in the order in which they begin, outer before inner. Never raises on odd marks.
    """
    quotations: list[Quotation] = []
    is_curly = not _CURLY_DOUBLE.isdisjoint(text)
    following = [*paragraphs[1:], None]
    for paragraph, after in zip(paragraphs, following, strict=False):
        next_double, next_single = _head_marks(text, after)
        strays = _STRAIGHT_DOUBLE if is_curly and not (after and text[after.start] in _STRAIGHT_DOUBLE) else ""
        around: list[int] = []
        for found in _Reader(text, paragraph.start, paragraph.end, next_single).read():
            if not found.closed and text[found.start] in strays:
                continue
            while around and around[-1] <= found.start:
                around.pop()
            is_double = text[found.start] in DOUBLE_MARKS or found.inner_start - found.start == 2
            runs_on = not found.closed and found.end == paragraph.end and (next_double if is_double else next_single)
            span, inner = Span(found.start, found.end), Span(found.inner_start, found.inner_end)
            quotations.append(Quotation(span, inner, len(around), found.closed, runs_on))
            around.append(found.end)
    return quotations


def _head_marks(text: str, paragraph: Span | None) -> tuple[bool, bool]:
    """Tell whether a paragraph opens with a double mark, and whether with a single one."""
    match = _HEAD_MARKS.match(text, paragraph.start, paragraph.end) if paragraph else None
    head = match.group() if match else ""
    has_pair = any(pair in head for pair in ("''", "``", "‘‘", "’’"))
    is_double = has_pair or not DOUBLE_MARKS.isdisjoint(head)
    return is_double, not has_pair and any(character in "'‘" for character in head)


def outermost(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Give the quotations that lie in no other of those given, in order; they do not overlap."""
    kept: list[Quotation] = []
    for quotation in quotations:
        if not kept or quotation.span.start >= kept[-1].span.end:
            kept.append(quotation)
    return kept


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
