"""Quotations over several paragraphs, each opened by a mark and only the last one closed.

Such a run is one speaker's (The Chicago Manual of Style, 13.32). Where a cue stands in the run, however late, it is
the cue of all of it, and the speaker of the paragraph before the run has no part in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from onrecord.extract.attribution.attributions import Attribution
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation
from onrecord.text.spans import Span, merge_spans, overlaps_any


def join_runs(
    document: Document, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> list[Attribution]:
    """Give every run of quotations to the attribution whose cue stands in the run's paragraphs.

    Args:
        document: The text.
        attributions: What the model finds.
        quotations: The quotations of the text, in order, none of them in another.

    Returns:
        The attributions in the same order, without those that keep no content.
    """
    joined = list(attributions)
    contents = sorted((span, index) for index, attribution in enumerate(joined) for span in attribution.content)
    for run in _find_runs(document, quotations):
        first = bisect_left(contents, run[0].span.start, key=lambda item: item[0].end)
        last = bisect_left(contents, run[-1].span.end, key=lambda item: item[0].start)
        _join_run(document, joined, run, contents[first:last])
    return [attribution for attribution in joined if attribution.content]


def _find_runs(document: Document, quotations: Sequence[Quotation]) -> Iterator[list[Quotation]]:
    run: list[Quotation] = []
    for quotation, after in zip_longest(quotations, quotations[1:]):
        run.append(quotation)
        # Other marks begin another quotation, and the first one's end is missing.
        # The part that ends a run may be a rule's already, and then it is not among these.
        is_last = after is None or not quotation.continues
        if is_last or document.text[quotation.span.start] != document.text[after.span.start]:
            if len(run) > 1:
                yield run
            run = []


def _join_run(
    document: Document, attributions: list[Attribution], run: Sequence[Quotation], near: Sequence[tuple[Span, int]]
) -> None:
    """Change the attributions whose contents, ``near``, stand among the quotations of a run."""
    paragraphs = document.paragraphs
    first, last = (_paragraph_of(document, quotation.span) for quotation in (run[0], run[-1]))
    reach = Span(paragraphs[first].start, paragraphs[last].end)
    quoted = [quotation.span for quotation in run]
    held = [(span, index) for span, index in near if overlaps_any(span, quoted)]
    own = [index for _, index in held if reach.contains(attributions[index].cue[0])]
    if not own:
        return
    covered = merge_spans(document.text, (span for span, _ in held))
    given = {span for span in quoted if not overlaps_any(span, covered)}
    earlier = {index for _, index in held if attributions[index].cue[0].end <= reach.start}
    given |= {span for span, index in held if index in earlier}
    for index in earlier:
        rest = tuple(span for span in attributions[index].content if span not in given)
        attributions[index] = replace(attributions[index], content=rest)
    owner = attributions[own[0]]
    attributions[own[0]] = replace(owner, content=tuple(merge_spans(document.text, (*owner.content, *given))))


def _paragraph_of(document: Document, span: Span) -> int:
    return bisect_left(document.paragraphs, span.start + 1, key=lambda paragraph: paragraph.start) - 1
