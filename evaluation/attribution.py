"""Scores the statements that the package finds in PolNeAR against the annotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.polnear import GoldReport, Roles
from evaluation.scores import Counts, right_predictions, score_report
from onrecord.annotate import Annotator
from onrecord.extract.speakers.layer import NAMED_STATEMENTS
from onrecord.model.heads.tags import ROLES
from onrecord.record import AnnotatedReport, Report, RoleSpans, SourceSpans, Statement, statement_id


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
    confidence: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    report_index: npt.NDArray[np.int64]


def evaluate(reports: Sequence[GoldReport], annotator: Annotator) -> Scored:
    """Find the statements of the reports, with their speakers, and score those that are not nested."""
    totals: dict[str, Counts] = {}
    records: list[AnnotatedReport] = []
    confidence: list[float] = []
    right: list[bool] = []
    index: list[int] = []
    for number, gold in enumerate(reports):
        report = Report(gold.text, origin=f"{gold.name}.txt", language="en")
        named = annotator.run_steps(report, last=NAMED_STATEMENTS)[NAMED_STATEMENTS]
        records.append(AnnotatedReport(report, named.statements, named.entities))
        flat = [s for s in named.statements if s.within is None]
        predicted: list[Roles] = [{role: getattr(s, role).spans for role in ROLES} for s in flat]
        for name, counts in score_report(gold.text, gold.attributions, predicted).items():
            totals[name] = totals.get(name, Counts()) + counts
        confidence += [s.confidence for s in flat]
        right += right_predictions(gold.text, gold.attributions, predicted)
        index += [number] * len(flat)
    return Scored(totals, records, np.array(confidence), np.array(right), np.array(index))


def make_statement(text: str, roles: Roles) -> Statement:
    """Make a statement of a corpus's attribution, to be given in place of what the package finds.

    Args:
        text: The text of the report.
        roles: The attribution.
    """
    source, cue, content = (RoleSpans.of(text, roles.get(role, ())) for role in ROLES)
    return Statement(
        id=statement_id(Report(text).id, source, cue, content),
        kind="indirect",
        source=SourceSpans(source.spans, source.quote),
        cue=cue,
        content=content,
        speaker=None,
        within=None,
        said=None,
        venue=None,
        addressee=None,
        confidence=1.0,
        made_by="gold",
    )
