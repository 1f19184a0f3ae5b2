"""Dates that later statements on the same occasion share.

"He added" has no date of its own. It shares the date of the speech, debate or interview that an earlier sentence dates.
A dated statement begins an occasion for its speaker. A sentence about an event ("On Saturday the president opened the
museum") begins one for everyone it names. An occasion ends when its speaker gets another date, or after many
paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.extract.dating.gatherings import DatedGathering, find_kinds, is_answer, is_said_there
from onrecord.extract.dating.reporting_clause import PAST, ReportingClause
from onrecord.extract.dating.time_of_statement import (
    PlacedTime,
    can_date,
    dates_something_else,
    is_range_bound,
    times_in,
)
from onrecord.extract.dating.venue_and_addressee import OCCASIONS, is_occasion
from onrecord.extract.times.meaning.calendar import add_days, parse_day
from onrecord.record import Entity, Statement, TimeExpression
from onrecord.text.document import Document, WordRange

_MODAL = lexicon.words("perfect-auxiliary", "undated-modal")
_WOULD = frozenset("would could".split())
_STANDING = lexicon.words("stance")
"""Cues of a lasting stance, which is not one act of speech."""
_ANAPHORS = lexicon.words("third-person-pronoun") | {"the"}
_OTHER_EVENT = lexicon.words("other-event") | {";"}
_LONGEST_CLAUSE = 60
_DEFINITE = lexicon.words("singular-demonstrative") | {"the"}
_FARTHEST_DAY, _FARTHEST_WEEK, _FARTHEST_UNTOLD = 20, 3, 1
"""Most paragraphs of an occasion dated by a day, of one dated by a week, and of one whose speaker is unresolved."""
_RECENT_DAYS = 7
_BEFORE, _BEHIND = 12, 6
"""Words before and after an expression that may name an occasion."""


@dataclass(slots=True)
class _SpeakingOccasion:
    """The latest occasion of a speaker, and its latest paragraph."""

    time: TimeExpression
    paragraph: int


@dataclass(frozen=True, slots=True)
class DatedOccasion:
    """An occasion that a sentence dates.

    Attributes:
        time: Its date.
        word: Where the date stands.
        who: Ids of the entities that the sentence names, and nouns for what is said there ("statement").
        gatherings: The kinds of gathering that the sentence names.
    """

    time: TimeExpression
    word: int
    who: frozenset[str]
    gatherings: frozenset[str] = frozenset()


def find_dated_occasions(
    document: Document,
    placed: Sequence[PlacedTime],
    entities: Sequence[Entity],
    published: str | None,
) -> Iterator[DatedOccasion]:
    """Find the occasions that sentences date.

    Args:
        document: The report's text.
        placed: Its time expressions outside what is said, in order.
        entities: Its entities.
        published: Its date, ISO, or None.

    Yields:
        Occasions, in order.
    """
    mentions = sorted((document.word_range(m.span)[0], entity.id) for entity in entities for m in entity.mentions)
    for candidate in placed:
        time, (first, end) = candidate.time, candidate.words
        if time.start is None or _reach(time) == 0 or not can_date(time, published):
            continue
        if is_range_bound(document, candidate.words):
            continue
        sentence = document.sentence_range(first)
        near = document.lower[max(sentence[0], first - _BEFORE) : min(sentence[1], end + _BEHIND)]
        occasions = OCCASIONS.intersection(near)
        if occasions or (_is_recent(time, published) and not dates_something_else(document, candidate.words)):
            here = sentence if occasions else _own_clause(document, candidate.words, sentence)
            named = mentions[_place(mentions, here[0]) : _place(mentions, here[1])]
            who = frozenset(entity for _, entity in named) | occasions
            yield DatedOccasion(time, first, who, find_kinds(document, sentence))


def _own_clause(document: Document, time: WordRange, sentence: WordRange) -> WordRange:
    """The words around a date up to the next event: "fired on Monday, while others met"."""
    nearest = max(sentence[0], time[0] - _LONGEST_CLAUSE), min(sentence[1], time[1] + _LONGEST_CLAUSE)
    before = (word + 1 for word in range(time[0] - 1, nearest[0] - 1, -1) if document.lower[word] in _OTHER_EVENT)
    ends = _OTHER_EVENT | {"that"}
    behind = (word for word in range(time[1], nearest[1]) if document.lower[word] in ends)
    return next(before, nearest[0]), next(behind, nearest[1])


def _place(mentions: Sequence[tuple[int, str]], word: int) -> int:
    return bisect_left(mentions, word, key=lambda mention: mention[0])


class CarriedDates:
    """The latest dated occasion of each speaker.

    Args:
        document: The report's text.
        dated_occasions: The occasions that its sentences date, in order.
        dates: Its time expressions outside contents, in order.
    """

    def __init__(
        self, document: Document, dated_occasions: Iterable[DatedOccasion], dates: Sequence[PlacedTime]
    ) -> None:
        self._document = document
        self._dates = dates
        self._latest: dict[str, _SpeakingOccasion] = {}
        self._last: _SpeakingOccasion | None = None
        self._gathering: DatedGathering | None = None
        self._dated_occasions = deque(dated_occasions)

    def remember_date(self, statement: Statement, clause: ReportingClause, time: TimeExpression) -> None:
        """Begin an occasion with a dated statement."""
        self._advance(clause)
        speaker = _speaker(self._document, statement, clause)
        if speaker is not None and time.start is not None:
            self._remember(speaker, time, self._document.paragraph[clause.cue[0]])
            self._last = self._latest.get(speaker)

    def find_carried_date(self, statement: Statement, clause: ReportingClause) -> TimeExpression | None:
        """Give the date of the occasion that an undated statement belongs to, or None."""
        self._advance(clause)
        speaker = _speaker(self._document, statement, clause)
        gathering = self._find_gathering(clause, speaker)
        if gathering is not None:
            scene: _SpeakingOccasion | None = _SpeakingOccasion(gathering.time, self._document.paragraph[clause.cue[0]])
        else:
            scene = self._latest.get(speaker) if speaker is not None else self._last_if_anaphoric(clause)
        if scene is None or not _is_past_act(self._document, clause) or _is_new_occasion(self._document, clause):
            return None
        paragraph = self._document.paragraph[clause.cue[0]]
        if paragraph - scene.paragraph > (_reach(scene.time) if speaker is not None else _FARTHEST_UNTOLD):
            return None
        if self._goes_back(clause, scene.time):
            return None
        scene.paragraph = paragraph
        self._last = scene
        if speaker is not None:
            self._latest[speaker] = scene
        return scene.time

    def _last_if_anaphoric(self, clause: ReportingClause) -> _SpeakingOccasion | None:
        """The occasion of the statement before, for an unresolved source such as "the senator"."""
        if clause.source is None or self._document.lower[clause.source[0]] not in _ANAPHORS:
            return None
        return self._last

    def _find_gathering(self, clause: ReportingClause, speaker: str | None) -> DatedGathering | None:
        """Give the latest gathering if a statement was made there, and not on a later occasion of its speaker."""
        gathering, own = self._gathering, self._latest.get(speaker) if speaker is not None else None
        if gathering is None or (own is not None and own.time.span.start > gathering.time.span.start):
            return None
        if is_answer(self._document, clause) and self._last is not None and self._last.time is gathering.time:
            return gathering
        return gathering if is_said_there(self._document, clause, gathering) else None

    def _goes_back(self, clause: ReportingClause, time: TimeExpression) -> bool:
        """Tell whether a sentence opens with an earlier date than an occasion: "After a test in January …"."""
        opening = (place.time for place in times_in(self._dates, (clause.sentence[0], clause.start)))
        return any(other.end is not None and time.start is not None and other.end <= time.start for other in opening)

    def _advance(self, clause: ReportingClause) -> None:
        """Begin the occasions of the sentences before a statement."""
        while self._dated_occasions and self._dated_occasions[0].word < clause.sentence[0]:
            dated_occasions = self._dated_occasions.popleft()
            if dated_occasions.gatherings:
                self._gathering = DatedGathering(dated_occasions.time, dated_occasions.word, dated_occasions.gatherings)
            for who in dated_occasions.who:
                self._remember(who, dated_occasions.time, self._document.paragraph[dated_occasions.word])

    def _remember(self, who: str, time: TimeExpression, paragraph: int) -> None:
        known = self._latest.get(who)
        if known is not None and _is_vaguer(time, known.time):
            # "this week" after "on Tuesday" adds nothing.
            time = known.time
        self._latest[who] = _SpeakingOccasion(time, paragraph)


def _reach(time: TimeExpression) -> int:
    """Most paragraphs of an occasion with this date; 0 where the date is vaguer than a week."""
    if is_day(time):
        return _FARTHEST_DAY
    return _FARTHEST_WEEK if "-W" in time.value else 0


def is_day(time: TimeExpression) -> bool:
    """Tell whether an expression names one day, or a part of it."""
    return time.start is not None and len(time.value.split("T")[0]) == len("2024-09-22") and "W" not in time.value


def _is_recent(time: TimeExpression, published: str | None) -> bool:
    """Tell whether an expression names a day of the week before the report."""
    day = parse_day(published) if published else None
    begin = add_days(day, -_RECENT_DAYS) if day else None
    return begin is not None and time.start is not None and time.start >= begin.isoformat()


def _is_vaguer(time: TimeExpression, other: TimeExpression) -> bool:
    """Tell whether an expression covers another one and more."""
    if time.start is None or time.end is None or other.start is None or other.end is None:
        return False
    return time.start <= other.start and other.end <= time.end and (time.start, time.end) != (other.start, other.end)


def _speaker(document: Document, statement: Statement, clause: ReportingClause) -> str | None:
    """The speaker: an entity, or the document that the statement quotes."""
    for entity in (statement.speaker.entity if statement.speaker else None, statement.source.entity):
        if entity is not None and statement.speaker is not None and statement.speaker.status != "unnamed":
            return entity
    if clause.source is not None and _is_document(document, clause.source):
        return document.lower[clause.source[1] - 1]
    return statement.source.entity


def _is_document(document: Document, source: WordRange) -> bool:
    """Tell whether a source is a document named before: "the statement"."""
    named = document.lower[slice(*source)]
    return bool(named) and named[0] in _DEFINITE and named[-1] in OCCASIONS


def _is_new_occasion(document: Document, clause: ReportingClause) -> bool:
    """Tell whether a sentence introduces an occasion of its own: "in an interview", "during a meeting"."""
    own = [w for w in range(*clause.sentence) if not clause.is_content(w)]
    return any(
        document.lower[w] in ("in", "during", "at")
        and document.lower[w + 1 : w + 2] in (["a"], ["an"])
        and is_occasion(document.lower[w + 2 : w + 6])
        for w in own
    )


def _is_past_act(document: Document, clause: ReportingClause) -> bool:
    """Tell whether a cue reports one act of speech in the past."""
    cue = document.lower[max(clause.cue[0] - 2, clause.sentence[0]) : clause.cue[1]]
    if {"is", "are"}.intersection(cue):
        return False
    is_refusal = ("not" in cue or "t" in cue) and not _MODAL.intersection(cue)
    if _STANDING.intersection(cue) or _MODAL.intersection(cue) or (_WOULD.intersection(cue) and not is_refusal):
        return False
    own = document.lower[clause.cue[0] : clause.cue[1]]
    if _continues_document(document, clause):
        return True
    return is_refusal or any((word.endswith(("ed", "ing"))) or word in PAST for word in own)


def _continues_document(document: Document, clause: ReportingClause) -> bool:
    """Tell whether a statement quotes on from a document: "Friday's poll … The poll finds", "it read"."""
    if clause.source is None:
        return False
    own = document.lower[clause.cue[0] : clause.cue[1]]
    if "read" in own and document.lower[slice(*clause.source)] == ["it"]:
        return True
    return _is_document(document, clause.source) and any(word.endswith("s") or word == "read" for word in own)
