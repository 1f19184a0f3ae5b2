"""Statements of a report: flat attributions, and the statements inside their contents.

The annotation of PolNeAR is flat: it marks no statement inside the content of another, so the tagger finds none. A
content with a verb of speech is therefore annotated again as a text of its own, where "the Prime Minister says he wants
to do X" is an attribution like any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from onrecord import lexicon
from onrecord.extract.attribution.attributions import ATTRIBUTIONS, Attribution, AttributionFinder
from onrecord.extract.attribution.block_quotations import BLOCK_QUOTATIONS
from onrecord.extract.attribution.block_quotations import RULE as BLOCK_RULE
from onrecord.extract.attribution.confidence import find_confidence
from onrecord.extract.attribution.glosses import is_gloss
from onrecord.extract.attribution.kinds import find_kind
from onrecord.extract.attribution.quotation_runs import join_runs
from onrecord.extract.attribution.quotations_without_cue import add_acted, add_labelled
from onrecord.extract.attribution.signed_quotations import find_signed
from onrecord.extract.attribution.split_quotations import mend_split_quotations
from onrecord.extract.attribution.subjects import SubjectFinder
from onrecord.extract.step import DOCUMENT, SCORES, Step, StepResults
from onrecord.extract.transcripts.labels import is_turn
from onrecord.extract.transcripts.transcript import INTERVIEW_RULE, TRANSCRIPT, TRANSCRIPT_RULE
from onrecord.model.heads.head import WordScores
from onrecord.model.heads.mentions import MENTIONS, split_mention_scores
from onrecord.model.weights import AttributionWeights, score_document
from onrecord.record import RoleSpans, SourceSpans, Statement, statement_id
from onrecord.text.document import Document
from onrecord.text.quotations import Quotation, outermost
from onrecord.text.spans import Span, merge_spans, overlaps_any

_REPORTING = lexicon.words("reporting")
_WORD = re.compile(r"[a-z]+")
NESTED_CONFIDENCE = 0.59
"""A statement inside another is kept from this confidence on: nothing else vouches for it. Read by eye in dev, 12 of 16
from here to .7 were right, and 3 of 6 from .55 to here."""
RULE_CONFIDENCE = {
    "signature": 0.97,
    TRANSCRIPT_RULE: 0.97,
    INTERVIEW_RULE: 0.8,
    "label": 0.95,
    "act": 0.7,
    BLOCK_RULE: 0.95,
}
"""Of a statement that a rule found. In 9,000 articles of another corpus, of 45 signed quotations drawn at random all
were right, and of some 280 turns in 17 transcripts all but one. Of 40 labelled quotations in train and in articles 38
were right. Quotations beside an act are too rare in the corpora to count. What an interviewer says without a question
mark counts to the answer before it, where no label sets it off. Block quotations are too few in
the saved pages to count."""
_LONGEST_CUE = 40
_FARTHEST = 25
"""Code points that may stand between a nested content and its source or cue."""
_CONJUNCTION = "that "
_BETWEEN = ".\n\n"
"""A content that is read by itself is made a sentence and a paragraph of its own."""


class StatementFinder:
    """Finds the statements of reports.

    Args:
        weights: The trained weights.
    """

    def __init__(self, weights: AttributionWeights) -> None:
        self._weights = weights
        self._finder = AttributionFinder(weights)
        self._calibration = weights.arrays["calibration"]
        self._made_by = f"model@{weights.version}"

    def find_statements(
        self,
        report_id: str,
        document: Document,
        attributions: Sequence[Attribution],
        scores: WordScores,
        turns: Sequence[Attribution] = (),
        marked: Sequence[Attribution] = (),
    ) -> tuple[Statement, ...]:
        """Find a report's statements, in the order in which they begin.

        Args:
            report_id: Id of the report.
            document: Its text.
            attributions: The flat attributions that the model finds in it.
            scores: What the encoder says about its words.
            turns: The turns of a transcript in it.
            marked: The quotations that the layout of its page marks.
        """
        text, paragraphs, quotations = document.text, document.paragraphs, document.quotations
        turned = merge_spans(text, (span for turn in turns for span in turn.spans))
        laid_out = [a for a in marked if not any(overlaps_any(span, turned) for span in a.spans)]
        spoken = merge_spans(text, (span for a in (*turns, *laid_out) for span in a.spans))
        signed = (
            a
            for a in find_signed(text, paragraphs, quotations)
            if not any(overlaps_any(span, spoken) for span in a.spans)
        )
        by_rule = [*turns, *laid_out, *signed]
        taken = merge_spans(text, (span for attribution in by_rule for span in attribution.spans))
        by_model = [a for a in attributions if not any(overlaps_any(span, taken) for span in a.spans)]
        outer_marks = outermost(quotations)
        free = [mark for mark in outer_marks if not overlaps_any(mark.span, taken)]
        outer = [*by_rule, *_revise(document, by_model, free, scores)]
        statements = [self._statement(text, report_id, a, outer_marks, None) for a in outer]
        for index, attribution in (*_find_inside_turns(turns, attributions), *self._find_nested(text, outer)):
            inside = (q for span in attribution.content for q in _quotations_in(span, quotations))
            nested = self._statement(text, report_id, attribution, outermost(inside), statements[index].id)
            if nested.confidence >= NESTED_CONFIDENCE:
                statements.append(nested)
        return tuple(sorted(statements, key=_spans_in_order))

    def _find_nested(self, text: str, outer: Sequence[Attribution]) -> Iterator[tuple[int, Attribution]]:
        """Read the contents that report as a text of their own, a paragraph each."""
        contents = [
            (index, span)
            for index, attribution in enumerate(outer)
            for span in (_without_marks(text, content) for content in _contents_to_read_again(attribution))
            if _reports(text, span)
        ]
        joined = _BETWEEN.join(text[span.start : span.end].replace("\n", " ") for _, span in contents)
        ends = list(accumulate(span.end - span.start + len(_BETWEEN) for _, span in contents))
        document = Document.from_text(joined)
        for found in self._finder.find_attributions(document, score_document(document, self._weights)):
            place = bisect_right(ends, found.cue[0].start)
            index, span = contents[place]
            begin = ends[place] - (span.end - span.start + len(_BETWEEN))
            paragraph = Span(begin, ends[place])
            is_inside = all(paragraph.contains(part) for part in found.spans)
            if found.source and is_inside and _is_explicit(joined, found.cue):
                yield index, _without_far_content(found).shifted(span.start - begin)

    def _statement(
        self, text: str, report_id: str, attribution: Attribution, quotations: Sequence[Quotation], within: str | None
    ) -> Statement:
        source = RoleSpans.of(text, attribution.source)
        cue, content = (RoleSpans.of(text, spans) for spans in (attribution.cue, attribution.content))
        is_own_words = attribution.rule is not None or is_turn(text, source.spans, cue.spans, content.spans)
        return Statement(
            id=statement_id(report_id, source, cue, content),
            kind=find_kind(text, content.spans, quotations, is_own_words),
            source=SourceSpans(source.spans, source.quote),
            cue=cue,
            content=content,
            speaker=None,
            gloss=is_gloss(text, cue.spans, content.spans),
            within=within,
            said=None,
            venue=None,
            addressee=None,
            confidence=self._confidence(attribution),
            made_by=f"rule:{attribution.rule}" if attribution.rule else self._made_by,
        )

    def _confidence(self, attribution: Attribution) -> float:
        if attribution.rule:
            return RULE_CONFIDENCE[attribution.rule]
        return find_confidence(attribution.evidence, self._calibration)


def _prepare(weights: AttributionWeights) -> Callable[[StepResults], tuple[Statement, ...]]:
    finder = StatementFinder(weights)
    return lambda results: finder.find_statements(
        results.report.id,
        results[DOCUMENT],
        results[ATTRIBUTIONS],
        results[SCORES],
        [turn.attribution for turn in results[TRANSCRIPT]],
        results[BLOCK_QUOTATIONS],
    )


STATEMENTS = Step("statements", _prepare)
"""The statements in the order in which they begin, without speakers and dates."""


def _revise(
    document: Document, attributions: Sequence[Attribution], quotations: Sequence[Quotation], scores: WordScores
) -> list[Attribution]:
    """Let the quotation marks and the sentences decide what they can."""
    subjects = SubjectFinder(document, split_mention_scores(scores[MENTIONS])[0])
    mended = mend_split_quotations(document, attributions, quotations)
    labelled = add_labelled(document, mended, quotations, subjects)
    return join_runs(document, add_acted(document, labelled, quotations, subjects), quotations)


def _contents_to_read_again(attribution: Attribution) -> tuple[Span, ...]:
    """The contents in which the tagger finds nothing; behind its first paragraph a turn looks like any text to it."""
    return attribution.content[:1] if attribution.rule in (TRANSCRIPT_RULE, INTERVIEW_RULE) else attribution.content


def _find_inside_turns(
    turns: Sequence[Attribution], attributions: Sequence[Attribution]
) -> Iterator[tuple[int, Attribution]]:
    """The attributions with a source that lie inside a later paragraph of a turn, with the index of the turn."""
    places = sorted((span, index) for index, turn in enumerate(turns) for span in turn.content[1:])
    for attribution in attributions:
        at = bisect_right(places, attribution.cue[0].start, key=lambda place: place[0].start) - 1
        if at >= 0 and attribution.source and all(places[at][0].contains(part) for part in attribution.spans):
            yield places[at][1], attribution


def _without_far_content(found: Attribution) -> Attribution:
    """Drop contents far from source and cue, which are the outer speaker's, unless all are far."""
    anchors = (*found.source, *found.cue)
    near = tuple(
        content
        for content in found.content
        if any(max(content.start, a.start) - min(content.end, a.end) <= _FARTHEST for a in anchors)
    )
    return replace(found, content=near or found.content)


