"""When each statement was made.

In order: the time expression that governs the cue ("told reporters on Thursday"); the one that governs the occasion
("Speaking to ABC on Sunday, …"), in the same sentence or, while the same person goes on speaking, in an earlier one;
the report's date, which then stands in and is named as doing so. An expression governs where it stands in the
statement's frame and no other clause lies between: what dates another event ("the law that passed in March") does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.frames import CLAUSE, PAST, Frame, WordRange, Words, find_frame, in_clause
from onrecord.extract.occasions import OCCASIONS, find_venue_and_addressee, is_occasion
from onrecord.extract.times.calendar import add_days, parse_day
from onrecord.records import Entity, RoleSpans, Said, Statement, TimeExpression

PUBLISHED = "published"
_TOPIC = frozenset("about over against for of regarding concerning toward towards".split())
"""Prepositions that say, behind a cue, what was spoken of."""
_BACKWARD = frozenset("since until till by before from to between through after".split())
"""Prepositions after which a date bounds another event."""
_DETERMINERS = frozenset("a an the this that his her its their our my your each every no".split())
_SUBORDINATE = frozenset("after since before although though despite because following if while as when".split())
_MODAL = frozenset("has have had having should may might can must will".split())
_WOULD = frozenset("would could".split())
_STANDING = frozenset(
    """
    believe believes believed think thinks thought want wants wanted hope hopes hoped know knows knew fear fears feared
    plan plans planned expect expects expected feel feels felt intend intends support supports oppose opposes favor favors
    """.split()
)
"""Cues of what holds on, and is not said once."""
_PARTICIPLES = frozenset(
    "released published issued filed posted conducted taken obtained sent written dated aired made given delivered".split()
)
_OPENING = frozenset(
    """
    in on at during by from late early earlier later just last this next asked pressed questioned interviewed pushed
    told challenged following amid over within under with as
    """.split()
)
"""Words that begin what introduces a sentence."""
_CONNECTIVES = frozenset("and but then so also now yet still or".split())
_BEFORE_FIRST = _CONNECTIVES | frozenset("on in at early late earlier just".split())
_ANAPHORS = frozenset("the he she they it".split())
NEWOCC = True
LOOSE = False
WEEK = 3
_LEAD = 1
_NEAR = 1
_RECENT_DAYS = 7
_LONGEST_FRONT = 25
_FARTHEST = 20
"""Paragraphs that an occasion reaches over."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A time expression with its words."""

    time: TimeExpression
    words: WordRange


@dataclass(slots=True)
class _Scene:
    """The occasion that somebody spoke on last."""

    time: TimeExpression
    paragraph: int


def date_statements(
    words: Words,
    statements: Sequence[Statement],
    times: Sequence[TimeExpression],
    entities: Sequence[Entity],
    published: str | None,
) -> tuple[Statement, ...]:
    """Say when each statement of a report was made.

    Args:
        words: The report's words.
        statements: Its statements with their speakers, in order.
        times: Its time expressions, in order.
        entities: Its entities.
        published: Its date of publication, ISO, or None.

    Returns:
        The statements, each with ``said``; None where neither an expression nor the report's date says when.
    """
    placed = [_Placed(time, words.range_of(time.span)) for time in times]
    frames = [find_frame(words, statement) for statement in statements]
    cues = sorted(frame.cue for frame in frames if frame is not None)
    governing = [
        _find_governing(words, frame, _in_sentence(placed, frame.sentence), cues, published) if frame else None
        for frame in frames
    ]
    contents = [content for frame in frames if frame is not None for content in frame.contents]
    governing = [
        time or (_ahead(words, statements, frames, governing, index) if frame else None)
        for index, (frame, time) in enumerate(zip(frames, governing, strict=True))
    ]
    scenes = _Scenes(words, _told_occasions(words, placed, entities, contents, published))
    dated = []
    for statement, frame, time in zip(statements, frames, governing, strict=True):
        if frame is not None:
            if time is None:
                time = scenes.carried(statement, frame)
            else:
                scenes.enter(statement, frame, time)
        venue, addressee = _circumstances(words, frame, placed, cues) if frame is not None else (None, None)
        dated.append(replace(statement, said=_said(time, published), venue=venue, addressee=addressee))
    return tuple(dated)


def _circumstances(
    words: Words, frame: Frame, placed: Sequence[_Placed], cues: Sequence[WordRange]
) -> tuple[RoleSpans | None, RoleSpans | None]:
    """The venue and the addressee that a frame names."""
    times = [p.words for p in _in_sentence(placed, frame.sentence)]
    found = find_venue_and_addressee(words, frame, times, cues)
    venue, addressee = (RoleSpans.of(words.text, [words.span_of(part)]) if part else None for part in found)
    return venue, addressee


