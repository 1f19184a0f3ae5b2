"""Finds the time expressions of a report and resolves them.

One pass over the words of each paragraph: where a word can begin an expression, the finder matches the grammar, keeps
the longest match and continues after it. Then it resolves each reading in order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.extract.times.grammar.expressions import EXPRESSION
from onrecord.extract.times.grammar.readings import DayOfMonth, Known, NthWeekday, Reading, Recurring, Step
from onrecord.extract.times.matching.tokens import Words, cut_words
from onrecord.extract.times.meaning.anchors import Context, Resolved, Setting, tells_history
from onrecord.extract.times.meaning.calendar import parse_day
from onrecord.extract.times.meaning.resolution import resolve
from onrecord.extract.times.meaning.tense import find_tense, is_goal, is_surely_past
from onrecord.record import Report, TimeExpression, time_id
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.sentences import sentence_of_words
from onrecord.text.spans import Span

_FIRST = EXPRESSION.first
_BEFORE_TIME = lexicon.words("before-opening-time")
_NEAR = 6
"""Words between a clock time and its day: "at 10:35 a.m. (0735 GMT) Friday"."""


class Sentences:
    """The sentences of a paragraph, found on first use.

    Args:
        words: The words of the paragraph.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._numbers: list[int] = []

    def around(self, index: int) -> tuple[int, int]:
        """Return the range of words of the sentence that contains a word."""
        if not self._numbers:
            words = self._words
            spans = [Span(start, end) for start, end in zip(words.starts, words.ends, strict=True)]
            self._numbers = sentence_of_words(words.text, spans, [0] * len(spans))
        number = self._numbers[index]
        return bisect_left(self._numbers, number), bisect_right(self._numbers, number)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time expression: its words, its reading and the number of its paragraph."""

    paragraph: int
    words: Words
    sentences: Sentences
    first: int
    end: int
    reading: Reading


def find_times(
    text: str, published: str | None, paragraphs: Sequence[Span] | None = None, day_first: bool | None = None
) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a report and resolve them.

    Args:
        text: The report's text.
        published: ISO date of the report, which anchors relative expressions. None leaves them without days.
        paragraphs: Spans of its paragraphs in order. None finds them here.
        day_first: Whether "03/04/2016" is the third of April. None reads it as the fourth of March and says so in the
            rule.

    Returns:
        The expressions in order, without overlap.

    Example:
        >>> [time.value for time in find_times("Lund resigned last Friday.", "2031-03-09")]
        ['2031-03-07']
    """
    report_id = Report(text).id
    day = parse_day(published) if published else None
    phrases = [
        phrase
        for number, paragraph in enumerate(find_paragraphs(text) if paragraphs is None else paragraphs)
        for phrase in find_phrases(cut_words(text, paragraph), number)
    ]
    setting = Setting(day, tells_history([phrase.reading for phrase in phrases], day), day_first)
    meanings: list[Resolved] = []
    for index, phrase in enumerate(phrases):
        meanings.append(resolve(phrase.reading, _context(phrases, index, setting, meanings)))
    ids = [time_id(report_id, p.words.span(p.first, p.end)) for p in phrases]
    return tuple(_record(ids, index, phrase, meanings[index]) for index, phrase in enumerate(phrases))


def find_phrases(words: Words, paragraph: int) -> list[Phrase]:
    """Find the time expressions of a paragraph, in order.

    Args:
        words: The words of the paragraph.
        paragraph: The number of the paragraph.
    """
    found: list[Phrase] = []
    sentences = Sentences(words)
    index, count = 0, len(words.lower)
    while index < count:
        word = words.lower[index]
        if word in _FIRST or word[0] in "0123456789":
            match = EXPRESSION.longest_match(words, index)
            if match is not None:
                found.append(Phrase(paragraph, words, sentences, index, match.end, match.value))
                index = match.end
                continue
        index += 1
    return found


def _context(phrases: Sequence[Phrase], index: int, setting: Setting, before: list[Resolved]) -> Context:
    phrase = phrases[index]

    def resolve_day_after() -> Resolved | None:
        later = _find_day_after(phrases, index)
        if later is None:
            return None
        return resolve(phrases[later].reading, _context(phrases, later, setting, before))

    return Context(
        setting,
        before,
        first_nearby=lambda: _find_first_nearby(phrases, index),
        first_of_previous_sentence=lambda: _find_first_of_previous_sentence(phrases, index),
        tense=lambda: find_tense(phrase.words, phrase.sentences.around(phrase.first), phrase.first, phrase.end),
        is_surely_past=lambda: is_surely_past(phrase.words, phrase.first),
        is_goal=lambda: is_goal(phrase.words, phrase.first),
        day_after=resolve_day_after,
        word_before=lambda: phrase.words.at(phrase.first - 1),
    )


def _find_first_nearby(phrases: Sequence[Phrase], index: int) -> int:
    """Find the first expression of the previous sentence, which may end the previous paragraph, or of this one."""
    phrase = phrases[index]
    first, begin = 0, phrase.sentences.around(phrase.first)[0]
    paragraph = bisect_left(phrases, phrase.paragraph, hi=index, key=lambda other: other.paragraph)
    if begin:
        first = phrase.sentences.around(begin - 1)[0]
    elif paragraph and phrases[paragraph - 1].paragraph == phrase.paragraph - 1:
        phrase = phrases[paragraph - 1]
        first = phrase.sentences.around(len(phrase.words) - 1)[0]
    low = (phrase.paragraph, first)
    return bisect_left(phrases, low, hi=index, key=lambda other: (other.paragraph, other.first))


def _find_first_of_previous_sentence(phrases: Sequence[Phrase], index: int) -> int | None:
    """Find the first expression of the previous sentence in the paragraph, if this one opens its sentence or clause."""
    phrase = phrases[index]
    first, place = phrase.sentences.around(phrase.first)[0], phrase.first
    while place > first and phrase.words.at(place - 1) in _BEFORE_TIME:
        place -= 1
    if place > first and phrase.words.at(place - 1) != ";":
        return None
    if first:
        first = phrase.sentences.around(first - 1)[0]
    low = (phrase.paragraph, first)
    return bisect_left(phrases, low, hi=index, key=lambda other: (other.paragraph, other.first))


def _find_day_after(phrases: Sequence[Phrase], index: int) -> int | None:
    """Find the day close after a clock time in its sentence."""
    phrase = phrases[index]
    for later in range(index + 1, min(index + 3, len(phrases))):
        other = phrases[later]
        if other.words is not phrase.words or other.first - phrase.end > _NEAR:
            return None
        if _is_day(other.reading):
            return later if other.first < phrase.sentences.around(phrase.first)[1] else None
    return None


def _is_day(reading: Reading) -> bool:
    if isinstance(reading, NthWeekday | DayOfMonth):
        return True
    if isinstance(reading, Recurring):
        return reading.part in ("weekday", "day", "holiday")
    if isinstance(reading, Step):
        return reading.unit == "D"
    return isinstance(reading, Known) and len(reading.value) == len("2024-09-22")


def _record(ids: list[str], index: int, phrase: Phrase, meaning: Resolved) -> TimeExpression:
    span = phrase.words.span(phrase.first, phrase.end)
    start, end = (day.isoformat() for day in meaning.interval) if meaning.interval else (None, None)
    anchor = ids[meaning.anchor] if isinstance(meaning.anchor, int) else meaning.anchor
    return TimeExpression(
        ids[index],
        span,
        phrase.words.text[slice(*span)],
        meaning.type,
        meaning.value,
        start,
        end,
        anchor,
        meaning.rule,
    )
