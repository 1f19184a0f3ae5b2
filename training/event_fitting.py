"""Fits what decoding events needs beside the network: the threshold, which triggers are one deed, and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from corpora.marked import MarkedEvent, MarkedReport, MarkedSide
from corpora.marks import iter_training_reports
from evaluation.calibration import fit_calibration, fit_logistic
from evaluation.events import figures, match_events, read_reports, score_events
from onrecord.annotate import Annotator
from onrecord.extract.events.deeds import TriggerReading, sameness_features
from onrecord.extract.events.sides import FoundSide, FoundSides
from onrecord.extract.times.finder import find_times
from onrecord.model.arrays import FloatArray
from onrecord.model.weights import AttributionWeights
from onrecord.record import Entity, TimeExpression
from onrecord.text.document import Document
from onrecord.text.spans import Span
from training.events import find_stance, find_trigger_words
from training.model import EventReader

THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
UNCHANGED = np.array([1.0, 0.0], dtype=np.float32)
"""The calibration that leaves a probability as it is."""


def fit_events(reader: EventReader, weights: AttributionWeights, corpora: Path) -> None:
    """Fit the arrays of a trained reader in place.

    The threshold and confidence are fitted on dev, whose reports trained nothing; which triggers are one deed is fitted
    on the reports that train.

    Args:
        reader: Gets the arrays.
        weights: The exported model.
        corpora: Folder of the corpora.
    """
    sameness = fit_sameness(list(iter_training_reports(corpora)))
    chosen: tuple[float, float, list[float], list[bool]] | None = None
    for threshold in THRESHOLDS:
        arrays = {
            "trigger_threshold": np.array(threshold, dtype=np.float32),
            "event_sameness": sameness,
            "event_calibration": UNCHANGED,
        }
        annotator = Annotator(replace(weights, arrays=weights.arrays | arrays))
        read = read_reports(corpora, "dev", annotator)
        score = figures([score_events(report, found) for report, found in read])["trigger and type"]
        if chosen is None or score > chosen[0]:
            certainties = [event.confidence for _, found in read for event in found.events]
            right = []
            for report, found in read:
                typed = {event.id for gold, event in match_events(report, found.events) if gold.type == event.type}
                right += [event.id in typed for event in found.events]
            chosen = score, threshold, certainties, right
    assert chosen is not None
    _, threshold, certainties, right = chosen
    reader.threshold = torch.tensor(threshold)
    reader.sameness = torch.from_numpy(sameness)
    reader.calibration = torch.from_numpy(fit_calibration(np.array(certainties)[:, None], np.array(right)))


def fit_sameness(reports: Sequence[MarkedReport]) -> FloatArray:
    """Fit the weights of :data:`onrecord.extract.events.deeds.SAMENESS_FEATURES` on marked reports."""
    rows, same = [], []
    for report in reports:
        document = Document.from_text(report.text)
        readings = list(_read_marks(report, document))
        for later, (event, reading) in enumerate(readings):
            for other, earlier in readings[:later]:
                if other.type == event.type:
                    rows.append(sameness_features(document, earlier, reading))
                    same.append(other is event)
    return fit_logistic(np.array(rows, dtype=np.float64), np.array(same))


def _read_marks(report: MarkedReport, document: Document) -> Iterator[tuple[MarkedEvent, TriggerReading]]:
    """Give the marked triggers in the form in which the program reads its own."""
    entities = {e.id: Entity(id=e.id, kind=e.kind, name=e.name) for e in report.entities}  # type: ignore[arg-type]
    times = find_times(report.text, report.date, document.paragraphs, False)
    for words, event in find_trigger_words(report, document):
        place = document.words[words[0]].start
        sides = FoundSides(
            _sides(entities, event.actors),
            _sides(entities, event.recipients),
            next(iter(_sides(entities, _place(report, event))), None),
            _time(times, event.when),
        )
        holder = [s.id for s in report.statements if any(a <= place < b for a, b in s.content)]
        stance = find_stance(report, event, place) or "asserted"
        voice = holder[-1] if holder else "report"
        yield event, TriggerReading(words, event.type, stance, voice, sides, 1.0)  # type: ignore[arg-type]


def _sides(entities: dict[str, Entity], sides: Sequence[MarkedSide]) -> tuple[FoundSide, ...]:
    found = ((side.span or Span(0, 0), entities.get(side.entity)) for side in sides)
    return tuple(FoundSide(span, entity, 1.0) for span, entity in found if entity is not None)


def _place(report: MarkedReport, event: MarkedEvent) -> list[MarkedSide]:
    """Give the entity that a marked place mentions."""
    span = event.place
    if span is None:
        return []
    return [
        MarkedSide(e.id, span)
        for e in report.entities
        if any(m.start < span.end and span.start < m.end for m in e.mentions)
    ]


def _time(times: Sequence[TimeExpression], span: Span | None) -> TimeExpression | None:
    if span is None:
        return None
    return next((time for time in times if time.span.start < span.end and span.start < time.span.end), None)