def _ahead(
    words: Words,
    statements: Sequence[Statement],
    frames: Sequence[Frame | None],
    governing: Sequence[TimeExpression | None],
    index: int,
) -> TimeExpression | None:
    """What dates a headline's or lead's statement in the sentences after it."""
    frame = frames[index]
    if frame is None or words.paragraph[frame.cue[0]] > _LEAD or not _same(words, statements, frames, index, index):
        return None
    for other in range(index + 1, min(index + 4, len(statements))):
        later, time = frames[other], governing[other]
        if later is None or words.sentence[later.cue[0]] - words.sentence[frame.cue[0]] > 1:
            break
        if time is not None and _is_day(time) and _same(words, statements, frames, index, other):
            return time
    return None


def _same(
    words: Words, statements: Sequence[Statement], frames: Sequence[Frame | None], one: int, other: int
) -> bool:
    """Tell whether two statements have one speaker, or sources that end with the same word."""
    keys = []
    for index in (one, other):
        frame, statement = frames[index], statements[index]
        if frame is None or frame.source is None:
            return False
        entity = statement.speaker.entity if statement.speaker else None
        keys.append({entity, words.lower[frame.source[1] - 1]} - {None})
    return bool(keys[0] & keys[1])


def _said(time: TimeExpression | None, published: str | None) -> Said | None:
    if time is not None:
        return Said(time.value, time.start, time.end, time.id)
    if published is None:
        return None
    day = parse_day(published)
    following = add_days(day, 1) if day else None
    return Said(published, published, following.isoformat() if following else None, PUBLISHED)


def _in_sentence(placed: Sequence[_Placed], sentence: WordRange) -> Sequence[_Placed]:
    first = bisect_left(placed, sentence[0], key=lambda p: p.words[0])
    return placed[first : bisect_left(placed, sentence[1], key=lambda p: p.words[0])]


def _find_governing(
    words: Words, frame: Frame, placed: Sequence[_Placed], cues: Sequence[WordRange], published: str | None
) -> TimeExpression | None:
    """The expression of the sentence that says when the cue was."""
    ranked = []
    for candidate in placed:
        rank = _rank(words, frame, candidate.words, cues)
        if rank is not None and _can_date(words, candidate, published) and not _bounds(words, candidate.words):
            distance = min(abs(candidate.words[0] - frame.cue[1]), abs(frame.cue[0] - candidate.words[1]))
            ranked.append((rank, distance, candidate.time))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _rank(words: Words, frame: Frame, time: WordRange, cues: Sequence[WordRange]) -> int | None:
    """How directly an expression governs the cue, from 0 on; None where it does not."""
    if frame.cue[0] <= time[0] < frame.cue[1]:
        return 0
    if frame.is_content(time[0]):
        return 2 if _follows_object(words, frame, time) else None
    if frame.source is not None and frame.source[0] <= time[0] < frame.source[1]:
        return 3 if _is_of_document(words, frame.source, time) else None
    if time[0] >= frame.cue[1]:
        between = [word for word in frame.behind_cue() if word < time[0]]
        return None if _TOPIC.intersection(words.lower[w] for w in between) or _is_parted(words, between, cues) else 1
    start = frame.source[1] if frame.source and frame.source[0] < frame.cue[0] else frame.cue[0]
    if start <= time[0]:
        return None if _is_parted(words, range(start, time[0]), cues) else 1
    return 2 if _is_fronted(words, frame, time, cues) else None


def _follows_object(words: Words, frame: Frame, time: WordRange) -> bool:
    """Tell whether an expression stands in the content, but right behind a name that is the cue's object.

    In "chided the Mayor on Friday for waiting" corpora count all behind the cue as content.
    """
    start = frame.cue[1]
    if not any(content[0] == start and time[0] < content[1] for content in frame.contents):
        return False
    name = [w for w in range(start, time[0]) if words.lower[w] not in ("the", "on", "in")]
    return 0 < len(name) <= 5 and all(words.is_capitalised(w) or words.lower[w] in ("him", "her", "them") for w in name)


