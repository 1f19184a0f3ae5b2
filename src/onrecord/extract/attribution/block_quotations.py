"""Quotations that a page marks by layout: whose they are stands in their signature or in the line before them.

A block quotation is indented in place of quotation marks. Behind a line such as "Ada Lund wrote:" the tagger is asked
once more, with the marks written out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from onrecord.extract.attribution.attributions import Attribution, AttributionFinder
from onrecord.extract.step import DOCUMENT, Step, StepResults
from onrecord.model.weights import AttributionWeights, score_document
from onrecord.record.laid_out import LaidOutReport, MarkedQuotation
from onrecord.text.document import Document
from onrecord.text.spans import Span

RULE = "block-quotation"
FindAttributions = Callable[[str], Sequence[Attribution]]
"""Finds the attributions of a text."""

_DASH = "—"
_HANDLE = re.compile(r"\(@[\w.]{1,40}\)")
_PREPOSITION = re.compile(r"\b(?:in|on|at|from|with|after|during)\s$", re.IGNORECASE)
_DETERMINER = re.compile(r"\b(?:a|an|the|his|her|its|their)\s", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er)\s(?:\w+\s){1,4}?(?:by|from)\s")
_LONGEST_PREPOSITION = 8
_LONGEST_LEAD = 600
_LONGEST_QUOTED = 400
_DOUBLE_MARKS = str.maketrans('“”"„«»', "‘’''''")
_MOST_READ = 40


def find_block_quotations(
    document: Document, quotations: Sequence[MarkedQuotation], find_attributions: FindAttributions
) -> Iterator[Attribution]:
    """Find whose quotations are that a page marks by layout.

    Args:
        document: The text.
        quotations: The quotations, in order.
        find_attributions: Finds the attributions of a line and a quotation with marks around it.

    Yields:
        Attributions of those that are signed, or that a line with a colon introduces.
    """
    text, paragraphs = document.text, document.paragraphs
    read = 0
    for quotation in quotations:
        if quotation.signature is not None:
            yield _read_signature(text, quotation, quotation.signature)
            continue
        lead = next((p for p in reversed(paragraphs) if p.end <= quotation.spans[0].start), None)
        if lead is None or not text[lead.start : lead.end].rstrip().endswith(":") or read >= _MOST_READ:
            continue
        read += 1
        found = _read_lead(text, lead, quotation, find_attributions)
        if found is not None:
            yield found


def _read_signature(text: str, quotation: MarkedQuotation, signature: Span) -> Attribution:
    handle = _HANDLE.search(text, signature.start, signature.end)
    source = Span(signature.start, handle.end() if handle else signature.end)
    dash = text.rfind(_DASH, 0, signature.start)
    return Attribution((source,), (Span(dash, dash + len(_DASH)),), quotation.spans, (), RULE)


def _read_lead(
    text: str, lead: Span, quotation: MarkedQuotation, find_attributions: FindAttributions
) -> Attribution | None:
    begin = max(lead.start, lead.end - _LONGEST_LEAD)
    first = quotation.spans[0]
    words = text[first.start : min(first.end, first.start + _LONGEST_QUOTED)].strip().translate(_DOUBLE_MARKS)
    line = text[begin : lead.end]
    found = [a.shifted(begin) for a in find_attributions(f"{line} “{words}”")]
    for attribution in found:
        in_lead = all(span.end <= lead.end for span in (*attribution.source, *attribution.cue))
        if in_lead and attribution.source and any(span.end > lead.end for span in attribution.content):
            source = tuple(_without_document(text, span) for span in attribution.source)
            return Attribution(source, attribution.cue, quotation.spans, (), RULE)
    return None


def _without_document(text: str, source: Span) -> Span:
    """A source without what stands before the speaker: the letter of "In a letter to the town the widow, Ada Lund"."""
    author = _AUTHOR.match(text, source.start, source.end)
    if author is not None:
        return Span(author.end(), source.end)
    if not _PREPOSITION.search(text, max(0, source.start - _LONGEST_PREPOSITION), source.start):
        return source
    starts = [match.start() for match in _DETERMINER.finditer(text, source.start, source.end)]
    return Span(starts[-1], source.end) if len(starts) > 1 else source


def _prepare(weights: AttributionWeights) -> Callable[[StepResults], tuple[Attribution, ...]]:
    finder = AttributionFinder(weights)

    def find_attributions(text: str) -> list[Attribution]:
        document = Document.from_text(text)
        return finder.find_attributions(document, score_document(document, weights))

    def find(results: StepResults) -> tuple[Attribution, ...]:
        report = results.report
        quotations = report.quotations if isinstance(report, LaidOutReport) else ()
        return tuple(find_block_quotations(results[DOCUMENT], quotations, find_attributions)) if quotations else ()

    return find


BLOCK_QUOTATIONS = Step("block quotations", _prepare)
"""The quotations that the page marks by layout and whose speaker it names."""
