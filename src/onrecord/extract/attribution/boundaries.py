"""Where exactly a span begins and ends: white space, commas, full stops and quotation marks.

The rules make spans uniform before training and after decoding alike: white space and ``, . ; :``
at the ends do not belong to a span, and the marks of a quotation belong to it when they enclose all of it
or when the span holds the rest of the quotation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from onrecord.text.quotations import Quotation
from onrecord.text.spans import Span

_SENTENCE_FINAL = ".?!"
_LONGEST_TITLE = 20
_TRIMMED = ",.;: \t\n\r\xa0\u200b\ufeff"


def trim_span(text: str, span: Span) -> Span | None:
    """Strip white space and ``, . ; :`` from both ends; None if nothing is left."""
    start, end = span
    while start < end and (text[start] in _TRIMMED or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _TRIMMED or text[end - 1].isspace()):
        end -= 1
    return Span(start, end) if start < end else None


class QuotationFitter:
    """Lets spans take in the marks of the quotations that they fill.

    Made once a text, so that fitting a span takes no longer where there are many quotations.

    Args:
        text: The text.
        quotations: From :func:`~onrecord.text.quotations.find_quotations`.
    """

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._by_edge: dict[int, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            inner = trim_span(text, quotation.inner)
            if quotation.closed and inner is not None:
                edges = {*range(quotation.span.start, inner.start + 1), *range(inner.end, quotation.span.end + 1)}
                for edge in edges:
                    self._by_edge[edge].append(quotation)

    def fit(self, span: Span) -> Span | None:
        """Trim a span and fit it to the quotations that begin or end where it does, inner ones first.

        A colon by itself stays: it is the cue of ``Mayor: ‘We shall see’``.

        Returns:
            The fitted span, or None if nothing but other punctuation was in it.
        """
        if self._text[span.start : span.end] == ":":
            return span
        fitted = trim_span(self._text, span)
        done: set[Span] = set()
        while fitted is not None:
            near = (*self._by_edge.get(fitted.start, ()), *self._by_edge.get(fitted.end, ()))
            left = [q for q in near if q.span not in done and q.span.overlaps(fitted)]
            if not left:
                break
            # A span that takes in the marks of an inner quotation may then fill the one around it.
            deepest = max(left, key=lambda q: (q.depth, q.span.start))
            done.add(deepest.span)
            fitted = _fit_to_quotation(self._text, fitted, deepest)
        return fitted


def end_with_quotation(text: str, span: Span, quotations: Sequence[Quotation]) -> Span:
    """End a content where a quotation in it ends a sentence and the text goes on with another.

    A content may run from indirect words into a quotation, but behind ``…done about it.”`` a new sentence is the
    reporter's own. A short quotation may be a title ("the “Who's there?” revival") and ends nothing.

    Args:
        text: The text.
        span: A content.
        quotations: The quotations of the text, in order, none of them in another.
    """
    first = bisect_left(quotations, span.start, key=lambda q: q.span.start)
    last = bisect_left(quotations, span.end, key=lambda q: q.span.start)
    for quotation in quotations[first:last]:
        is_speech = quotation.closed and quotation.inner.end - quotation.inner.start > _LONGEST_TITLE
        ends_sentence = is_speech and text[quotation.inner.end - 1] in _SENTENCE_FINAL
        rest = text[quotation.span.end : span.end]
        if ends_sentence and rest[:1].isspace() and rest.lstrip()[:1].isupper():
            return Span(span.start, quotation.span.end)
    return span


def _fit_to_quotation(text: str, span: Span, quotation: Quotation) -> Span | None:
    marks, inner = quotation.span, trim_span(text, quotation.inner)
    if inner is None:
        return span
    begins_with = marks.start <= span.start <= inner.start
    ends_with = inner.end <= span.end <= marks.end
    start, end = span
    if begins_with and span.end > inner.start:
        start = marks.start if span.end >= inner.end else inner.start
    if ends_with and span.start < inner.end:
        end = marks.end if span.start <= inner.start else inner.end
    return trim_span(text, Span(start, end)) if start < end else None
