"""PolNeAR reports as labelled words.

Span ends are made uniform first, in the way the evaluation does not see: full stops and commas
at the ends go, and quotation marks that enclose the whole of a span belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpora.polnear import Roles, iter_reports
from onrecord.extract.attribution.boundaries import QuotationFitter
from onrecord.model.arrays import IntArray
from onrecord.model.encoders.tokenizer import EncodedDocument, WordTokenizer
from onrecord.model.heads.tags import ROLES, Role, begin_tag, inside_tag
from onrecord.text.document import Document
from onrecord.text.spans import Span, merge_spans

_SAID = ("said", "says", "added", "wrote")
_AROUND_COLON = " \t\n\xa0“‘\"'"


@dataclass(frozen=True)
class LabelledReport:
    """A report with its gold tags and links.

    Attributes:
        name: PolNeAR's name of the report.
        text: The text.
        encoded: Its words and pieces.
        tags: Gold tag of each word, ``[words]``.
        spans: For each role, word ranges in order, ``[spans, 2]``.
        cue_of_content: For each content, the index of its cue.
        source_of_cue: For each cue, the index of its source, or -1.
        loose_quotations: Word ranges of quotations that no content touches, ``[quotations, 2]``.
    """

    name: str
    text: str
    encoded: EncodedDocument
    tags: IntArray
    spans: dict[Role, IntArray]
    cue_of_content: IntArray
    source_of_cue: IntArray
    loose_quotations: IntArray


def load_reports(path: Path, tokenizer: WordTokenizer, annotators: int = 1) -> list[LabelledReport]:
    """Read a PolNeAR file; a report comes once for each of its first annotators."""
    return [label_report(gold.name, gold.text, gold.attributions, tokenizer) for gold in iter_reports(path, annotators)]


def label_report(name: str, text: str, attributions: Sequence[Roles], tokenizer: WordTokenizer) -> LabelledReport:
    """Turn one report's attributions into tags and links over its words."""
    document = Document.from_text(text)
    fitter = QuotationFitter(text, document.quotations)
    tags = np.zeros(len(document.words), dtype=np.int64)
    found: dict[Role, dict[tuple[int, int], int]] = {role: {} for role in ROLES}
    links: list[dict[Role, list[tuple[int, int]]]] = []
    for attribution in attributions:
        link: dict[Role, list[tuple[int, int]]] = {}
        for role, spans in _mended(text, attribution).items():
            link[role] = [r for span in spans for r in _word_ranges(document, fitter, span)]
            for start, end in link[role]:
                found[role].setdefault((start, end), 0)
                tags[start] = begin_tag(role)
                tags[start + 1 : end] = inside_tag(role)
        links.append(link)
    spans_by_role = {role: np.array(sorted(found[role]), dtype=np.int64).reshape(-1, 2) for role in ROLES}
    index = {role: {(int(s), int(e)): i for i, (s, e) in enumerate(spans_by_role[role])} for role in ROLES}
    cue_of_content = np.full(len(index["content"]), -1, dtype=np.int64)
    source_of_cue = np.full(len(index["cue"]), -1, dtype=np.int64)
    for link in links:
        for cue in link["cue"][:1]:
            for content in link["content"]:
                cue_of_content[index["content"][content]] = index["cue"][cue]
            for source in link["source"][:1]:
                source_of_cue[index["cue"][cue]] = index["source"][source]
    loose = _loose_quotations(document, fitter, spans_by_role["content"])
    encoded = tokenizer.encode(document)
    return LabelledReport(name, text, encoded, tags, spans_by_role, cue_of_content, source_of_cue, loose)


def _mended(text: str, attribution: Roles) -> dict[Role, list[Span]]:
    """Give an attribution's spans; source and cue change places where they were marked the wrong way round.

    A colon between source and content is their cue where the corpus names none.
    """
    source, cue, content = (merge_spans(text, attribution.get(role, ())) for role in ROLES)
    if source and cue and text[slice(*source[0])] in _SAID and text[slice(*cue[0])][:1].isupper():
        source, cue = cue, source
    if source and content and not cue:
        between = Span(source[-1].end, content[0].start)
        if text[slice(*between)].strip(_AROUND_COLON) == ":":
            colon = text.index(":", between.start)
            cue = [Span(colon, colon + 1)]
    return {"source": source, "cue": cue, "content": content}


def _loose_quotations(document: Document, fitter: QuotationFitter, contents: IntArray) -> IntArray:
    is_content = np.zeros(len(document.words), dtype=bool)
    for start, end in contents:
        is_content[start:end] = True
    outer = [q.span for q in document.quotations if q.closed and q.depth == 0]
    ranges = [r for span in outer for r in _word_ranges(document, fitter, span)]
    return np.array([r for r in ranges if not is_content[slice(*r)].any()], dtype=np.int64).reshape(-1, 2)


def _word_ranges(document: Document, fitter: QuotationFitter, span: Span) -> list[tuple[int, int]]:
    """The words of a span, one range for each paragraph it touches."""
    fitted = fitter.fit(span)
    if fitted is None:
        return []
    ranges: list[tuple[int, int]] = []
    for word in range(*document.word_range(fitted)):
        same = ranges and document.paragraph[ranges[-1][0]] == document.paragraph[word]
        if same:
            ranges[-1] = (ranges[-1][0], word + 1)
        else:
            ranges.append((word, word + 1))
    return ranges
