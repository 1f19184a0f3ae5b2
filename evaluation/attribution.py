"""Scores the statements that the package finds in PolNeAR against the annotation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.scores import Counts, Roles, right_predictions, score_report
from onrecord.extract.attribution.attributions import AttributionFinder
from onrecord.extract.attribution.statements import StatementFinder
from onrecord.extract.speakers.choice import SpeakerFinder
from onrecord.extract.speakers.layer import name_speakers
from onrecord.model.heads.antecedents import ANTECEDENTS
from onrecord.model.heads.tags import ROLES
from onrecord.model.weights import AttributionWeights, score_document
from onrecord.record import AnnotatedReport, Report
from onrecord.text.document import Document
from onrecord.text.spans import Span


@dataclass(frozen=True)
class GoldReport:
    """A PolNeAR report: its name, text and the first annotator's attributions."""

    name: str
    text: str
    attributions: list[Roles]
    published: str | None = None


@dataclass(frozen=True)
class Scored:
    """What an evaluation gives.

    Attributes:
        counts: For each measure the counts over all reports.
        records: The records, in the order of the reports.
        confidence: Confidence of each statement that is not nested.
        right: Whether each of these is right.
        report_index: The report each of these stands in.
    """

    counts: dict[str, Counts]
    records: list[AnnotatedReport]
    confidence: np.ndarray
    right: np.ndarray
    report_index: np.ndarray


def iter_gold(path: Path) -> Iterator[GoldReport]:
    """Read a PolNeAR file; of several annotators the first counts."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            attributions: list[Roles] = [
                {role: [Span(*span) for span in attribution.get(role) or []] for role in ROLES}
                for attribution in row["annotations"][0]["attributions"]
            ]
            yield GoldReport(row["name"], row["text"], attributions, row.get("date"))


def evaluate(reports: list[GoldReport], weights: AttributionWeights) -> Scored:
    """Find the statements of the reports, with their speakers, and score those that are not nested."""
    finder, attributions = StatementFinder(weights), AttributionFinder(weights)
    speakers = SpeakerFinder(weights.decoder(ANTECEDENTS))
    totals: dict[str, Counts] = {}
    records: list[AnnotatedReport] = []
    confidence: list[float] = []
    right: list[bool] = []
    index: list[int] = []
    for number, gold in enumerate(reports):
        report = Report(gold.text, origin=f"{gold.name}.txt", language="en")
        document = Document.from_text(gold.text)
        scores = score_document(document, weights)
        statements = finder.find_statements(report.id, document, attributions.find_attributions(document, scores))
        record = AnnotatedReport(report, *name_speakers(report.id, document, scores, statements, speakers))
        records.append(record)
        flat = [s for s in record.statements if s.within is None]
        predicted: list[Roles] = [{role: getattr(s, role).spans for role in ROLES} for s in flat]
        for name, counts in score_report(gold.text, gold.attributions, predicted).items():
            totals[name] = totals.get(name, Counts()) + counts
        confidence += [s.confidence for s in flat]
        right += right_predictions(gold.text, gold.attributions, predicted)
        index += [number] * len(flat)
    return Scored(totals, records, np.array(confidence), np.array(right), np.array(index))
