"""When, where and to whom each statement was made.

The date comes from the first of these that exists: the time expression that dates the reporting clause ("told reporters
on Thursday"); the date of the occasion ("Speaking to ABC on Sunday, …"), in the same sentence or, while the same person
keeps speaking, in an earlier one; the date of the report, marked with ``from: "published"``.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.dating.carried_dates import CarriedDates, find_dated_occasions, is_day
from onrecord.extract.dating.reporting_clause import ReportingClause, find_reporting_clause
from onrecord.extract.dating.time_of_statement import PlacedTime, find_time_of_statement, has_relative_source, times_in
from onrecord.extract.dating.venue_and_addressee import OCCASIONS, find_venue_and_addressee
from onrecord.extract.speakers.layer import ENTITIES, NAMED_STATEMENTS
from onrecord.extract.step import DOCUMENT, Step, StepResults
from onrecord.extract.times.meaning.calendar import add_days, parse_day
from onrecord.extract.times.step import TIMES
from onrecord.record import DatedPost, Entity, LaidOutReport, RoleSpans, Said, Statement, TimeExpression, replace
from onrecord.text.document import Document, WordRange
from onrecord.text.spans import Span, merge_spans

PUBLISHED = "published"
_LAST_LEAD = 1
"""The last paragraph, from 0, whose statements may take the date of the next sentence."""
_AHEAD = 3
"""Statements that are searched after that of a lead."""


@dataclass(frozen=True, slots=True)
class _Dating:
    """A statement, its reporting clause, and the expression of its own sentence that dates it."""

    statement: Statement
    clause: ReportingClause | None
    time: TimeExpression | None


def date_statements(
    document: Document,
    statements: Sequence[Statement],
    times: Sequence[TimeExpression],
    entities: Sequence[Entity],
    published: str | None,
) -> tuple[Statement, ...]:
    """Find when, where and to whom each statement of a report was made.

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
    clauses = [find_reporting_clause(document, statement) for statement in statements]
    cues = sorted(clause.cue for clause in clauses if clause is not None)
    datings = [
        _Dating(
            statement, clause, find_time_of_statement(document, clause, placed, cues, published) if clause else None
        )
        for statement, clause in zip(statements, clauses, strict=True)
    ]
    carried_dates = _make_carried_dates(document, datings, placed, entities, published)
    dated = []
    for index, (statement, clause, time) in enumerate((d.statement, d.clause, d.time) for d in datings):
        venue = addressee = None
        if clause is not None:
            # A quoted "said on Thursday" does not date what the same person says outside the quotation.
            if statement.within is None:
                time = time or _find_date_in_next_sentence(document, datings, index)
                if time is None:
                    time = carried_dates.find_carried_date(statement, clause)
                else:
                    carried_dates.remember_date(statement, clause, time)
            venue, addressee = _circumstances(document, clause, placed, cues)
        dated.append(replace(statement, said=_said(time, published), venue=venue, addressee=addressee))
    return tuple(dated)


def _make_carried_dates(
    document: Document,
    datings: Sequence[_Dating],
    placed: Sequence[PlacedTime],
    entities: Sequence[Entity],
    published: str | None,
) -> CarriedDates:
    contents = merge_spans(document.text, (span for dating in datings for span in dating.statement.content.spans))
    # In "the words of the mayor, who said on Friday" the date belongs to the mayor alone.
    own = {
        d.time.id
        for d in datings
        if d.time is not None and d.clause is not None and has_relative_source(document, d.clause)
    }
    outside = [place for place in placed if not _is_within(contents, place.time.span)]
    dated_occasions = find_dated_occasions(document, outside, entities, published)
    shared = (dataclasses.replace(t, who=t.who & OCCASIONS) if t.time.id in own else t for t in dated_occasions)
    return CarriedDates(document, shared, outside)


def _is_within(contents: Sequence[Span], span: Span) -> bool:
    """Tell whether a span begins within one of the contents, which are in order and do not overlap."""
    place = bisect_left(contents, span.start + 1, key=lambda content: content.start) - 1
    return place >= 0 and span.start < contents[place].end


def _find_date_in_next_sentence(document: Document, datings: Sequence[_Dating], index: int) -> TimeExpression | None:
    """Find the date of a statement in a headline or lead in the next sentence."""
    first = datings[index]
    if first.clause is None or document.paragraph[first.clause.cue[0]] > _LAST_LEAD:
        return None
    for later in datings[index + 1 : index + 1 + _AHEAD]:
        if later.clause is None or document.sentence[later.clause.cue[0]] - document.sentence[first.clause.cue[0]] > 1:
            return None
        if later.time is not None and has_relative_source(document, later.clause):
            continue
        if later.time is not None and is_day(later.time) and _keys(document, first) & _keys(document, later):
            return later.time
    return None


def _keys(document: Document, dating: _Dating) -> set[str]:
    """Keys that two statements of one source share: the entity, or the last word ("court")."""
    if dating.clause is None or dating.clause.source is None:
        return set()
    entity = dating.statement.speaker.entity if dating.statement.speaker else None
    last = document.lower[dating.clause.source[1] - 1]
    return {last} if entity is None else {last, entity}


def _circumstances(
    document: Document, clause: ReportingClause, placed: Sequence[PlacedTime], cues: Sequence[WordRange]
) -> tuple[RoleSpans | None, RoleSpans | None]:
    """The venue and the addressee in a reporting clause."""
    times = [p.words for p in times_in(placed, clause.sentence)]
    found = find_venue_and_addressee(document, clause, times, cues)
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
    report, times = results.report, results[TIMES]
    named = results[NAMED_STATEMENTS].statements
    dated = date_statements(results[DOCUMENT], named, times, results[ENTITIES], report.published)
    return _date_posts(dated, report.posts, times) if isinstance(report, LaidOutReport) and report.posts else dated


def _date_posts(
    statements: Sequence[Statement], posts: Sequence[DatedPost], times: Sequence[TimeExpression]
) -> tuple[Statement, ...]:
    """Let the line above a post of a live blog date what nothing else dates."""
    starts = [post.span.start for post in posts]
    firsts = [time.span.start for time in times]
    dated = []
    for statement in statements:
        place = bisect_right(starts, statement.content.spans[0].start) - 1
        is_open = statement.said is None or statement.said.origin == PUBLISHED
        heading = bisect_left(firsts, starts[place]) if place >= 0 else len(times)
        if is_open and heading < len(times) and times[heading].start == posts[place].day:
            time = times[heading]
            statement = replace(statement, said=Said(time.value, time.start, time.end, time.id))
        dated.append(statement)
    return tuple(dated)


DATED_STATEMENTS = Step("dated statements", lambda _: _date_report)
"""The statements with speakers, times, venues and addressees."""
