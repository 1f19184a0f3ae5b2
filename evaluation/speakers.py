"""Scores the speakers that the package finds for gold statements of PolNeAR dev.

The labels are in ``evaluation/gold/speakers.jsonl``; ``SPEAKERS.md`` beside them says how they were made. Every
statement of a report is given, since one can help to resolve another; the labelled ones are scored.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.polnear import GoldReport
from evaluation.attribution import make_statement
from onrecord.annotate import Annotator
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.speakers.choice import SPEAKERS
from onrecord.extract.speakers.found import FoundSpeaker, StatementSpans
from onrecord.model.heads.antecedents import PRONOUNS
from onrecord.record import AnnotatedReport, Report
from onrecord.text.spans import Span

LABELS_FILE = Path(__file__).parent / "gold" / "speakers.jsonl"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class LabelledSpeaker:
    """A statement and who speaks in it.

    Attributes:
        report: Name of the report.
        spans: The statement's source and content.
        names: Right answers, best first; None stands for "not named".
    """

    report: str
    spans: StatementSpans
    names: tuple[str | None, ...]

    @property
    def is_named(self) -> bool:
        """Whether the report names the speaker."""
        return None not in self.names


@dataclass(frozen=True)
class Judged:
    """A label and what was found for it."""

    label: LabelledSpeaker
    found: FoundSpeaker
    source: str

    @property
    def is_right(self) -> bool:
        """Whether the answer is one of the right ones; "unresolved" never is."""
        if self.found.status == "resolved":
            return any(name and _same(name, self.found.name or "") for name in self.label.names)
        return self.found.status == "unnamed" and None in self.label.names


def iter_labels(path: Path = LABELS_FILE) -> Iterator[LabelledSpeaker]:
    """Read the labels."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            source, content = (tuple(Span(*span) for span in row[role]) for role in ("source", "content"))
            yield LabelledSpeaker(row["report"], StatementSpans(source, content), tuple(row["speaker"]))


def judge(reports: Sequence[GoldReport], annotator: Annotator) -> list[Judged]:
    """Find the speakers of the gold statements of every labelled report and judge the labelled ones."""
    by_report: dict[str, list[LabelledSpeaker]] = defaultdict(list)
    for label in iter_labels():
        by_report[label.report].append(label)
    judged = []
    for report in reports:
        if report.name not in by_report:
            continue
        found = find_gold_speakers(report, annotator)
        for label in by_report[report.name]:
            source = " ".join(report.text[slice(*span)] for span in label.spans.source)
            judged.append(Judged(label, found[label.spans], source))
    return judged


def find_gold_speakers(report: GoldReport, annotator: Annotator) -> dict[StatementSpans, FoundSpeaker]:
    """Find the speakers of the corpus's own statements of a report, by the spans of these."""
    statements = tuple(make_statement(report.text, roles) for roles in report.attributions if roles["content"])
    results = annotator.run_steps(Report(report.text), given={STATEMENTS: statements}, last=SPEAKERS)
    spans = [StatementSpans(s.source.spans, s.content.spans) for s in statements]
    return dict(zip(spans, results[SPEAKERS].speakers, strict=True))


def judge_records(reports: Sequence[GoldReport], records: Sequence[AnnotatedReport]) -> list[Judged]:
    """Judge the speakers of the statements that were found, end to end.

    A labelled statement is looked for among those found with half of its content's words; one that is missed has no
    speaker and is wrong.
    """
    labels: dict[str, list[LabelledSpeaker]] = defaultdict(list)
    for label in iter_labels():
        labels[label.report].append(label)
    judged = []
    for report, record in zip(reports, records, strict=True):
        for label in labels.get(report.name, ()):
            source = " ".join(report.text[slice(*span)] for span in label.spans.source)
            found = max(record.statements, key=lambda s: _overlap(label.spans.content, s.content.spans), default=None)
            speaker = found.speaker if found and _overlap(label.spans.content, found.content.spans) >= 0.5 else None
            if speaker is None:
                judged.append(Judged(label, FoundSpeaker(None, None, "unresolved", "missed", 0.0), source))
            else:
                told = FoundSpeaker(speaker.name, None, speaker.status, speaker.how or "", 1.0, speaker.candidates)
                judged.append(Judged(label, told, source))
    return judged


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Share of the characters of both that are in each."""
    left, right = ({i for span in spans for i in range(*span)} for spans in (one, other))
    return len(left & right) / max(1, len(left | right))


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Give the figures of the model card.

    Returns:
        ``accuracy`` over all, ``pronouns`` the same where the source is a pronoun, ``precision`` of what is resolved,
        and ``unresolved`` as the share of the speakers that the report names.
    """
    pronouns = [j for j in judged if j.source.lower() in PRONOUNS]
    resolved = [j for j in judged if j.found.status == "resolved"]
    named = [j for j in judged if j.label.is_named]
    return {
        "accuracy": _share(judged, lambda j: j.is_right),
        "pronouns": _share(pronouns, lambda j: j.is_right),
        "precision": _share(resolved, lambda j: j.is_right),
        "unresolved": _share(named, lambda j: j.found.status == "unresolved"),
    }


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> float:
    return sum(map(holds, judged)) / len(judged) if judged else 0.0


def _same(one: str, other: str) -> bool:
    """Tell whether two names are the same but for case, marks, articles and the ending of a possessive."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    plain = _SPACE.sub(" ", name.replace("’", "'").lower()).strip(" .")
    return plain.removeprefix("the ").removesuffix("'s").strip(" .\"'")
