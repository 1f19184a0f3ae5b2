"""A report's text split into segments that the report page highlights: the roles of statements, and other layers.

Highlights overlap: a statement may be inside another's content, and a time expression inside that. The text is split
wherever a highlight begins or ends, so that each segment is wholly inside or outside each of them. The joined segments
are the text exactly, character by character, so offsets stay right when a visitor selects words on the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from onrecord.record import AnnotatedReport, Statement
from onrecord.text.display import visible
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.spans import Span
from onrecord.web.view.layers import LAYERS
from onrecord.web.view.layers.base import Mark

Role = Literal["source", "cue", "content"]


class RoleMark(NamedTuple):
    """A role that words have in a statement.

    Attributes:
        statement: Id of the statement.
        role: source, cue or content.
        depth: Number of statements around that statement.
    """

    statement: str
    role: Role
    depth: int


class Segment(NamedTuple):
    """Words with the same highlights.

    Attributes:
        start: Offset of the first character in the report's text.
        text: The words, with control characters replaced by visible ones of the same length.
        roles: Their roles in statements, outer statements first.
        begins: Ids of statements that begin here.
        marks: Their marks in other layers, at most one of each layer.
        is_gap: Whether this is white space between paragraphs.
    """

    start: int
    text: str
    roles: tuple[RoleMark, ...] = ()
    begins: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    is_gap: bool = False


def split_text(record: AnnotatedReport) -> list[list[Segment]]:
    """Split a report's text into segments.

    Args:
        record: A record whose spans lie in its text.

    Returns:
        The segments by paragraph, each paragraph with the white space after it.
    """
    text = record.report.text
    highlights = _find_highlights(record)
    paragraphs = find_paragraphs(text)
    offsets = [offset for span in [*paragraphs, *(span for span, _ in highlights)] for offset in span]
    cuts = sorted({0, len(text), *offsets})
    starts = [0, *(span.start for span in paragraphs[1:])]
    grouped: list[list[Segment]] = [[] for _ in starts]
    for segment in _iter_segments(text, cuts, highlights, _find_beginnings(record.statements)):
        number = bisect_right(starts, segment.start) - 1
        is_inside = bool(paragraphs) and paragraphs[number].start <= segment.start < paragraphs[number].end
        grouped[number].append(segment if is_inside else segment._replace(is_gap=True))
    return grouped


_Highlight = tuple[Span, RoleMark | Mark]


def _find_highlights(record: AnnotatedReport) -> list[_Highlight]:
    depths = _find_depths(record.statements)
    highlights: list[_Highlight] = []
    for found in record.statements:
        roles: tuple[tuple[Role, Sequence[Span]], ...] = (
            ("source", found.source.spans),
            ("cue", found.cue.spans),
            ("content", found.content.spans),
        )
        highlights += [(span, RoleMark(found.id, role, depths[found.id])) for role, spans in roles for span in spans]
    for layer in LAYERS:
        highlights += layer.find_marks(record)
    return highlights


def _find_depths(statements: Sequence[Statement]) -> dict[str, int]:
    """Count the statements around each statement; a cycle, which a record from elsewhere may have, ends."""
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


def _find_beginnings(statements: Sequence[Statement]) -> dict[int, list[str]]:
    beginnings: dict[int, list[str]] = defaultdict(list)
    for found in statements:
        spans = [*found.source.spans, *found.cue.spans, *found.content.spans]
        if spans:
            beginnings[min(span.start for span in spans)].append(found.id)
    return beginnings


def _depth(mark: RoleMark) -> int:
    return mark.depth


def _iter_segments(
    text: str, cuts: Sequence[int], highlights: Sequence[_Highlight], beginnings: dict[int, list[str]]
) -> Iterator[Segment]:
    begin: dict[int, list[int]] = defaultdict(list)
    end: dict[int, list[int]] = defaultdict(list)
    for number, (span, _) in enumerate(highlights):
        begin[span.start].append(number)
        end[span.end].append(number)
    active: dict[int, None] = {}
    for start, stop in pairwise(cuts):
        for number in end[start]:
            active.pop(number, None)
        active.update(dict.fromkeys(begin[start]))
        roles: list[RoleMark] = []
        marks: dict[str, Mark] = {}
        for number in active:
            mark = highlights[number][1]
            if isinstance(mark, RoleMark):
                roles.append(mark)
            else:
                marks.setdefault(mark.layer, mark)
        roles.sort(key=_depth)
        ordered = tuple(marks[layer.name] for layer in LAYERS if layer.name in marks) if marks else ()
        yield Segment(start, visible(text[start:stop]), tuple(roles), tuple(beginnings.get(start, ())), ordered)
