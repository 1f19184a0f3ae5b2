"""Quotations that no verb of speech introduces: behind a name and a colon, or beside what somebody does.

``Ada Lund, 61, a trader: “We are ready.”`` names the speaker in a label. ``Ada Lund looked at the clock. “Ten minutes.”
Bo Eklund shrugged.`` names the speaker by what stands before the quotation; where nothing stands before it, by
what stands between it and the next (``“No.” Ada Lund shook her head. “Ask them.”``). The model finds such
quotations seldom, and gives them to the speaker before or to the listener.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord import lexicon
from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.boundaries import trim_span
from onrecord.extract.attribution.subjects import Subject, SubjectFinder
from onrecord.text.document import Document, WordRange
from onrecord.text.quotations import Quotation
from onrecord.text.spans import Span, merge_spans, overlaps_any

LABEL, ACT = "label", "act"
"""The rules: a label before a colon, and what somebody does beside a quotation."""
_SPEECH = lexicon.words("speech", "reporting", "quotes-today", "takes-addressee")
_SENTENCE_FINAL = ".?!…"
_SHORTEST = 3


def add_labelled(
    document: Document, attributions: Sequence[Attribution], quotations: Sequence[Quotation], subjects: SubjectFinder
) -> list[Attribution]:
    """Give each quotation behind a name and a colon to that name alone.

    Args:
        document: The text.
        attributions: What the model finds.
        quotations: The quotations of the text, in order, none of them in another.
        subjects: The subjects and labels of the text.

    Returns:
        The attributions without the words of the labelled quotations, and then the labelled ones.
    """
    cues = merge_spans(document.text, (span for attribution in attributions for span in attribution.cue))
    labelled = []
    for before, quotation in zip([None, *quotations], quotations, strict=False):
        colon = document.word_range(quotation.span)[0] - 1
        if colon < 1 or document.printed[colon] != ":" or not _is_next(document, colon, quotation):
            continue
        first = document.sentence_range(colon)[0]
        if before is not None:
            first = max(first, document.word_range(before.span)[1])
        label = subjects.find_label((first, colon)) if first < colon else None
        source = label and trim_span(document.text, document.span_of_words(label))
        if source and not _is_signalled(document, source, cues):
            labelled.append(Attribution((source,), (document.words[colon],), (quotation.span,), (), LABEL))
    return [*_without(document, attributions, labelled), *labelled]


def add_acted(
    document: Document, attributions: Sequence[Attribution], quotations: Sequence[Quotation], subjects: SubjectFinder
) -> list[Attribution]:
    """Give each quotation without a verb of speech to the one who acts before it, or between its halves.

    Args:
        document: The text.
        attributions: What the model finds, and labelled quotations.
        quotations: The quotations of the text, in order, none of them in another.
        subjects: The subjects and labels of the text.

    Returns:
        The attributions without the words of these quotations, and then these.
    """
    reader = _ActReader(document, attributions, quotations, subjects)
    acted = [found for index in range(len(quotations)) if (found := reader.read(index))]
    return [*_without(document, attributions, acted), *acted]


class _ActReader:
    """Reads the sentences beside quotations."""

    def __init__(
        self,
        document: Document,
        attributions: Sequence[Attribution],
        quotations: Sequence[Quotation],
        subjects: SubjectFinder,
    ) -> None:
        self._document, self._quotations, self._subjects = document, quotations, subjects
        self._holders = sorted((span, index) for index, a in enumerate(attributions) for span in a.content)
        self._taken = merge_spans(document.text, (span for a in attributions for span in (*a.source, *a.cue)))
        self._attributions = attributions
        self._done: set[int] = set()

    def read(self, index: int) -> Attribution | None:
        """Give the attribution of a quotation to who acts beside it, or None."""
        quotation = self._quotations[index]
        if index in self._done or not self._is_sentence(quotation):
            return None
        before = self._sentence_before(index)
        subject = self._subjects.find_subject(before) if before else None
        if before and subject:
            return self._attribute(subject, before, [quotation]) if self._is_free(quotation, before, subject) else None
        return None if before else self._read_halves(index)

    def _read_halves(self, index: int) -> Attribution | None:
        """Read a quotation at the head of a paragraph whose second half stands behind what its speaker does."""
        if index + 1 == len(self._quotations) or self._holder(self._quotations[index]) is not None:
            return None
        halves = [self._quotations[index], self._quotations[index + 1]]
        between = self._sentence_before(index + 1)
        starts = self._document.word_range(halves[0].span)[1]
        if between is None or between[0] != starts or not self._is_sentence(halves[1]):
            return None
        subject = self._subjects.find_subject(between)
        if subject is None or self._holder(halves[1]) is not None:
            return None
        self._done.add(index + 1)
        return self._attribute(subject, between, halves)

    def _attribute(self, subject: Subject, sentence: WordRange, quotations: Sequence[Quotation]) -> Attribution | None:
        document = self._document
        source = trim_span(document.text, document.span_of_words(subject.words))
        cue = trim_span(document.text, document.span_of_words((subject.verb, sentence[1])))
        if source is None or cue is None or overlaps_any(Span(source.start, cue.end), self._taken):
            return None
        return Attribution((source,), (cue,), tuple(quotation.span for quotation in quotations), (), ACT)

    def _is_sentence(self, quotation: Quotation) -> bool:
        """Tell whether a quotation is one sentence or more, and stands between sentences."""
        text = self._document.text
        inner = trim_span(text, quotation.inner)
        if inner is None or not quotation.closed or inner.end - inner.start < _SHORTEST:
            return False
        ends = text[quotation.inner.end - 1] in _SENTENCE_FINAL
        behind = text[quotation.span.end : quotation.span.end + 2]
        return text[inner.start].isupper() and ends and (not behind.strip() or not behind.strip()[0].islower())

    def _sentence_before(self, index: int) -> WordRange | None:
        """The sentence right before a quotation in its paragraph, if no other quotation stands in it."""
        document, quotation = self._document, self._quotations[index]
        word = document.word_range(quotation.span)[0]
        if word == 0 or document.paragraph[word - 1] != document.paragraph[word]:
            return None
        if document.printed[word - 1] not in (".", ":"):
            return None
        first = document.sentence_range(word - 1)[0]
        if index and document.words[first].start < self._quotations[index - 1].span.end:
            first = document.word_range(self._quotations[index - 1].span)[1]
            if first >= word or document.sentence[first] != document.sentence[word - 1]:
                return None
        return first, word

    def _holder(self, quotation: Quotation) -> Attribution | None:
        place = bisect_left(self._holders, quotation.inner.start + 1, key=lambda item: item[0].end)
        if place < len(self._holders) and self._holders[place][0].start < quotation.inner.end:
            return self._attributions[self._holders[place][1]]
        return None

    def _is_free(self, quotation: Quotation, before: WordRange, subject: Subject) -> bool:
        """Tell whether nothing but a listener or an earlier speaker has a quotation."""
        holder, document = self._holder(quotation), self._document
        if holder is None:
            return True
        if holder.rule or not holder.cue:
            return False
        cue = holder.cue[0]
        if cue.start >= quotation.span.end:
            words = document.lower[slice(*document.word_range(cue))]
            is_speech = not _SPEECH.isdisjoint(words)
            has_more = any(span.start >= cue.end for span in holder.content)
            return not is_speech or (has_more and document.text[quotation.inner.end - 1] == ".")
        is_earlier = document.paragraph[document.word_range(cue)[0]] < document.paragraph[before[0]]
        is_head = before[0] == 0 or document.paragraph[before[0] - 1] < document.paragraph[before[0]]
        return is_earlier and is_head and subject.is_name


def _is_next(document: Document, colon: int, quotation: Quotation) -> bool:
    """Tell whether only white space stands between a colon and a quotation."""
    return not document.text[document.words[colon].end : quotation.span.start].strip()


def _is_signalled(document: Document, label: Span, cues: Sequence[Span]) -> bool:
    """Tell whether the model reads a cue in or right before a label: "A lesson from Ada Lund"."""
    place = bisect_left(cues, label.start - 1, key=lambda cue: cue.end)
    is_near = place < len(cues) and cues[place].start < label.end
    return is_near and not document.text.endswith(", ", 0, cues[place].start)


def _without(
    document: Document, attributions: Iterable[Attribution], others: Sequence[Attribution]
) -> list[Attribution]:
    """Take the contents of others from attributions, and drop those whose cue the others have."""
    contents = merge_spans(document.text, (span for other in others for span in other.content))
    rest = merge_spans(document.text, (span for other in others for span in (*other.source, *other.cue)))
    kept = []
    for attribution in attributions:
        content = tuple(span for span in attribution.content if not overlaps_any(span, contents))
        if content and not any(overlaps_any(span, rest) for span in attribution.cue):
            kept.append(replace(attribution, content=content))
    return kept
