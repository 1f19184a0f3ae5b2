"""Quotations signed with a dash: “…” — Name.

Pull quotes, readers' letters and embedded posts name the speaker behind a dash and have no verb. The pattern is
typographic and rare in training data, so it is read by rule: a paragraph that is a quotation up to the dash, or a
post signed with a handle, and behind the dash nothing but a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.extract.attributions import Attribution
from onrecord.extract.boundaries import fit_to_quotations, trim_span
from onrecord.spans import Span
from onrecord.text.quotations import DOUBLE_MARKS, Quotation

RULE = "signature"
_DASHES = "-–—―"
_DASH = re.compile(rf"(?<!\w)[{_DASHES}]{{1,2}}(?!\w)|(?<=[”\"’'»])[{_DASHES}]{{1,2}}|[—―]")
_HANDLE = re.compile(r"\(@\w{1,30}\)")
_LONGEST_SIGNATURE = 120
_MOST_WORDS = 12
_QUOTATION_MARKS = frozenset('"“”„‟«»‘')


def find_signed(text: str, paragraphs: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """Find quotations and posts that are signed behind a dash.

    Args:
        text: The text.
        paragraphs: Its paragraphs, in order.
        quotations: Its quotations, in order.

    Yields:
        Attributions with the dash as their cue.
    """
    for index, paragraph in enumerate(paragraphs):
        dash = _last_dash(text, paragraph)
        if dash is None:
            continue
        name = _signature(text, Span(dash.end, paragraph.end))
        if name is None:
            continue
        said = trim_span(text, Span(paragraph.start, dash.start))
        if said is None and index > 0:
            said = trim_span(text, paragraphs[index - 1])
        is_post = _HANDLE.search(text, dash.end, paragraph.end) is not None
        if said is not None and (is_post or _is_quotation(text[said.start : said.end])):
            content = fit_to_quotations(text, said, quotations) or said
            yield Attribution((name,), (dash,), (content,), (), RULE)


def _last_dash(text: str, paragraph: Span) -> Span | None:
    begin = max(paragraph.start, paragraph.end - _LONGEST_SIGNATURE)
    dashes = list(_DASH.finditer(text, begin, paragraph.end))
    return Span(*dashes[-1].span()) if dashes else None


def _signature(text: str, behind: Span) -> Span | None:
    """The name behind a dash, or None where there is more or less than one."""
    span = trim_span(text, behind)
    if span is None:
        return None
    handle = _HANDLE.search(text, span.start, span.end)
    if handle is not None:
        span = Span(span.start, handle.end())
    words = text[span.start : span.end].split()
    is_name = handle is not None or (words[0][0].isupper() and words[-1][0].isupper())
    if not is_name or len(words) > _MOST_WORDS or not _QUOTATION_MARKS.isdisjoint(text[span.start : span.end]):
        return None
    return span


def _is_quotation(words: str) -> bool:
    """Tell whether words stand in double marks from end to end; which way a mark turns is often a slip here."""
    return len(words) > 2 and words[0] in DOUBLE_MARKS and words[-1] in DOUBLE_MARKS
