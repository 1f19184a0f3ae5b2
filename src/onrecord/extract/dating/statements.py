"""When, where and to whom each statement was made.

When, in order: the time expression that governs the cue ("told reporters on Thursday"); the one that governs the
occasion ("Speaking to ABC on Sunday, …"), in the same sentence or, while the same person goes on speaking, in an
earlier one; the report's date, which then stands in and is named as doing so (``from: "published"``).
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.dating.carried_dates import Scenes, find_told, is_day
from onrecord.extract.dating.reporting_clause import Frame, find_frame
from onrecord.extract.dating.time_of_statement import PlacedTime, find_governing, is_relative, times_in
from onrecord.extract.dating.venue_and_addressee import OCCASIONS, find_venue_and_addressee
from onrecord.extract.speakers.layer import ENTITIES
from onrecord.extract.step import DOCUMENT, Step, StepResults
from onrecord.extract.times.meaning.calendar import add_days, parse_day
from onrecord.extract.times.step import TIMES
from onrecord.record import Entity, RoleSpans, Said, Statement, TimeExpression, replace
from onrecord.text.document import Document, WordRange
from onrecord.text.spans import Span, merge_spans

PUBLISHED = "published"
_LAST_LEAD = 1
"""The last paragraph, counted from 0, whose statements may be dated by the sentence behind them."""
_AHEAD = 3
"""Statements that are looked at ahead of a lead's."""


@dataclass(frozen=True, slots=True)
class _Dating:
    """A statement, where it stands, and the expression of its own sentence that says when it was made."""

    statement: Statement
    frame: Frame | None
    time: TimeExpression | None


def date_statements(
    document: Document,
    statements: Sequence[Statement],
    times: Sequence[TimeExpression],
    entities: Sequence[Entity],
    published: str | None,
) -> tuple[Statement, ...]:
    """Say when, where and to whom each statement of a report was made.

    Args:
        document: The report's text.
        statements: Its statements with their speakers, in order.
        times: Its time expressions, in order.
        entities: Its entities.
        published: Its date of publication, ISO, or None.

    Returns:
        The statements with ``said``, ``venue`` and ``addressee``; ``said`` is None where neither an expression nor
        the report's date says when.
    """
    placed = [PlacedTime(time, document.word_range(time.span)) for time in times]
    frames = [find_frame(document, statement) for statement in statements]
    cues = sorted(frame.cue for frame in frames if frame is not None)
    datings = [
        _Dating(statement, frame, find_governing(document, frame, placed, cues, published) if frame else None)
        for statement, frame in zip(statements, frames, strict=True)
    ]
    contents = merge_spans(document.text, (span for statement in statements for span in statement.content.spans))
    # In "the mayor's words, who said on Friday" the date is nobody's but the mayor's.
    own = {d.time.id for d in datings if d.time is not None and d.frame is not None and is_relative(document, d.frame)}
    outside = [place for place in placed if not _is_within(contents, place.time.span)]
    told = find_told(document, outside, entities, published)
    shared = (dataclasses.replace(t, who=t.who & OCCASIONS) if t.time.id in own else t for t in told)
    scenes = Scenes(document, shared, outside)
    dated = []
    for index, (statement, frame, time) in enumerate((d.statement, d.frame, d.time) for d in datings):
        venue = addressee = None
        if frame is not None:
            # What somebody is quoted as having said on Thursday is not the occasion of what they say outside.
            if statement.within is None:
                time = time or _find_ahead(document, datings, index)
                if time is None:
                    time = scenes.carried(statement, frame)
                else:
                    scenes.enter(statement, frame, time)
            venue, addressee = _circumstances(document, frame, placed, cues)
        dated.append(replace(statement, said=_said(time, published), venue=venue, addressee=addressee))
    return tuple(dated)


def _is_within(contents: Sequence[Span], span: Span) -> bool:
    """Tell whether a span begins in one of some spans that are in order and do not overlap."""
    place = bisect_left(contents, span.start + 1, key=lambda content: content.start) - 1
    return place >= 0 and span.start < contents[place].end


def _find_ahead(document: Document, datings: Sequence[_Dating], index: int) -> TimeExpression | None:
    """What dates a headline's or lead's statement in the sentence behind it."""
    first = datings[index]
    if first.frame is None or document.paragraph[first.frame.cue[0]] > _LAST_LEAD:
        return None
    for later in datings[index + 1 : index + 1 + _AHEAD]:
        if later.frame is None or document.sentence[later.frame.cue[0]] - document.sentence[first.frame.cue[0]] > 1:
            return None
        if later.time is not None and is_relative(document, later.frame):
            continue
        if later.time is not None and is_day(later.time) and _keys(document, first) & _keys(document, later):
            return later.time
    return None


def _keys(document: Document, dating: _Dating) -> set[str]:
    """What tells that two statements have one source: the entity, or the last word ("court")."""
    if dating.frame is None or dating.frame.source is None:
        return set()
    entity = dating.statement.speaker.entity if dating.statement.speaker else None
    last = document.lower[dating.frame.source[1] - 1]
    return {last} if entity is None else {last, entity}


def _circumstances(
    document: Document, frame: Frame, placed: Sequence[PlacedTime], cues: Sequence[WordRange]
) -> tuple[RoleSpans | None, RoleSpans | None]:
    """The venue and the addressee that a frame names."""
    times = [p.words for p in times_in(placed, frame.sentence)]
    found = find_venue_and_addressee(document, frame, times, cues)
    venue, addressee = (RoleSpans.of(document.text, [document.span_of_words(part)]) if part else None for part in found)
    return venue, addressee


def _said(time: TimeExpression | None, published: str | None) -> Said | None:
    if time is not None:
        return Said(time.value, time.start, time.end, time.id)
    if published is None:
        return None
    day = parse_day(published)
    following = add_days(day, 1) if day else None
    return Said(published, published, following.isoformat() if following else None, PUBLISHED)


def _date_report(results: StepResults) -> tuple[Statement, ...]:
    named = results[ENTITIES]
    return date_statements(
        results[DOCUMENT], named.statements, results[TIMES], named.entities, results.report.published
    )


DATED_STATEMENTS = Step("dated statements", lambda _: _date_report)
"""The statements with speakers, times, venues and addressees."""
