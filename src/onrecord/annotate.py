"""The one place that knows the order of the steps: a report in, its record out."""

from __future__ import annotations

import functools

from onrecord.extract.attribution.attributions import AttributionFinder
from onrecord.extract.attribution.statements import StatementFinder
from onrecord.extract.dating.statements import date_statements
from onrecord.extract.speakers.choice import SpeakerFinder
from onrecord.extract.speakers.layer import name_speakers
from onrecord.extract.times import find_times
from onrecord.extract.times.meaning.date_order import find_day_first
from onrecord.model.heads.antecedents import ANTECEDENTS
from onrecord.model.weights import load_weights, score_document
from onrecord.record import AnnotatedReport, Report
from onrecord.text.document import Document

LANGUAGES = frozenset({"en"})


def annotate(report: Report, *, day_first: bool | None = None) -> AnnotatedReport:
    """Find who said what in a report, who is in it, and when.

    Use on what :func:`onrecord.read` yields, or on a :class:`~onrecord.Report` of your own. The weights are
    loaded at the first call and kept.

    Args:
        report: The report. One in a language other than English is passed over: its record has no statements
            and says the language.
        day_first: Whether "03/04/2016" is the third of April. None goes by the publisher where it is known, and else
            takes it for the fourth of March and marks it so.

    Returns:
        The record.

    Raises:
        ModelError: The packaged weights are missing or damaged.
    """
    if not is_read_language(report) or not report.text.strip():
        return AnnotatedReport(report)
    document = Document.from_text(report.text)
    scores = score_document(document, load_weights())
    attributions = _attribution_finder().find_attributions(document, scores)
    statements = _statement_finder().find_statements(report.id, document, attributions)
    named, entities = name_speakers(report.id, document, scores, statements, _speaker_finder())
    order = find_day_first(report.publisher, report.url) if day_first is None else day_first
    times = find_times(report.text, report.published, document.paragraphs, order)
    dated = date_statements(document, named, times, entities, report.published)
    return AnnotatedReport(report, dated, entities, times)


def annotator() -> str:
    """Name the version that annotates: what ``made_by`` says of statements that the model finds.

    Raises:
        ModelError: The packaged weights are missing or damaged.
    """
    return f"model@{load_weights().version}"


def is_read_language(report: Report) -> bool:
    """Tell whether a report is in a language that onrecord reads; one too short to tell counts as such."""
    return report.language is None or report.language in LANGUAGES


@functools.cache
def _attribution_finder() -> AttributionFinder:
    return AttributionFinder(load_weights())


@functools.cache
def _statement_finder() -> StatementFinder:
    return StatementFinder(load_weights())


@functools.cache
def _speaker_finder() -> SpeakerFinder:
    return SpeakerFinder(load_weights().decoder(ANTECEDENTS))
