"""Which time expression of a sentence says when its statement was made.

An expression dates the statement where it stands in the reporting clause and no other clause lies between: within the
cue ("said Friday"), after it ("told reporters on Thursday"), before it ("on Friday said"), or in the introduction of
the sentence ("Speaking to ABC on Sunday, …"). An expression that dates another event ("the law that passed in March"),
the topic or a named thing ("the 2016 campaign") does not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.extract.dating.reporting_clause import CLAUSE_STARTS, ReportingClause, begins_cue, cut_at_next_clause
from onrecord.extract.dating.venue_and_addressee import OCCASIONS, is_occasion
from onrecord.record import TimeExpression
from onrecord.text.document import Document, WordRange

_TOPIC = lexicon.words("topic-preposition")
"""Prepositions that introduce the topic after a cue."""
_BACKWARD = lexicon.words("not-dating-preposition")
"""Prepositions after which a date bounds another event."""
_BOUNDS = lexicon.words("time-bound") | {"–", "—"}
_DETERMINERS = lexicon.words("article", "possessive", "singular-demonstrative", "distributive")
_SUBORDINATE = lexicon.words("occasion-clause-start")
_EARLIER_EVENT = frozenset("having following".split())
"""Words at the beginning of a sentence that introduce an earlier event: "Having won on Monday, …"."""
_PARTICIPLES = lexicon.words("published-participle")
_OPENING = lexicon.words("introduction-start")
"""Words that begin the introduction of a sentence."""
_CONNECTIVES = lexicon.words("connective")
_BEFORE_FIRST = _CONNECTIVES | lexicon.words("before-first-time")
_RELATIVES = frozenset("who which that".split())
_LONGEST_FRONT = 25
_LONGEST_OBJECT = 5
_MOST_DAYS = 7
_DAYS = re.compile("P([0-9]{1,3})D")
_NEXT = 4
"""Words after a date that may name what it dates: "Monday's presidential debate"."""


@dataclass(frozen=True, slots=True)
class PlacedTime:
    """A time expression with its words."""

    time: TimeExpression
    words: WordRange


def times_in(placed: Sequence[PlacedTime], words: WordRange) -> Sequence[PlacedTime]:
    """Give the expressions that begin in a range of words."""
    first = bisect_left(placed, words[0], key=lambda p: p.words[0])
    return placed[first : bisect_left(placed, words[1], key=lambda p: p.words[0])]


def find_time_of_statement(
    document: Document,
    clause: ReportingClause,
    placed: Sequence[PlacedTime],
    cues: Sequence[WordRange],
    published: str | None,
) -> TimeExpression | None:
    """Find the expression of a statement's sentence that says when the statement was made.

    Args:
        document: The report's text.
        clause: The reporting clause of the statement.
        placed: The report's time expressions, in order.
        cues: The cues of all statements, in order.
        published: The report's date, ISO, or None; what lies behind it says when nothing was said.

    Returns:
        The expression that governs the cue most directly, or None.
    """
    ranked = []
    own = _ClauseWords(document, clause, cues)
    for candidate in times_in(placed, clause.sentence):
        rank = _rank(own, candidate.words)
        if (
            rank is not None
            and can_date(candidate.time, published)
            and not dates_something_else(document, candidate.words)
        ):
            distance = min(abs(candidate.words[0] - clause.cue[1]), abs(clause.cue[0] - candidate.words[1]))
            ranked.append((rank, distance, candidate.time))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def can_date(time: TimeExpression, published: str | None) -> bool:
    """Tell whether an expression can date a statement at all."""
    if time.value in ("PRESENT_REF", "FUTURE_REF"):
        return False
    if time.type not in ("DATE", "TIME") and not is_range_of_days(time):
        return False
    return published is None or time.start is None or time.start <= published


def is_range_of_days(time: TimeExpression) -> bool:
    """Tell whether an expression names the days of one occasion: "a hearing on 3-5 March"."""
    days = _DAYS.fullmatch(time.value)
    is_printed = any(letter.isdigit() for letter in time.quote) and time.quote[:3].casefold() != "the"
    return (
        time.type == "DURATION"
        and time.start is not None
        and days is not None
        and is_printed
        and int(days[1]) <= _MOST_DAYS
    )


def has_relative_source(document: Document, clause: ReportingClause) -> bool:
    """Tell whether a statement's source is a relative pronoun."""
    return clause.source is not None and document.lower[clause.source[0]] in _RELATIVES


