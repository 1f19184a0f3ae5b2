"""Occasions that go on: who spoke when last, so that later statements of the same occasion have its date.

"He added" carries no date of its own; that of the speech, debate or interview which an earlier sentence dated is its
date too. An occasion is entered by a dated statement, or by a sentence that tells of one ("On Saturday the president
opened the museum"), for everybody who is named there. It ends where the same person comes up with another date, or
is not heard of for many paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.extract.dating.reporting_clause import PAST, Frame
from onrecord.extract.dating.time_of_statement import PlacedTime, bounds, can_date, dates_other, times_in
from onrecord.extract.dating.venue_and_addressee import OCCASIONS, is_occasion
from onrecord.extract.times.meaning.calendar import add_days, parse_day
from onrecord.record import Entity, Statement, TimeExpression
from onrecord.text.document import Document, WordRange

_MODAL = lexicon.words("perfect-auxiliary", "undated-modal")
_WOULD = frozenset("would could".split())
_STANDING = lexicon.words("stance")
"""Cues of what holds on, and is not said once."""
_ANAPHORS = lexicon.words("third-person-pronoun") | {"the"}
_OTHER_EVENT = lexicon.words("other-event") | {";"}
_LONGEST_CLAUSE = 60
_DEFINITE = lexicon.words("singular-demonstrative") | {"the"}
_FARTHEST_DAY, _FARTHEST_WEEK, _FARTHEST_UNTOLD = 20, 3, 1
"""Paragraphs that an occasion reaches over: dated by its day, by its week, and where the speaker could not be told."""
_RECENT_DAYS = 7
_BEFORE, _BEHIND = 12, 6
"""Words around an expression in which an occasion may be named."""


@dataclass(slots=True)
class _Scene:
    """The occasion that somebody spoke on last, and the paragraph of it that came last."""

    time: TimeExpression
    paragraph: int


@dataclass(frozen=True, slots=True)
class ToldOccasion:
    """A dated occasion that a sentence tells of.

    Attributes:
        time: Its date.
        word: Where the date stands.
        who: Ids of the entities that the sentence names, and nouns for what is said there ("statement").
    """

    time: TimeExpression
    word: int
    who: frozenset[str]


def find_told(
    document: Document,
    placed: Sequence[PlacedTime],
    entities: Sequence[Entity],
    published: str | None,
) -> Iterator[ToldOccasion]:
    """Find the dated occasions that sentences tell of.

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
        if bounds(document, candidate.words):
            continue
        sentence = document.sentence_range(first)
        near = document.lower[max(sentence[0], first - _BEFORE) : min(sentence[1], end + _BEHIND)]
        occasions = OCCASIONS.intersection(near)
        if occasions or (_is_recent(time, published) and not dates_other(document, candidate.words)):
            here = sentence if occasions else _own_clause(document, candidate.words, sentence)
            named = mentions[_place(mentions, here[0]) : _place(mentions, here[1])]
            yield ToldOccasion(time, first, frozenset(entity for _, entity in named) | occasions)


def _own_clause(document: Document, time: WordRange, sentence: WordRange) -> WordRange:
    """The words around a date up to where a clause of another event begins: "fired on Monday, while others met"."""
    nearest = max(sentence[0], time[0] - _LONGEST_CLAUSE), min(sentence[1], time[1] + _LONGEST_CLAUSE)
    before = (word + 1 for word in range(time[0] - 1, nearest[0] - 1, -1) if document.lower[word] in _OTHER_EVENT)
    ends = _OTHER_EVENT | {"that"}
    behind = (word for word in range(time[1], nearest[1]) if document.lower[word] in ends)
    return next(before, nearest[0]), next(behind, nearest[1])


def _place(mentions: Sequence[tuple[int, str]], word: int) -> int:
    return bisect_left(mentions, word, key=lambda mention: mention[0])


