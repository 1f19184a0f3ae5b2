"""A report's text cut into pieces that a page can colour: who, the cue, what was said, times and people.

Roles overlap: a statement may stand inside another's content, a time inside that. The text is cut wherever one of them
begins or ends, so that each piece lies wholly in or out of each. The pieces joined are the text exactly, character for
character, which keeps offsets right for whoever selects words on the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from onrecord.record import AnnotatedReport, Entity, Statement, TimeExpression
from onrecord.text.display import visible
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.spans import Span

Role = Literal["source", "cue", "content"]


class Part(NamedTuple):
    """A role that some words have in a statement.

    Attributes:
        statement: Id of the statement.
        role: source, cue or content.
        depth: How many statements that one stands within.
    """

    statement: str
    role: Role
    depth: int


class Piece(NamedTuple):
    """Words that are shown alike.

    Attributes:
        start: Offset of their first character in the report's text.
        text: The words, with nothing in them that steers what shows them; as long as the report's.
        parts: The roles that they have, of outer statements first.
        begins: Ids of the statements of which these are the first words.
        time: The time expression that they belong to, or None.
        entity: Whom they mention, or None.
        is_gap: Whether it is white space between two paragraphs.
    """

    start: int
    text: str
    parts: tuple[Part, ...] = ()
    begins: tuple[str, ...] = ()
    time: TimeExpression | None = None
    entity: Entity | None = None
    is_gap: bool = False


def cut_text(record: AnnotatedReport) -> list[list[Piece]]:
    """Cut a report's text into paragraphs of pieces.

    Args:
        record: The record; its spans must lie in its text.

    Returns:
        The paragraphs, each with the white space that follows it. All pieces joined in order are the text, characters
        that would steer what shows them replaced by visible ones.
    """
    text = record.report.text
    marks = _find_marks(record)
    paragraphs = find_paragraphs(text)
    places = [place for span in [*paragraphs, *(span for span, _ in marks)] for place in span]
    cuts = sorted({0, len(text), *places})
    starts = [0, *(span.start for span in paragraphs[1:])]
    grouped: list[list[Piece]] = [[] for _ in starts]
    for piece in _cut(text, cuts, marks, _first_words(record.statements)):
        number = bisect_right(starts, piece.start) - 1
        is_inside = bool(paragraphs) and paragraphs[number].start <= piece.start < paragraphs[number].end
        grouped[number].append(piece if is_inside else piece._replace(is_gap=True))
    return grouped


_Mark = tuple[Span, Part | TimeExpression | Entity]


def _find_marks(record: AnnotatedReport) -> list[_Mark]:
    depths = _depths(record.statements)
    marks: list[_Mark] = []
    for found in record.statements:
        roles: tuple[tuple[Role, Sequence[Span]], ...] = (
            ("source", found.source.spans),
            ("cue", found.cue.spans),
            ("content", found.content.spans),
        )
        marks += [(span, Part(found.id, role, depths[found.id])) for role, spans in roles for span in spans]
    marks += [(time.span, time) for time in record.times]
    marks += [(mention.span, entity) for entity in record.entities for mention in entity.mentions]
    return marks


def _depths(statements: Sequence[Statement]) -> dict[str, int]:
    """Give how deep each statement stands in others; a round of statements within one another ends somewhere."""
    within = {found.id: found.within for found in statements}
    depths: dict[str, int] = {}
    for found in statements:
        seen: list[str] = []
        at: str | None = found.id
        while at in within and at not in depths and at not in seen:
            seen.append(at)
            at = within[at]
        depth = depths.get(at, -1) if at is not None else -1
        for one in reversed(seen):
            depth += 1
            depths[one] = depth
    return depths


def _first_words(statements: Sequence[Statement]) -> dict[int, list[str]]:
    first: dict[int, list[str]] = defaultdict(list)
    for found in statements:
        spans = [*found.source.spans, *found.cue.spans, *found.content.spans]
        if spans:
            first[min(span.start for span in spans)].append(found.id)
    return first


def _depth(part: Part) -> int:
    return part.depth


def _cut(text: str, cuts: Sequence[int], marks: Sequence[_Mark], first: dict[int, list[str]]) -> Iterator[Piece]:
    begin: dict[int, list[int]] = defaultdict(list)
    end: dict[int, list[int]] = defaultdict(list)
    for number, (span, _) in enumerate(marks):
        begin[span.start].append(number)
        end[span.end].append(number)
    active: dict[int, None] = {}
    for start, stop in pairwise(cuts):
        for number in end[start]:
            active.pop(number, None)
        active.update(dict.fromkeys(begin[start]))
        parts: list[Part] = []
        time, entity = None, None
        for number in active:
            mark = marks[number][1]
            if isinstance(mark, Part):
                parts.append(mark)
            elif isinstance(mark, TimeExpression):
                time = time or mark
            elif entity is None:
                entity = mark
        parts.sort(key=_depth)
        yield Piece(start, visible(text[start:stop]), tuple(parts), tuple(first.get(start, ())), time, entity)