def _quotations_in(span: Span, quotations: Sequence[Quotation]) -> list[Quotation]:
    first = bisect_left(quotations, span.start, key=lambda q: q.span.start)
    last = bisect_left(quotations, span.end, key=lambda q: q.span.start)
    return [q for q in quotations[first:last] if span.contains(q.span)]


def _spans_in_order(statement: Statement) -> tuple[Span, ...]:
    return tuple(sorted((*statement.source.spans, *statement.cue.spans, *statement.content.spans)))


def _without_marks(text: str, content: Span) -> Span:
    """The words of a content without the quotation marks around them, and without the "that" before them."""
    start, end = content
    if text.startswith(_CONJUNCTION, start, end):
        start += len(_CONJUNCTION)
    while start < end and not text[start].isalnum() and text[start] not in "[(":
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in "])":
        end -= 1
    return Span(start, end)


def _reports(text: str, span: Span) -> bool:
    """Tell whether one of the verbs of speech that are looked for stands in a span."""
    return not _REPORTING.isdisjoint(_WORD.findall(text[span.start : span.end].lower()))


def _is_explicit(text: str, cue: Sequence[Span]) -> bool:
    """Tell whether a cue is a short one around one of the verbs of speech."""
    return any(span.end - span.start <= _LONGEST_CUE and _reports(text, span) for span in cue)