class Scenes:
    """The dated occasions on which the people of a report spoke last.

    Args:
        document: The report's text.
        told: The occasions that its sentences tell of, in order.
        dates: Its time expressions outside what is said, in order.
    """

    def __init__(self, document: Document, told: Iterable[ToldOccasion], dates: Sequence[PlacedTime]) -> None:
        self._document = document
        self._dates = dates
        self._latest: dict[str, _Scene] = {}
        self._last: _Scene | None = None
        self._told = deque(told)

    def enter(self, statement: Statement, frame: Frame, time: TimeExpression) -> None:
        """Note that somebody speaks on a dated occasion."""
        self._advance(frame)
        speaker = _speaker(self._document, statement, frame)
        if speaker is not None and time.start is not None:
            self._note(speaker, time, self._document.paragraph[frame.cue[0]])
            self._last = self._latest.get(speaker)

    def carried(self, statement: Statement, frame: Frame) -> TimeExpression | None:
        """The expression that an earlier sentence gave for the occasion which a statement belongs to."""
        self._advance(frame)
        speaker = _speaker(self._document, statement, frame)
        scene = self._latest.get(speaker) if speaker is not None else self._last_if_anaphoric(frame)
        if scene is None or not _goes_on(self._document, frame) or _is_new_occasion(self._document, frame):
            return None
        paragraph = self._document.paragraph[frame.cue[0]]
        if paragraph - scene.paragraph > (_reach(scene.time) if speaker is not None else _FARTHEST_UNTOLD):
            return None
        if self._goes_back(frame, scene.time):
            return None
        scene.paragraph = paragraph
        self._last = scene
        return scene.time

    def _last_if_anaphoric(self, frame: Frame) -> _Scene | None:
        """The scene of the statement before, for a source such as "the senator" that could not be told."""
        if frame.source is None or self._document.lower[frame.source[0]] not in _ANAPHORS:
            return None
        return self._last

    def _goes_back(self, frame: Frame, time: TimeExpression) -> bool:
        """Tell whether a sentence opens with a date before a scene's: "After a test in January the council …"."""
        opening = (place.time for place in times_in(self._dates, (frame.sentence[0], frame.head)))
        return any(other.end is not None and time.start is not None and other.end <= time.start for other in opening)

    def _advance(self, frame: Frame) -> None:
        """Take up the occasions that are told of in the sentences before a statement's."""
        while self._told and self._told[0].word < frame.sentence[0]:
            told = self._told.popleft()
            for who in told.who:
                self._note(who, told.time, self._document.paragraph[told.word])

    def _note(self, who: str, time: TimeExpression, paragraph: int) -> None:
        known = self._latest.get(who)
        if known is not None and _is_vaguer(time, known.time):
            # "this week" after "on Tuesday" tells nothing new.
            time = known.time
        self._latest[who] = _Scene(time, paragraph)


def _reach(time: TimeExpression) -> int:
    """Paragraphs that an occasion with this date reaches over; none where the date is vaguer than a week."""
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
    """Tell whether an expression covers all that another does, and more."""
    if time.start is None or time.end is None or other.start is None or other.end is None:
        return False
    return time.start <= other.start and other.end <= time.end and (time.start, time.end) != (other.start, other.end)


def _speaker(document: Document, statement: Statement, frame: Frame) -> str | None:
    """Who speaks: the entity, or for "the statement" what is read from."""
    for entity in (statement.speaker.entity if statement.speaker else None, statement.source.entity):
        if entity is not None and statement.speaker is not None and statement.speaker.status != "unnamed":
            return entity
    if frame.source is not None and _is_document(document, frame.source):
        return document.lower[frame.source[1] - 1]
    return statement.source.entity


def _is_document(document: Document, source: WordRange) -> bool:
    """Tell whether a source is something said or written that the text has named before: "the statement"."""
    named = document.lower[slice(*source)]
    return bool(named) and named[0] in _DEFINITE and named[-1] in OCCASIONS


def _is_new_occasion(document: Document, frame: Frame) -> bool:
    """Tell whether a statement's sentence brings up an occasion of its own: "in an interview", "during a meeting"."""
    own = [w for w in range(*frame.sentence) if not frame.is_content(w)]
    return any(
        document.lower[w] in ("in", "during", "at")
        and document.lower[w + 1 : w + 2] in (["a"], ["an"])
        and is_occasion(document.lower[w + 2 : w + 6])
        for w in own
    )


def _goes_on(document: Document, frame: Frame) -> bool:
    """Tell whether a cue tells of one act of saying in the past."""
    cue = document.lower[max(frame.cue[0] - 2, frame.sentence[0]) : frame.cue[1]]
    if {"is", "are"}.intersection(cue):
        return False
    is_refusal = ("not" in cue or "t" in cue) and not _MODAL.intersection(cue)
    if _STANDING.intersection(cue) or _MODAL.intersection(cue) or (_WOULD.intersection(cue) and not is_refusal):
        return False
    own = document.lower[frame.cue[0] : frame.cue[1]]
    if _reads_on(document, frame):
        return True
    return is_refusal or any((word.endswith(("ed", "ing"))) or word in PAST for word in own)


def _reads_on(document: Document, frame: Frame) -> bool:
    """Tell whether something written goes on saying what it says: "Friday's poll … The poll finds", "it read"."""
    if frame.source is None:
        return False
    own = document.lower[frame.cue[0] : frame.cue[1]]
    if "read" in own and document.lower[slice(*frame.source)] == ["it"]:
        return True
    return _is_document(document, frame.source) and any(word.endswith("s") or word == "read" for word in own)
