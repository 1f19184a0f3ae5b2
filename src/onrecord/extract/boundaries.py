"""Where exactly a span begins and ends: white space, commas, full stops and quotation marks.

The rules make spans uniform before training and after decoding alike: white space and ``, . ; :``
at the ends do not belong to a span, and the marks of a quotation belong to it when they enclose all of it
or when the span holds the rest of the quotation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.spans import Span
from onrecord.text.quotations import Quotation

_SENTENCE_FINAL = ".?!"
_TRIMMED = ",.;: \t\n\r\xa0\u200b\ufeff"


def trim_span(text: str, span: Span) -> Span | None:
    """Strip white space and ``, . ; :`` from both ends; None if nothing is left."""
    start, end = span
    while start < end and (text[start] in _TRIMMED or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _TRIMMED or text[end - 1].isspace()):
        end -= 1
    return Span(start, end) if start < end else None


def fit_to_quotations(text: str, span: Span, quotations: Sequence[Quotation]) -> Span | None:
    """Trim a span, and let it take in the marks of the quotations that it fills.

    Args:
        text: The text.
        span: A span of it.
        quotations: From :func:`~onrecord.text.quotations.find_quotations`, in order.

    Returns:
        The fitted span, or None if nothing but punctuation was in it.
    """
    fitted = trim_span(text, span)
    if fitted is None:
        return None
    last = bisect_right(quotations, fitted.end, key=lambda q: q.span.start)
    # Inner quotations first: a span that takes in the marks of one may then fill the one around it.
    for quotation in reversed(quotations[max(0, last - 8) : last]):
        if quotation.closed and fitted is not None and quotation.span.overlaps(fitted):
            fitted = _fit_to_quotation(text, fitted, quotation)
    return fitted


def end_with_quotation(text: str, span: Span, quotations: Sequence[Quotation]) -> Span:
    """End a content where a quotation in it ends a sentence and the text goes on with another.

    A content may run from indirect words into a quotation, but behind ``…done about it.”`` a new sentence is the
    reporter's own.

    Args:
        text: The text.
        span: A content.
        quotations: The quotations of the text, in order, none of them in another.
    """
    first = bisect_left(quotations, span.start, key=lambda q: q.span.start)
    last = bisect_left(quotations, span.end, key=lambda q: q.span.start)
    for quotation in quotations[first:last]:
        ends_sentence = quotation.closed and text[quotation.inner.end - 1] in _SENTENCE_FINAL
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
