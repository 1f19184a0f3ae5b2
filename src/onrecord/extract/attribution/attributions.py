"""Flat attributions: the words of every source, cue and content, and which belong together.

The tagger marks spans that do not overlap. The linkers choose the cue of each content and the source of each cue. An
attribution is a cue with at least one content; spans without a link are dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from onrecord.extract.attribution.boundaries import QuotationFitter, end_with_quotation
from onrecord.extract.step import DOCUMENT, SCORES, Step, StepResults
from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.head import WordScores
from onrecord.model.heads.links import LINKS, find_candidates, link_context
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.heads.tags import ROLES
from onrecord.model.weights import AttributionWeights
from onrecord.text.document import Document
from onrecord.text.quotations import outermost
from onrecord.text.spans import Span, merge_spans


@dataclass(frozen=True, slots=True)
class Attribution:
    """One flat attribution.

    Attributes:
        source: Spans of the source, none or one.
        cue: Spans of the cue.
        content: Spans of the content, in order.
        evidence: The numbers that confidence is computed from, see :data:`EVIDENCE_NAMES`; empty for a rule.
        rule: The rule that found it, or None for the model.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    evidence: tuple[float, ...]
    rule: str | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of the three roles."""
        return (*self.source, *self.cue, *self.content)

    def shifted(self, by: int) -> Attribution:
        """The same attribution in a text that has ``by`` more characters before it."""
        source, cue, content = (
            tuple(Span(span.start + by, span.end + by) for span in spans)
            for spans in (self.source, self.cue, self.content)
        )
        return Attribution(source, cue, content, self.evidence, self.rule)


EVIDENCE_NAMES = ("cue_tags", "content_edges", "content_tags", "source_tags", "content_link", "source_link")


class AttributionFinder:
    """Finds the flat attributions of a text.

    Args:
        weights: The trained weights.
    """

    def __init__(self, weights: AttributionWeights) -> None:
        self._tagger = weights.decoder(ROLE_TAGS)
        self._linkers = weights.decoder(LINKS)

    def find_attributions(self, document: Document, scores: WordScores) -> list[Attribution]:
        """Find the attributions of a document, in the order of their cues."""
        if not document.words:
            return []
        text = document.text
        labels = self._label(document, scores)
        fitter = QuotationFitter(text, document.quotations)
        marks = outermost(document.quotations)
        found = []
        for index in range(len(labels.cue)):
            content, who, signal = labels.parts(index)
            spoken = tuple(end_with_quotation(text, s, marks) for s in _char_spans(document, fitter, content))
            cue = _char_spans(document, fitter, signal)
            if spoken and cue:
                found.append(Attribution(_char_spans(document, fitter, who), cue, spoken, labels.evidence(index)))
        return found

    def _label(self, document: Document, scores: WordScores) -> _Labels:
        tagged = self._tagger.find_spans(scores[ROLE_TAGS], document.quote_array, document.paragraph_array)
        source, cue, content = (tagged.by_role[role] for role in ROLES)
        links, context = scores[LINKS], link_context(document)
        to_cue = self._linkers.content_to_cue.score(links, context, content, cue)
        to_source = self._linkers.cue_to_source.score(links, context, cue, source)
        return _Labels(
            source, cue, content, tagged.certainty, _choose(to_cue, content, cue), _choose(to_source, cue, source)
        )


def _prepare(weights: AttributionWeights) -> Callable[[StepResults], list[Attribution]]:
    finder = AttributionFinder(weights)
    return lambda results: finder.find_attributions(results[DOCUMENT], results[SCORES])


ATTRIBUTIONS = Step("attributions", _prepare)
"""The flat attributions that the model finds, in the order of their cues."""


class _Choice(NamedTuple):
    """For each dependent the index of its head, or -1 for none, and how likely that is."""

    head: IntArray
    certainty: FloatArray


@dataclass(frozen=True, slots=True)
class _Labels:
    """Word ranges of each role, ``[spans, 2]``, how they link, and how certain each word's tag is."""

    source: IntArray
    cue: IntArray
    content: IntArray
    certainty: FloatArray
    cue_of_content: _Choice
    source_of_cue: _Choice

    def parts(self, index: int) -> tuple[IntArray, IntArray, IntArray]:
        """The contents, the source (none or one) and the cue itself that belong to a cue."""
        head = self.source_of_cue.head[index]
        who = self.source[head : head + 1] if head >= 0 else self.source[:0]
        return self.content[self.cue_of_content.head == index], who, self.cue[index : index + 1]

    def evidence(self, index: int) -> tuple[float, ...]:
        """How certain the parts of an attribution are, as in :data:`EVIDENCE_NAMES`."""
        content, who, cue = self.parts(index)
        edges = self.certainty[np.concatenate([content[:, 0], content[:, 1] - 1])]
        links = self.cue_of_content.certainty[self.cue_of_content.head == index]
        return (
            self._mean_certainty(cue),
            float(edges.min()),
            self._mean_certainty(content),
            self._mean_certainty(who),
            float(links.min()),
            float(self.source_of_cue.certainty[index]),
        )

    def _mean_certainty(self, ranges: IntArray) -> float:
        """Mean over the words of the ranges; 1 where there are none."""
        if len(ranges) == 0:
            return 1.0
        parts = [self.certainty[start:end] for start, end in ranges.tolist()]
        return float(np.mean(parts[0] if len(parts) == 1 else np.concatenate(parts)))


def _choose(probabilities: FloatArray, dependents: IntArray, heads: IntArray) -> _Choice:
    """Take the likeliest head of each dependent; the last column stands for none."""
    none = np.full((len(dependents), 1), -1, dtype=np.int64)
    candidates = np.concatenate([find_candidates(dependents, heads), none], axis=1)
    best = probabilities.argmax(axis=1)
    return _Choice(candidates[np.arange(len(best)), best], probabilities.max(axis=1))


def _char_spans(document: Document, fitter: QuotationFitter, ranges: IntArray) -> tuple[Span, ...]:
    """Word ranges as spans of the text, fitted to quotation marks and joined where only space lies between."""
    spans = []
    for start, end in ranges.tolist():
        fitted = fitter.fit(document.span_of_words((start, end)))
        if fitted is not None:
            spans.append(fitted)
    return tuple(merge_spans(document.text, spans))
