"""The statements of reports marked by reading, in the form of PolNeAR's."""

from __future__ import annotations

from collections.abc import Iterable

from corpora.marked import MarkedReport
from corpora.polnear import Roles
from onrecord.model.encoders.tokenizer import WordTokenizer
from training.polnear import LabelledReport, label_report


def load_marked(reports: Iterable[MarkedReport], tokenizer: WordTokenizer) -> list[LabelledReport]:
    """Label the statements of marked reports.

    A statement inside the content of another is left out: the tags of one word can say only one thing.

    Args:
        reports: The reports.
        tokenizer: Of the encoder.
    """
    labelled = []
    for report in reports:
        roles: list[Roles] = [
            {"source": statement.source, "cue": statement.cue, "content": statement.content}
            for statement in report.statements
            if statement.within is None
        ]
        labelled.append(label_report(report.name, report.text, roles, tokenizer))
    return labelled