def dates_something_else(document: Document, time: WordRange) -> bool:
    """Tell whether an expression dates something else: "the 2016 campaign", "Friday's vote", "since May"."""
    before = document.lower[time[0] - 1] if time[0] else ""
    behind = document.lower[time[1] : time[1] + _NEXT]
    # "Of" joins a date to what is said on it: "a speech of 3 March".
    is_of_speech = before == "of" and is_occasion(document.lower[time[0] - 2 : time[0] - 1])
    if (before in _BACKWARD and not is_of_speech) or before == "most":
        return True
    if behind[:2] in (["'", "s"], ["’", "s"]):
        # "on Friday's “Evening Hour”": what is named with its day is a programme.
        is_programme = before in ("on", "during", "in") and _is_name(document, time[1] + 2)
        return not is_programme and not is_occasion(behind)
    return before in _DETERMINERS and not is_occasion(behind)


def is_range_bound(document: Document, time: WordRange) -> bool:
    """Tell whether an expression is the first or last day of a period: "a poll taken from 3 to 7 March"."""
    return time[0] > 0 and document.lower[time[0] - 1] in _BOUNDS


def _is_name(document: Document, word: int) -> bool:
    return word < len(document.lower) and (document.is_capitalised(word) or document.lower[word] in "“\"‘'")


class _ClauseWords:
    """The words of a reporting clause, searched once for all time expressions.

    Args:
        document: The report's text.
        clause: The reporting clause of the statement.
        cues: The cues of all statements, in order.
    """

    def __init__(self, document: Document, clause: ReportingClause, cues: Sequence[WordRange]) -> None:
        self.document, self.clause, self.cues = document, clause, cues
        self._own = [word for word in range(*clause.sentence) if not clause.is_content(word)]
        self._stops = [word for word in range(*clause.sentence) if document.lower[word] in ":;"]
        self._cue_starts = [word for word in self._own if begins_cue(cues, word)]
        self._ends: dict[int, tuple[int, int]] = {}

    def between(self, first: int, end: int) -> Sequence[int]:
        """Give the words from ``first`` up to ``end``."""
        return self._own[bisect_left(self._own, first) : bisect_left(self._own, end)]

    def count(self, first: int, end: int) -> int:
        """Count the words from ``first`` up to ``end``."""
        return bisect_left(self._own, end) - bisect_left(self._own, first)

    def begin(self, word: int) -> int:
        """Give the start of the part that a word stands in: after the last colon, or at the start of the sentence."""
        place = bisect_left(self._stops, word)
        return self._stops[place - 1] + 1 if place else self.clause.sentence[0]

    def has_cue(self, first: int, end: int) -> bool:
        """Tell whether a cue begins from ``first`` up to ``end``."""
        place = bisect_left(self._cue_starts, first)
        return place < len(self._cue_starts) and self._cue_starts[place] < end

    def clause_end(self, first: int) -> int:
        """Give the word from ``first`` on that begins another clause; else the end of the sentence."""
        return self._find_ends(first)[0]

    def topic_start(self, first: int) -> int:
        """Give the word from ``first`` on that begins another clause or the topic."""
        return self._find_ends(first)[1]

    def _find_ends(self, first: int) -> tuple[int, int]:
        if first not in self._ends:
            lower, zone = self.document.lower, self.between(first, self.clause.sentence[1])
            kept = cut_at_next_clause(self.document, zone, self.cues)
            end = zone[len(kept)] if len(kept) < len(zone) else self.clause.sentence[1]
            topics = (word for word in kept if lower[word] in _TOPIC)
            # "in a letter of 3 March": "of" continues the occasion.
            topic = next((word for word in topics if lower[word] != "of" or lower[word - 1] not in OCCASIONS), end)
            self._ends[first] = end, topic
        return self._ends[first]


