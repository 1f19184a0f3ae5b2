"""PolNeAR (Newell et al. 2018): news reports with the attributions of one or more annotators."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.model.heads.tags import ROLES, Role
from onrecord.text.spans import Span

Roles = Mapping[Role, Sequence[Span]]
"""The spans of each role of one attribution; a role may have none."""


@dataclass(frozen=True)
class GoldReport:
    """A report with its attributions.

    Attributes:
        name: PolNeAR's name of the report.
        text: The text.
        attributions: The attributions of one annotator.
        published: ISO date of publication, or None.
    """

    name: str
    text: str
    attributions: list[Roles]
    published: str | None = None


def iter_reports(path: Path, annotators: int = 1) -> Iterator[GoldReport]:
    """Read a PolNeAR file.

    Args:
        path: JSON Lines, one report a line.
        annotators: Most annotators of a report; the report comes once for each of its first ones.

    Example:
        >>> next(iter_reports(Path("corpora/polnear/dev.jsonl"))).published
        '2016-09-22'
    """
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for annotation in row["annotations"][:annotators]:
                attributions: list[Roles] = [
                    {role: [Span(*span) for span in attribution.get(role) or []] for role in ROLES}
                    for attribution in annotation["attributions"]
                ]
                yield GoldReport(row["name"], row["text"], attributions, row.get("date"))