def _is_fronted(words: Words, frame: Frame, time: WordRange, cues: Sequence[WordRange]) -> bool:
    """Tell whether an expression stands in what introduces the sentence of the statement."""
    begin = next((w + 1 for w in range(time[0] - 1, frame.sentence[0], -1) if words.lower[w] in ":;"), frame.sentence[0])
    before = [w for w in range(begin, time[0]) if not frame.is_content(w)]
    behind = [w for w in range(time[1], frame.head) if not frame.is_content(w)]
    is_first = all(words.lower[w] in _BEFORE_FIRST for w in before)
    if is_first and words.lower[time[1] : time[1] + 1] == [","]:
        return not any(cue[0] in behind for cue in cues)
    if len(before) + len(behind) > _LONGEST_FRONT or _is_parted(words, before, cues) or _is_parted(words, behind, cues):
        return False
    opening = next((words.lower[w] for w in before if words.lower[w].isalpha() and not _is_connective(words, w)), None)
    if opening is None or opening in _OPENING or opening.endswith("ing"):
        return True
    has_occasion = is_occasion(words.lower[time[1] : time[1] + 3]) or _has_occasion(words, before)
    return opening in _SUBORDINATE and has_occasion


def _is_connective(words: Words, word: int) -> bool:
    return words.lower[word] in _CONNECTIVES


def _has_occasion(words: Words, indices: Sequence[int]) -> bool:
    return any(words.lower[word] in OCCASIONS for word in indices)


def _is_of_document(words: Words, source: WordRange, time: WordRange) -> bool:
    """Tell whether an expression in a source dates what speaks: "a poll released Friday"."""
    between = words.lower[source[0] : time[0]]
    has_document = any(word in OCCASIONS for word in words.lower[source[0] : source[1]])
    return not CLAUSE.intersection(between) and (has_document or not _PARTICIPLES.isdisjoint(between))


def _is_parted(words: Words, between: Sequence[int], cues: Sequence[WordRange]) -> bool:
    """Tell whether another clause, or the cue of another statement, begins among some words."""
    return len(in_clause(words, between, cues)) < len(between)


def _bounds(words: Words, time: WordRange) -> bool:
    """Tell whether an expression dates something else than the verb: "the 2016 campaign", "Friday's vote", "since May"."""
    before = words.lower[time[0] - 1] if time[0] else ""
    behind = words.lower[time[1] : time[1] + 4]
    if before in _BACKWARD or before == "most":
        return True
    if behind[:2] in (["'", "s"], ["’", "s"]):
        # "on Friday's “Evening Hour”": what is named with its day is a programme.
        is_programme = before in ("on", "during", "in") and _is_name(words, time[1] + 2)
        return not is_programme and not is_occasion(behind)
    return before in _DETERMINERS and not is_occasion(behind)


def _is_name(words: Words, word: int) -> bool:
    return word < len(words.lower) and (words.is_capitalised(word) or words.lower[word] in "“\"‘'")


def _can_date(words: Words, candidate: _Placed, published: str | None) -> bool:
    """Tell whether an expression is of a kind that says when something was said."""
    time = candidate.time
    if time.type not in ("DATE", "TIME") or time.value in ("PRESENT_REF", "FUTURE_REF"):
        return False
    return published is None or time.start is None or time.start <= published


class _Scenes:
    """The dated occasions on which the people of a report spoke last."""

    def __init__(self, words: Words, told: Iterable[_Told]) -> None:
        self._words = words
        self._latest: dict[str, _Scene] = {}
        self._last: _Scene | None = None
        self._told = deque(told)

    def enter(self, statement: Statement, frame: Frame, time: TimeExpression) -> None:
        """Note that somebody speaks on a dated occasion."""
        self._advance(frame)
        speaker = _speaker(self._words, statement, frame)
        if speaker is not None:
            self._note(speaker, time, self._words.paragraph[frame.cue[0]])
            self._last = self._latest.get(speaker)

    def carried(self, statement: Statement, frame: Frame) -> TimeExpression | None:
        """The expression that an earlier sentence gave for the occasion which a statement belongs to."""
        self._advance(frame)
        speaker = _speaker(self._words, statement, frame)
        scene = self._latest.get(speaker) if speaker is not None else self._last_if_anaphoric(frame)
        if scene is None and LOOSE:
            scene, speaker = self._last, None
        if scene is None or not _goes_on(self._words, frame) or (NEWOCC and _is_new_occasion(self._words, frame)):
            return None
        paragraph = self._words.paragraph[frame.cue[0]]
        reach = (_FARTHEST if speaker is not None else _NEAR) if _is_day(scene.time) else _reach(scene.time)
        if paragraph - scene.paragraph > reach:
            return None
        scene.paragraph = paragraph
        self._last = scene
        return scene.time

    def _last_if_anaphoric(self, frame: Frame) -> _Scene | None:
        """The scene of the statement before, for a source such as "the senator" that could not be told."""
        if frame.source is None or self._words.lower[frame.source[0]] not in _ANAPHORS:
            return None
        return self._last

    def _advance(self, frame: Frame) -> None:
        """Take up the occasions that are told of before a cue."""
        while self._told and self._told[0].words[0] < frame.cue[0]:
            told = self._told.popleft()
            for entity in told.entities:
                self._note(entity, told.time, self._words.paragraph[told.words[0]])

    def _note(self, entity: str, time: TimeExpression, paragraph: int) -> None:
        if time.start is None:
            return
        known = self._latest.get(entity)
        if known is not None and _is_vaguer(time, known.time):
            # "this week" after "on Tuesday" tells nothing new.
            time = known.time
        self._latest[entity] = _Scene(time, paragraph)


