"""Finds the time expressions of a report and puts them into its record.

One pass over the words of each paragraph: where a word can begin an expression, the grammar is matched, the longest
match is taken, and the search goes on behind it. Then each reading is resolved, in order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.extract.times.anchors import Context, Resolved
from onrecord.extract.times.calendar import parse_day
from onrecord.extract.times.grammar import EXPRESSION
from onrecord.extract.times.readings import Known, Reading, Recurring, Step
from onrecord.extract.times.resolution import resolve
from onrecord.extract.times.tense import find_tense, is_surely_past
from onrecord.extract.times.words import Words, cut_words
from onrecord.records import Report, TimeExpression
from onrecord.spans import Span
from onrecord.text.paragraphs import find_paragraphs

_FIRST = EXPRESSION.first
_SENTENCE_FINAL = frozenset(".?!")
_NEAR = 6
"""Words between a clock time and its day: "at 10:35 a.m. (0735 GMT) Friday"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that say when, with their reading."""

    words: Words
    first: int
    end: int
    reading: Reading


def find_times(
    text: str, published: str | None, paragraphs: Sequence[Span] | None = None, day_first: bool | None = None
) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a report and what they mean.

    Args:
        text: The report's text.
        published: ISO date of the report, the anchor of relative expressions, or None: they then stay unanchored.
        paragraphs: Spans of its paragraphs in order; found here if not given.
        day_first: Whether "03/04/2016" is the third of April; None takes it for the fourth of March and says so.

    Returns:
        The expressions in order; none overlap.
    """
    report_id = Report(text).id
    day = parse_day(published) if published else None
    phrases = [
        phrase
        for paragraph in (find_paragraphs(text) if paragraphs is None else paragraphs)
        for phrase in find_phrases(cut_words(text, paragraph))
    ]
    meanings: list[Resolved] = []
    for index, phrase in enumerate(phrases):
        behind = phrases[index + 1] if index + 1 < len(phrases) else None
        meanings.append(resolve(phrase.reading, _context(phrase, behind, day, meanings, day_first)))
    ids = [_time_id(report_id, p.words.span(p.first, p.end)) for p in phrases]
    return tuple(_record(ids, index, phrase, meanings[index]) for index, phrase in enumerate(phrases))


def resolve_time(phrase: str, published: str | None, day_first: bool | None = None) -> tuple[TimeExpression, ...]:
    """Resolve the expressions of a phrase or sentence."""
    return find_times(phrase, published, day_first=day_first)


def find_phrases(words: Words) -> list[Phrase]:
    """Find the expressions of a paragraph, in order."""
    found: list[Phrase] = []
    index, count = 0, len(words.lower)
    while index < count:
        word = words.lower[index]
        if word in _FIRST or word[0] in "0123456789":
            match = EXPRESSION.longest(words, index)
            if match is not None:
                found.append(Phrase(words, index, match.end, match.value))
                index = match.end
                continue
        index += 1
    return found


def _context(
    phrase: Phrase, behind: Phrase | None, published: date | None, before: list[Resolved], day_first: bool | None
) -> Context:
    sentence = _sentence(phrase)

    def resolve_behind() -> Resolved | None:
        is_near = behind is not None and behind.words is phrase.words and behind.first - phrase.end <= _NEAR
        if behind is None or not is_near or not _is_day(behind.reading) or behind.first >= sentence[1]:
            return None
        return resolve(behind.reading, _context(behind, None, published, before, day_first))

    return Context(
        published,
        before,
        tense=lambda: find_tense(phrase.words, sentence, phrase.first, phrase.end),
        is_surely_past=lambda: is_surely_past(phrase.words, phrase.first),
        behind=resolve_behind,
        day_first=day_first,
    )


def _is_day(reading: Reading) -> bool:
    if isinstance(reading, Recurring):
        return reading.part in ("weekday", "day", "holiday")
    if isinstance(reading, Step):
        return reading.unit == "D"
    return isinstance(reading, Known) and len(reading.value) == len("2024-09-22")


def _sentence(phrase: Phrase) -> tuple[int, int]:
    words = phrase.words
    first = phrase.first
    while first > max(0, phrase.first - 40) and not _ends(words, first - 1):
        first -= 1
    end = phrase.end
    while end < min(len(words), phrase.end + 40) and not _ends(words, end):
        end += 1
    return first, end


def _ends(words: Words, index: int) -> bool:
    if words.lower[index] not in _SENTENCE_FINAL:
        return False
    before = words.at(index - 1)
    return not (len(before) <= 3 and words.is_capital(index - 1)) and not words.is_glued(index + 1)


def _time_id(report_id: str, span: Span) -> str:
    return "t_" + hashlib.sha256(json.dumps([report_id, span]).encode()).hexdigest()[:16]


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
