"""From a report to its record: the steps and their order.

Every step is declared beside the code that it runs; :mod:`onrecord.extract.step` says what a step is.
"""

from __future__ import annotations

import datetime
import functools
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.errors import PublicationDateError
from onrecord.extract.attribution.attributions import ATTRIBUTIONS
from onrecord.extract.attribution.block_quotations import BLOCK_QUOTATIONS
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.events.about import RECORD_STATEMENTS
from onrecord.extract.events.step import EVENTS
from onrecord.extract.negotiations.step import NEGOTIATIONS
from onrecord.extract.speakers.choice import SPEAKERS
from onrecord.extract.speakers.layer import ENTITIES, NAMED_STATEMENTS
from onrecord.extract.step import DOCUMENT, SCORES, Step, StepResults
from onrecord.extract.times.meaning.calendar import parse_day
from onrecord.extract.times.step import TIMES
from onrecord.extract.transcripts.transcript import TRANSCRIPT
from onrecord.model.weights import AttributionWeights
from onrecord.models import load_model
from onrecord.read.language import detect_language
from onrecord.record import AnnotatedReport, Report, plain_report, replace
from onrecord.settings import read_model

LANGUAGES = frozenset({"en"})

_LOGGER = logging.getLogger("onrecord")

STEPS: tuple[Step[Any], ...] = (
    DOCUMENT,
    SCORES,
    ATTRIBUTIONS,
    TRANSCRIPT,
    BLOCK_QUOTATIONS,
    STATEMENTS,
    SPEAKERS,
    NAMED_STATEMENTS,
    ENTITIES,
    TIMES,
    DATED_STATEMENTS,
    EVENTS,
    NEGOTIATIONS,
    RECORD_STATEMENTS,
)
"""The steps in their order. Each reads the results of earlier ones."""


class Annotator:
    """Runs the steps on reports, with one model.

    Use :func:`annotate` unless you choose the weights yourself or inject the result of a step, as evaluation does.

    Args:
        weights: The model.
        steps: The steps in their order.

    Example:
        >>> annotator = Annotator(load_model("small"))
        >>> results = annotator.run_steps(Report("Ada Lund left. She waved."), given={STATEMENTS: ()}, last=SPEAKERS)
        >>> [mention.form for mention in results[SPEAKERS].mentions]
        ['name', 'she']
    """

    def __init__(self, weights: AttributionWeights, steps: Sequence[Step[Any]] = STEPS) -> None:
        self.version = f"model@{weights.version}"
        """What ``made_by`` says about statements that the model finds."""
        self._functions = [(step, step.prepare(weights)) for step in steps]

    def annotate(self, report: Report, *, day_first: bool | None = None) -> AnnotatedReport:
        """Annotate a report; one in another language than English, or without words, gets an empty record.

        Args:
            report: The report.
            day_first: As for :func:`annotate`.

        Raises:
            PublicationDateError: The date of the report is no date.
        """
        is_text = isinstance(report.published, str)
        if report.published is not None and not (is_text and parse_day(report.published)):
            raise PublicationDateError(report.origin, report.published)
        if not is_read_language(report) or not report.text.strip():
            return AnnotatedReport(plain_report(report))
        results = self.run_steps(report, day_first=day_first)
        layers = {step.layer: results[step] for step, _ in self._functions if step.layer}
        return AnnotatedReport(plain_report(report), **layers)

    def run_steps(
        self,
        report: Report,
        *,
        day_first: bool | None = None,
        given: Mapping[Step[Any], Any] | None = None,
        last: Step[Any] | None = None,
    ) -> StepResults:
        """Run the steps on a report, in whatever language it is.

        Args:
            report: The report.
            day_first: As for :func:`annotate`.
            given: Results to take in place of running their steps, such as gold statements.
            last: The last step to run; all of them unless given.
        """
        by_step = dict(given or {})
        results = StepResults(report, day_first, by_step)
        for step, function in self._functions:
            if step not in by_step:
                by_step[step] = function(results)
            if step is last:
                break
        return results


def annotate(
    report: Report | str,
    *,
    date: datetime.date | str | None = None,
    day_first: bool | None = None,
    model: str | None = None,
) -> AnnotatedReport:
    """Find who said what in a report, who is in it, and when.

    Use on what :func:`onrecord.read` yields, or on a plain text. The model is loaded at the first call and kept.

    Args:
        report: The report, or its text. A report in another language than English gets a record without statements; of
            a text the language is detected.
        date: Date of publication, the anchor of "on Friday": a ``datetime.date`` or ``YYYY-MM-DD``. None keeps the
            date of the report.
        day_first: Whether "03/04/2016" means 3 April. None follows the publisher where its country is known; else
            the date is read as 4 March and marked as uncertain.
        model: Name of an installed model, or path of a folder of weights with a slash in it; see
            :func:`onrecord.models.find_model_folder`.

    Returns:
        The record.

    Raises:
        PublicationDateError: The date is no date.
        ConfigurationError: No model of this name is installed.
        ModelError: The weights are missing or damaged.

    Example:
        >>> record = onrecord.annotate("“It will hold,” Ada Lund said on Friday.", date="2031-03-09")
        >>> record.statements[0].speaker.name, record.statements[0].said.value
        ('Ada Lund', '2031-03-07')
    """
    if isinstance(report, str):
        report = _read_text(report)
    if date is not None:
        report = replace(report, published=date, published_from="option")
    return load_annotator(model).annotate(report, day_first=day_first)


def _read_text(text: str) -> Report:
    report = Report(text, language=detect_language(text))
    if not is_read_language(report):
        _LOGGER.warning("the text is skipped: its language is %s, and onrecord reads English (en)", report.language)
    return report


def load_annotator(model: str | None = None) -> Annotator:
    """Give the annotator of a model, one for each model and process.

    Args:
        model: As for :func:`annotate`.

    Raises:
        ConfigurationError: No model of this name is installed.
        ModelError: The weights are missing or damaged.
    """
    return _make_annotator(model or read_model())


@functools.cache
def _make_annotator(model: str | None) -> Annotator:
    return Annotator(load_model(model))


def annotator(model: str | None = None) -> str:
    """Name the version that annotates: what ``made_by`` says about statements that the model finds.

    Args:
        model: As for :func:`annotate`.

    Raises:
        ConfigurationError: No model of this name is installed.
        ModelError: The weights are missing or damaged.
    """
    return load_annotator(model).version


def is_read_language(report: Report) -> bool:
    """Tell whether a report is in a language that onrecord reads. A report too short to tell is."""
    return report.language is None or report.language in LANGUAGES