@dataclass(frozen=True, slots=True)
class _Told:
    """A dated occasion that a sentence tells of, and who is named there."""

    time: TimeExpression
    words: WordRange
    entities: tuple[str, ...]


def _told_occasions(
    words: Words,
    placed: Sequence[_Placed],
    entities: Sequence[Entity],
    contents: Sequence[WordRange],
    published: str | None,
) -> Iterator[_Told]:
    mentions = sorted((words.range_of(m.span)[0], entity.id) for entity in entities for m in entity.mentions)
    for candidate in placed:
        is_told = not _begins_within(contents, candidate.words[0])
        if not is_told or candidate.time.start is None or not _can_date(words, candidate, published):
            continue
        sentence = words.sentence_range(candidate.words[0])
        near = range(max(sentence[0], candidate.words[0] - 12), min(sentence[1], candidate.words[1] + 6))
        occasions = {words.lower[word] for word in near if words.lower[word] in OCCASIONS}
        is_plain = not _bounds(words, candidate.words) and (
            _is_recent(candidate.time, published) or not _is_day(candidate.time)
        )
        if occasions or is_plain:
            first = bisect_left(mentions, sentence[0], key=lambda m: m[0])
            last = bisect_left(mentions, sentence[1], key=lambda m: m[0])
            yield _Told(candidate.time, candidate.words, tuple({m[1] for m in mentions[first:last]} | occasions))


def _reach(time):
    return WEEK if "-W" in time.value else 0


def _is_recent(time: TimeExpression, published: str | None) -> bool:
    """Tell whether an expression names a day of the week before the report."""
    day = parse_day(published) if published else None
    begin = add_days(day, -_RECENT_DAYS) if day else None
    return begin is not None and time.start is not None and time.start >= begin.isoformat()


def _begins_within(contents: Sequence[WordRange], word: int) -> bool:
    return any(start <= word < end for start, end in contents)


def _is_day(time: TimeExpression) -> bool:
    return time.start is not None and time.value[:1].isdigit() and len(time.value.split("T")[0]) == len("2024-09-22")


def _is_vaguer(time: TimeExpression, other: TimeExpression) -> bool:
    """Tell whether an expression covers all that another does, and more."""
    if time.start is None or time.end is None or other.start is None or other.end is None:
        return False
    return time.start <= other.start and other.end <= time.end and (time.start, time.end) != (other.start, other.end)


def _speaker(words: Words, statement: Statement, frame: Frame) -> str | None:
    """Who speaks: the entity, or for "the statement" what is read from."""
    for entity in (statement.speaker.entity if statement.speaker else None, statement.source.entity):
        if entity is not None and statement.speaker is not None and statement.speaker.status != "unnamed":
            return entity
    if frame.source is not None:
        source = words.lower[slice(*frame.source)]
        if source and source[0] in ("the", "this", "that") and source[-1] in OCCASIONS:
            return source[-1]
    return statement.source.entity


def _is_new_occasion(words: Words, frame: Frame) -> bool:
    """Tell whether a statement's sentence brings up an occasion of its own: "in an interview", "during a meeting"."""
    own = [w for w in range(*frame.sentence) if not frame.is_content(w)]
    return any(
        words.lower[w] in ("in", "during", "at")
        and words.lower[w + 1 : w + 2] in (["a"], ["an"])
        and is_occasion(words.lower[w + 2 : w + 6])
        for w in own
    )


def _goes_on(words: Words, frame: Frame) -> bool:
    """Tell whether a cue tells of one act of saying in the past."""
    cue = words.lower[max(frame.cue[0] - 2, frame.sentence[0]) : frame.cue[1]]
    if {"is", "are"}.intersection(cue):
        return False
    is_refusal = ("not" in cue or "t" in cue) and not _MODAL.intersection(cue)
    if _STANDING.intersection(cue) or _MODAL.intersection(cue) or (_WOULD.intersection(cue) and not is_refusal):
        return False
    own = words.lower[frame.cue[0] : frame.cue[1]]
    return is_refusal or any((word.endswith(("ed", "ing")) and word != "standing") or word in PAST for word in own)
