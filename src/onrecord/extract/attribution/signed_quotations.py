"""Quotations signed with a dash: “…” — Name.

Pull quotes, readers' letters and embedded posts name the speaker behind a dash and have no verb. The pattern is
typographic and rare in training data, so it is read by rule: a paragraph that is a quotation up to the dash, or a
post signed with a handle, and behind the dash nothing but a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from onrecord import lexicon
from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.boundaries import QuotationFitter, trim_span
from onrecord.text.quotations import DOUBLE_MARKS, Quotation
from onrecord.text.spans import Span

RULE = "signature"
_DASHES = "-–—―"
_DASH = re.compile(rf"(?<!\w)[{_DASHES}]{{1,2}}(?!\w)|(?<=[”\"’'»])[{_DASHES}]{{1,2}}|[—―]")
_HANDLE = re.compile(r"\(@\w{1,30}\)")
_DATE = re.compile(r"(?:[A-Z][a-z]{2,8} [0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]{2,8}),? [0-9]{4}")
_LONGEST_SIGNATURE = 120
_MOST_WORDS = 12
_CREDITS = lexicon.words("credit")


def find_signed(text: str, paragraphs: Sequence[Span], quotations: Sequence[Quotation]) -> Iterator[Attribution]:
    """Find quotations and posts that are signed behind a dash.

    Args:
        text: The text.
        paragraphs: Its paragraphs, in order.
        quotations: Its quotations, in order.

    Yields:
        Attributions with the dash as their cue; no two share words.
    """
    fitter = QuotationFitter(text, quotations)
    taken = 0
    for index, paragraph in enumerate(paragraphs):
        dash = _last_dash(text, paragraph)
        if dash is None:
            continue
        said = trim_span(text, Span(paragraph.start, dash.start))
        if said is None and index > 0:
            said = trim_span(text, paragraphs[index - 1])
        name = _find_signature(text, Span(dash.end, paragraph.end))
        if said is None or said.start < taken or name is None:
            continue
        is_post = text[name.end - 1] == ")" and _HANDLE.search(text, name.start, name.end) is not None
        if is_post or _is_quotation(text, said, quotations):
            taken = paragraph.end
            yield Attribution((name,), (dash,), (fitter.fit(said) or said,), (), RULE)


def _last_dash(text: str, paragraph: Span) -> Span | None:
    begin = max(paragraph.start, paragraph.end - _LONGEST_SIGNATURE)
    dashes = list(_DASH.finditer(text, begin, paragraph.end))
    return Span(*dashes[-1].span()) if dashes else None


def _find_signature(text: str, behind: Span) -> Span | None:
    """The name behind a dash, or None where there is more or less than one, or the credit of an agency."""
    span = trim_span(text, behind)
    if span is None:
        return None
    handle = _HANDLE.search(text, span.start, span.end)
    dated = False
    if handle is not None:
        rest = text[handle.end() : span.end].strip()
        dated = _DATE.fullmatch(rest) is not None
        if rest and not dated:
            return None
        span = Span(span.start, handle.end())
    words = text[span.start : handle.start() if handle else span.end].split()
    if not words or len(words) > _MOST_WORDS or words[0].lower() in _CREDITS:
        return None
    # A dated post may be signed with any words; else a name begins and ends with a capital letter.
    is_name = dated or (words[0][0].isupper() and words[-1][0].isupper())
    has_marks = not DOUBLE_MARKS.isdisjoint(text[span.start : span.end])
    return span if is_name and not has_marks else None


def _is_quotation(text: str, said: Span, quotations: Sequence[Quotation]) -> bool:
    """Tell whether words are one quotation from end to end.

    Which way a mark turns is often a slip in such lines, and a quotation with another of the same marks in it reads
    as one that is not closed; but one that closes before the end is followed by somebody else's words.
    """
    if said.end - said.start < 3 or text[said.start] not in DOUBLE_MARKS or text[said.end - 1] not in DOUBLE_MARKS:
        return False
    place = bisect_left(quotations, said.start, key=lambda q: q.span.start)
    if place == len(quotations) or quotations[place].span.start != said.start:
        return False
    return not quotations[place].closed or quotations[place].span.end >= said.end
