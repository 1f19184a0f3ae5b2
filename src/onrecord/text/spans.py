"""Half-open spans of Unicode code points.

Every offset in a record is a span of the report's ``text``. Python strings index by code point, so
slicing is exact whatever the encoding on disk was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.errors import SpanError


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


def slice_span(text: str, span: Span) -> str:
    """Give the words of a span.

    Raises:
        SpanError: The span is empty, reversed or reaches outside the text.
    """
    check_span(text, span)
    return text[span.start : span.end]


def check_span(text: str, span: Span) -> None:
    """Check that a span holds at least one code point of the text.

    Raises:
        SpanError: The span is empty, reversed or reaches outside the text.
    """
    if not 0 <= span.start < span.end <= len(text):
        fault = "ends before it begins" if span.end < span.start else "does not lie"
        raise SpanError(
            f"span [{span.start}, {span.end}) {fault} in a text of {len(text)} characters; "
            "offsets are code points of the record's own text"
        )


def merge_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or that only white space separates, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (span.start <= merged[-1].end or not text[merged[-1].end : span.start].strip()):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span shares a code point with one of others, which are in order and do not overlap.

    Example:
        >>> overlaps_any(Span(4, 9), [Span(0, 4), Span(8, 12)])
        True
    """
    place = bisect_right(others, span.start, key=lambda other: other.end)
    return place < len(others) and others[place].start < span.end
