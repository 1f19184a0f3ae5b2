"""News reports marked by reading: who is in them, with every mention, and who says what.

The corpus lies in ``marked/train.jsonl.gz`` and ``marked/dev.jsonl.gz``. Its marks hold all mentions of speakers and of
participants; a name that no mark covers may still be a name.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.text.spans import Span


@dataclass(frozen=True)
class MarkedEntity:
    """A person, organisation, place or group.

    Attributes:
        id: Its id in the report.
        kind: person, organisation, place or group.
        name: The fullest name as printed, or the best description.
        country: ISO 3166 alpha-3 code or one of the codes of international bodies; None if the marks give none.
        sectors: PLOVER sectors.
        mentions: The spans of its mentions.
    """

    id: str
    kind: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    mentions: tuple[Span, ...]


@dataclass(frozen=True)
class MarkedStatement:
    """A statement with its speakers.

    Attributes:
        source: Spans of the source.
        cue: Spans of the cue.
        content: Spans of the content.
        speakers: Ids of the entities that speak; none where the report never names the source.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class MarkedReport:
    """A report with its marks."""

    name: str
    text: str
    title: str | None
    date: str | None
    entities: tuple[MarkedEntity, ...]
    statements: tuple[MarkedStatement, ...]


def iter_marked_reports(path: Path) -> Iterator[MarkedReport]:
    """Read the reports of a part. Statements that a reader found to be none are left out.

    Args:
        path: ``train.jsonl.gz`` or ``dev.jsonl.gz``.

    Example:
        >>> next(iter_marked_reports(Path("marked/dev.jsonl.gz"))).statements[0].speakers
        ('P2',)
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield MarkedReport(
                name=row["name"],
                text=row["text"],
                title=row["title"],
                date=row["date"],
                entities=tuple(_entity(entity) for entity in row["entities"]),
                statements=tuple(_statement(found) for found in row["statements"] if found["verdict"] != "no"),
            )


def _entity(row: dict[str, Any]) -> MarkedEntity:
    return MarkedEntity(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        country=row["country"],
        sectors=tuple(row["sectors"] or ()),
        mentions=_spans(row["mentions"]),
    )


def _statement(row: dict[str, Any]) -> MarkedStatement:
    return MarkedStatement(_spans(row["source"]), _spans(row["cue"]), _spans(row["content"]), tuple(row["speakers"]))


def _spans(rows: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*row) for row in rows)
