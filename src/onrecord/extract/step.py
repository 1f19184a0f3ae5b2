"""A step of the annotation: one named result, made from the results of earlier steps.

Declare a step in the module that makes its result and list it in :data:`onrecord.annotate.STEPS`. A step that names a
layer fills that layer of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from onrecord.model.heads.head import WordScores
from onrecord.model.weights import AttributionWeights, score_document
from onrecord.record import Report
from onrecord.text.document import Document

Result = TypeVar("Result")
Made = TypeVar("Made", covariant=True)


@dataclass(frozen=True, slots=True)
class Step(Generic[Made]):
    """One step.

    Attributes:
        name: What it makes.
        prepare: Takes the weights, once for each :class:`~onrecord.annotate.Annotator`, and gives the function that
            makes the result from those of earlier steps.
        layer: The layer of the record that the result is, if it is one.

    Example:
        >>> PARAGRAPHS = Step("paragraphs", lambda weights: lambda results: results[DOCUMENT].paragraphs)
    """

    name: str
    prepare: Callable[[AttributionWeights], Callable[[StepResults], Made]]
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class StepResults:
    """What the steps so far have made from one report.

    Attributes:
        report: The report.
        day_first: Whether its dates in figures have the day first; None where the caller does not say.
        by_step: The result of each step.

    Example:
        >>> results[STATEMENTS][0].content.quote
        ('“It will hold,”',)
    """

    report: Report
    day_first: bool | None
    by_step: Mapping[Step[Any], Any]

    def __getitem__(self, step: Step[Result]) -> Result:
        """Give the result of a step.

        Raises:
            KeyError: The step has not run.
        """
        return cast(Result, self.by_step[step])


DOCUMENT: Step[Document] = Step("document", lambda _: lambda results: Document.from_text(results.report.text))
"""The words, sentences, paragraphs and quotations of the text."""

SCORES: Step[WordScores] = Step("scores", lambda weights: lambda results: score_document(results[DOCUMENT], weights))
"""What the encoder says about every word."""
