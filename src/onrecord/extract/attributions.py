"""Flat attributions: the words of every source, cue and content, and which belong together.

The labeller marks spans that do not overlap; the linkers say which cue a content belongs to and which source a
cue. An attribution is a cue with at least one content. What links to nothing is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onrecord.extract.boundaries import fit_to_quotations
from onrecord.model.decoding import find_role_spans, find_tags
from onrecord.model.encoder import AttributionWeights, link_context, score_words
from onrecord.model.linking import CANDIDATES, Linker, find_candidates
from onrecord.model.tokenizer import IntArray, TokenizedText
from onrecord.spans import Span, merge_spans


@dataclass(frozen=True, slots=True)
class Attribution:
    """One flat attribution.

    Attributes:
        source: Spans of the source, none or one.
        cue: Spans of the cue.
        content: Spans of the content, in order.
        evidence: Numbers that confidence is computed from, see :data:`EVIDENCE_NAMES`; none where a rule found it.
        rule: The rule that found it, or None for the model.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    evidence: tuple[float, ...]
    rule: str | None = None

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
        self._weights = weights
        self._content_to_cue = Linker(weights.arrays, "content_to_cue.")
        self._cue_to_source = Linker(weights.arrays, "cue_to_source.")

    def find(self, text: str) -> list[Attribution]:
        """Find the attributions of a text, in the order of their cues."""
        tokenized = self._weights.tokenizer.tokenize(text)
        if not tokenized.words:
            return []
        scores = score_words(tokenized, self._weights.network)
        transitions = self._weights.arrays["transitions"]
        tags = find_tags(scores.emissions, tokenized.quote, tokenized.paragraph, transitions)
        certainty = _tag_certainty(scores.emissions, tags)
        source, cue, content = (
            find_role_spans(tags, tokenized.paragraph, role) for role in ("source", "cue", "content")
        )
        context = link_context(tokenized)
        to_cue = self._content_to_cue.score(scores.links, context, content, cue)
        to_source = self._cue_to_source.score(scores.links, context, cue, source)
        cue_of_content, cue_link = _choose(to_cue, content, cue)
        source_of_cue, source_link = _choose(to_source, cue, source)
        found = []
        for index in range(len(cue)):
            mine = np.flatnonzero(cue_of_content == index)
            spoken = _char_spans(text, tokenized, content[mine])
            signal = _char_spans(text, tokenized, cue[index : index + 1])
            if not spoken or not signal:
                continue
            who = source[source_of_cue[index] : source_of_cue[index] + 1] if source_of_cue[index] >= 0 else source[:0]
            evidence = (
                _mean(certainty, cue[index : index + 1]),
                min(float(min(certainty[s], certainty[e - 1])) for s, e in content[mine]),
                _mean(certainty, content[mine]),
                _mean(certainty, who),
                float(cue_link[mine].min()),
                float(source_link[index]),
            )
            found.append(Attribution(_char_spans(text, tokenized, who), signal, spoken, evidence))
        return found


def _tag_certainty(emissions: np.ndarray, tags: IntArray) -> np.ndarray:
    """The softmax probability of each word's tag, transitions left out."""
    shifted = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    chosen: np.ndarray = shifted[np.arange(len(tags)), tags] / shifted.sum(axis=1)
    return chosen


def _choose(probabilities: np.ndarray, dependents: IntArray, heads: IntArray) -> tuple[IntArray, np.ndarray]:
    """The likeliest head of each dependent, -1 for none, and its probability."""
    best = probabilities.argmax(axis=1)
    certainty = probabilities.max(axis=1)
    candidates = np.concatenate(
        [find_candidates(dependents, heads), np.full((len(dependents), 1), -1, dtype=np.int64)], axis=1
    )
    assert candidates.shape[1] == CANDIDATES + 1
    return candidates[np.arange(len(best)), best], certainty


def _mean(certainty: np.ndarray, ranges: IntArray) -> float:
    """Mean over the words of the ranges; 1 where there are none."""
    if len(ranges) == 0:
        return 1.0
    return float(np.mean(np.concatenate([certainty[s:e] for s, e in ranges])))


def _char_spans(text: str, tokenized: TokenizedText, ranges: IntArray) -> tuple[Span, ...]:
    """Word ranges as spans of the text, fitted to quotation marks and joined where only space lies between."""
    spans = []
    for start, end in ranges.tolist():
        span = Span(tokenized.words[start].start, tokenized.words[end - 1].end)
        fitted = fit_to_quotations(text, span, tokenized.quotations)
        if fitted is not None:
            spans.append(fitted)
    return tuple(merge_spans(text, spans))