def _rank(own: _ClauseWords, time: WordRange) -> int | None:
    """How directly an expression dates the cue, from 0 for most directly; None where it does not."""
    document, clause = own.document, own.clause
    if clause.cue[0] <= time[0] < clause.cue[1]:
        return 0
    if clause.is_content(time[0]):
        return 2 if _follows_object(document, clause, time) else None
    if clause.source is not None and clause.source[0] <= time[0] < clause.source[1]:
        return 3 if _is_of_document(document, clause.source, time) else None
    if time[0] >= clause.cue[1]:
        return 1 if time[0] <= own.topic_start(_behind_source(clause, time)) else None
    start = clause.source[1] if clause.source and clause.source[0] < clause.cue[0] else clause.cue[0]
    if start <= time[0]:
        return 1 if time[0] <= own.clause_end(start) else None
    if _dates_when_clause(document, clause, time):
        return 1
    return 2 if _is_fronted(own, time) else None


def _behind_source(clause: ReportingClause, time: WordRange) -> int:
    """The word after the cue, or after a source that follows the cue: "a goal set by the council in May"."""
    if clause.source is None or not clause.cue[1] <= clause.source[0] < clause.source[1] < time[0]:
        return clause.cue[1]
    return clause.source[1]


def _follows_object(document: Document, clause: ReportingClause, time: WordRange) -> bool:
    """Tell whether an expression stands in the content, but directly after a name that is the object of the cue.

    In "chided the Mayor on Friday for waiting" corpora count all behind the cue as content.
    """
    start = clause.cue[1]
    if not any(content[0] == start and time[0] < content[1] for content in clause.contents):
        return False
    name = [w for w in range(start, time[0]) if document.lower[w] not in ("the", "on", "in")]
    return 0 < len(name) <= _LONGEST_OBJECT and all(
        document.is_capitalised(w) or document.lower[w] in ("him", "her", "them") for w in name
    )


def _dates_when_clause(document: Document, clause: ReportingClause, time: WordRange) -> bool:
    """Tell whether an expression dates the cue's clause: "Monday, when Tamm said", "the call on Monday in which …"."""
    between = document.lower[time[1] : min(clause.start, time[1] + _LONGEST_FRONT)]
    place = next((index for index, word in enumerate(between) if word in ("when", "which")), None)
    if place is None or time[1] + len(between) != clause.start:
        return False
    lead = [word for word in between[:place] if word != ","]
    if between[place] == "which" and (not lead or lead.pop() not in ("in", "at", "during")):
        return False
    return len(between) - place <= _NEXT and (not lead or (len(lead) <= _NEXT and is_occasion(lead)))


def _is_fronted(own: _ClauseWords, time: WordRange) -> bool:
    """Tell whether an expression stands in the introduction of the sentence."""
    document, clause = own.document, own.clause
    begin = own.begin(time[0])
    if own.count(begin, time[0]) > _LONGEST_FRONT:
        return False
    before = own.between(begin, time[0])
    is_first = all(document.lower[w] in _BEFORE_FIRST for w in before)
    if is_first and not has_relative_source(document, clause) and document.lower[time[1] : time[1] + 1] == [","]:
        return not own.has_cue(time[1], clause.start)
    if len(before) + own.count(time[1], clause.start) > _LONGEST_FRONT:
        return False
    behind = own.between(time[1], clause.start)
    if _crosses_clause(document, before, own.cues) or _crosses_clause(document, behind, own.cues):
        return False
    opening = next((word for w in before if (word := document.lower[w]).isalpha() and word not in _CONNECTIVES), None)
    if opening is None or opening in _OPENING or (opening.endswith("ing") and opening not in _EARLIER_EVENT):
        return True
    has_occasion = is_occasion([*(document.lower[w] for w in before), *document.lower[time[1] : time[1] + _NEXT]])
    return opening in _SUBORDINATE and has_occasion


def _is_of_document(document: Document, source: WordRange, time: WordRange) -> bool:
    """Tell whether an expression in a source dates a document that speaks: "a poll released Friday"."""
    between = document.lower[source[0] : time[0]]
    has_document = any(word in OCCASIONS for word in document.lower[source[0] : source[1]])
    return not CLAUSE_STARTS.intersection(between) and (has_document or not _PARTICIPLES.isdisjoint(between))


def _crosses_clause(document: Document, between: Sequence[int], cues: Sequence[WordRange]) -> bool:
    """Tell whether another clause, or the cue of another statement, begins within some words."""
    return len(cut_at_next_clause(document, between, cues)) < len(between)
