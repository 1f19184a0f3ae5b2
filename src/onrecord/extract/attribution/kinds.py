"""Whether a content is printed as the speaker's own words: direct, indirect or mixed.

A stretch counts as the speaker's own words when it stands in quotation marks, or when it is a turn of a
transcript (``MINISTER: We shall see.``). Marks around the whole of an outer statement do not
quote a statement inside it, so only the marks inside the outer content count for a nested statement.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.extract.attribution.boundaries import trim_span
from onrecord.record import Kind
from onrecord.text.quotations import Quotation
from onrecord.text.spans import Span


def find_kind(text: str, content: Sequence[Span], quotations: Sequence[Quotation], is_own_words: bool = False) -> Kind:
    """Tell whether content spans are direct, indirect or mixed.

    Args:
        text: The text.
        content: The content's spans.
        quotations: The quotations that count, in order, none of them in another.
        is_own_words: The content is the speaker's own words without marks: a transcript's turn, a signed post.
    """
    if is_own_words:
        return "direct"
    shares = [_quoted_share(text, span, quotations) for span in content]
    if shares and all(share == "all" for share in shares):
        return "direct"
    return "mixed" if any(share != "none" for share in shares) else "indirect"


def _quoted_share(text: str, span: Span, quotations: Sequence[Quotation]) -> str:
    """How much of a span stands in quotation marks: ``all``, ``some`` or ``none``."""
    position, is_quoted, has_rest = span.start, False, False
    first = bisect_right(quotations, span.start, key=lambda q: q.span.end)
    last = bisect_left(quotations, span.end, key=lambda q: q.span.start)
    for quotation in quotations[first:last]:
        if quotation.inner.overlaps(span):
            is_quoted = True
        has_rest = has_rest or _has_words(text, position, quotation.span.start)
        position = max(position, quotation.span.end)
    if not is_quoted:
        return "none"
    return "some" if has_rest or _has_words(text, position, span.end) else "all"


def _has_words(text: str, start: int, end: int) -> bool:
    return start < end and trim_span(text, Span(start, end)) is not None
