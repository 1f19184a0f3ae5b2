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

from onrecord.extract.times.calendar import parse_day
from onrecord.extract.times.grammar import EXPRESSION
from onrecord.extract.times.patterns import DIGITS
from onrecord.extract.times.readings import Reading
from onrecord.extract.times.resolution import Context, Resolved, resolve
from onrecord.extract.times.tense import find_tense
from onrecord.extract.times.words import Words, cut_words
from onrecord.records import Report, TimeExpression
from onrecord.spans import Span
from onrecord.text.paragraphs import find_paragraphs

_FIRST = EXPRESSION.first
_CONTINUING_DIGITS = DIGITS in _FIRST
_SENTENCE_FINAL = frozenset(".?!")


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
    resolved: list[Resolved] = []
    for phrase in phrases:
        resolved.append(resolve(phrase.reading, _context(phrase, day, resolved, day_first)))
    ids = [_time_id(report_id, p.words.span(p.first, p.end)) for p in phrases]
    return tuple(_record(ids, index, phrase, resolved[index]) for index, phrase in enumerate(phrases))


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


def _context(phrase: Phrase, published: date | None, before: list[Resolved], day_first: bool | None) -> Context:
    sentence = _sentence(phrase)
    return Context(published, before, lambda: find_tense(phrase.words, sentence, phrase.first, phrase.end), day_first)


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


def _record(ids: list[str], index: int, phrase: Phrase, resolved: Resolved) -> TimeExpression:
    span = phrase.words.span(phrase.first, phrase.end)
    start, end = (day.isoformat() for day in resolved.interval) if resolved.interval else (None, None)
    anchor = ids[resolved.anchor] if isinstance(resolved.anchor, int) else resolved.anchor
    return TimeExpression(
        ids[index],
        span,
        phrase.words.text[slice(*span)],
        resolved.type,
        resolved.value,
        start,
        end,
        anchor,
        resolved.rule,
    )
