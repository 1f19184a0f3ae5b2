"""Where a source ends, and quotations that their cue splits, as in “A,” said Lund, “and B”.

The tagger can run a source on over a full stop, or over the second piece of a split quotation where the piece is
short. The ends of sentences and the quotation marks decide instead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.boundaries import trim_span
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation
from onrecord.text.spans import Span, merge_spans, overlaps_any

_SENTENCE_FINAL = ".?!…"
_MOST_BETWEEN = 80
"""Code points that may stand between the cue or source and the second piece: “A,” Lund told the police, “or B.”"""


def mend_split_quotations(
    document: Document, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> list[Attribution]:
    """End sources at their sentence and at quotations, and give split quotations their second piece.

    Args:
        document: The text.
        attributions: What the model finds.
        quotations: The quotations of the text, in order, none of them in another.

    Returns:
        The attributions in the same order.

    Example:
        >>> document = Document.from_text("‘They never asked,’ said Bo Eklund, ‘not once.’")
        >>> found = Attribution((Span(25, 47),), (Span(20, 24),), (Span(0, 19),), ())
        >>> (mended,) = mend_split_quotations(document, [found], document.quotations)
        >>> [document.text[slice(*span)] for span in (*mended.source, *mended.content)]
        ['Bo Eklund', '‘They never asked,’', '‘not once.’']
    """
    mended = [_end_source(document, attribution, quotations) for attribution in attributions]
    taken = merge_spans(document.text, (span for attribution in mended for span in attribution.spans))
    return [_with_second_piece(document, attribution, quotations, taken) for attribution in mended]


def _end_source(document: Document, attribution: Attribution, quotations: Sequence[Quotation]) -> Attribution:
    if len(attribution.source) != 1 or not attribution.cue:
        return attribution
    source = _in_sentence_of(document, attribution.source[0], attribution.cue[0])
    inner = _quotation_from(quotations, source.start + 1)
    if inner is not None and inner.span.start < source.end <= inner.span.end:
        before = Span(source.start, inner.span.start)
        if document.text.endswith(", ", *before):
            source = trim_span(document.text, before) or source
    return attribution if source == attribution.source[0] else replace(attribution, source=(source,))


def _in_sentence_of(document: Document, source: Span, cue: Span) -> Span:
    """The part of a source in the sentence of its cue; all of it if the cue stands in no sentence of the source."""
    first, last = document.word_range(source)
    cue_word = document.word_range(cue)[0]
    sentences = document.sentence[first:last]
    if not sentences or sentences[0] == sentences[-1] or document.sentence[cue_word] not in sentences:
        return source
    inside = [word for word in range(first, last) if document.sentence[word] == document.sentence[cue_word]]
    return trim_span(document.text, document.span_of_words((inside[0], inside[-1] + 1))) or source


def _with_second_piece(
    document: Document, attribution: Attribution, quotations: Sequence[Quotation], taken: Sequence[Span]
) -> Attribution:
    anchors = (*attribution.source, *attribution.cue)
    end = max(span.end for span in anchors)
    first = attribution.content[0]
    opening = _quotation_from(quotations, first.start - 1)
    is_before = opening is not None and opening.span.overlaps(first) and first.end <= min(anchors).start
    piece = _quotation_from(quotations, end)
    if not is_before or piece is None or not _is_second_piece(document, Span(end, piece.span.start), piece, taken):
        return attribution
    return replace(attribution, content=tuple(merge_spans(document.text, (*attribution.content, piece.span))))


def _is_second_piece(document: Document, between: Span, piece: Quotation, taken: Sequence[Span]) -> bool:
    """Tell whether a quotation that belongs to nothing goes on with the sentence of a cue before it, and ends it."""
    text = document.text
    words = text[between.start : between.end]
    is_taken = overlaps_any(Span(between.start, piece.span.end), taken)
    if is_taken or not piece.closed or len(words) > _MOST_BETWEEN or "\n" in words:
        return False
    if not words.strip(" ."):
        return words.strip() == "." and text[piece.inner.end - 1] in _SENTENCE_FINAL
    behind = text[piece.span.end : piece.span.end + 2]
    ends_sentence = text[piece.inner.end - 1] in _SENTENCE_FINAL or behind[:1] in (*_SENTENCE_FINAL, "")
    sentence = document.sentence
    is_same = sentence[document.word_range(between)[0]] == sentence[document.word_range(piece.inner)[0]]
    return words.rstrip().endswith(",") and ends_sentence and is_same


def _quotation_from(quotations: Sequence[Quotation], start: int) -> Quotation | None:
    """The first quotation that begins at a place or behind it."""
    place = bisect_left(quotations, start, key=lambda q: q.span.start)
    return quotations[place] if place < len(quotations) else None
