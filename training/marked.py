"""The statements of reports marked by reading, in the form of PolNeAR's."""

from __future__ import annotations

from pathlib import Path

from corpora.marked import iter_marked_reports
from corpora.polnear import Roles
from onrecord.model.encoders.tokenizer import WordTokenizer
from training.polnear import LabelledReport, label_report


def load_marked(path: Path, tokenizer: WordTokenizer) -> list[LabelledReport]:
    """Read a part of the marked reports.

    A statement inside the content of another is left out: the tags of one word can say only one thing.

    Args:
        path: ``train.jsonl.gz`` or ``dev.jsonl.gz``.
        tokenizer: Of the encoder.
    """
    reports = []
    for report in iter_marked_reports(path):
        roles: list[Roles] = [
            {"source": statement.source, "cue": statement.cue, "content": statement.content}
            for statement in report.statements
            if statement.within is None
        ]
        reports.append(label_report(report.name, report.text, roles, tokenizer))
    return reports
