"""Statements that a search finds, each with its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from onrecord.export.rows import COLUMNS, report_columns, statement_columns
from onrecord.record import EntityKind, Report, Statement
from onrecord.text.spans import Span

Sort = Literal["date", "newest", "published", "relevance", "unsure"]
HIT_COLUMNS = (*COLUMNS, "person_id")
"""The columns of a table of hits: those of the CSV export, and the id of the speaker in the store."""
CountBy = Literal["speaker", "publisher", "kind", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that matches a search, with its report.

    Attributes:
        statement: The statement, with corrections applied.
        report: The report with its text.
        person: Id of the speaker in the store, or None for an unresolved speaker.
        speaker: The speaker's fullest name in the store, or None.
        role: Roles of the speaker in the report, as printed, or None.
        matches: Spans of the matching words in the report's text.
        speaker_kind: person, organisation, place or group; None for an unresolved speaker.
    """

    statement: Statement
    report: Report
    person: str | None
    speaker: str | None
    role: str | None
    matches: tuple[Span, ...] = ()
    speaker_kind: EntityKind | None = None

    @property
    def is_human(self) -> bool:
        """Whether a person accepted or changed the statement."""
        return self.statement.made_by.startswith("human@")

    def snippet(self, around: int = 60) -> tuple[str, tuple[Span, ...]]:
        """Return the statement with some text around it.

        Args:
            around: Maximum number of characters before and after.

        Returns:
            The text, with "…" at each end where the paragraph continues, and the spans of the matches in it.

        Example:
            >>> text, matches = hit.snippet(around=40)
        """
        text = self.report.text
        start, end = self.context(around)
        before = "… " if text[text.rfind("\n", 0, start) + 1 : start].strip() else ""
        line_end = text.find("\n", end)
        after = " …" if text[end : None if line_end < 0 else line_end].strip() else ""
        shift = len(before) - start
        marks = tuple(Span(match.start + shift, match.end + shift) for match in self.matches)
        return before + text[start:end] + after, marks

    def context(self, around: int = 60) -> Span:
        """Return the span of the statement with some text around it.

        Args:
            around: Maximum number of characters before and after.

        Example:
            >>> start, end = hit.context()
            >>> hit.report.text[start:end]
            '"The grain ships leave today," Ilse Brandvold said.'
        """
        spans = [*self.statement.source.spans, *self.statement.cue.spans, *self.statement.content.spans]
        first, last = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
        return Span(_word_start(self.report.text, first, around), _word_end(self.report.text, last, around))

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as one flat row of JSON values, for tables and spreadsheets."""
        statement, report = self.statement, self.report
        said = statement.said
        return {
            "statement": statement.id,
            "report": report.id,
            "said": said.value if said else None,
            "said_start": said.start if said else None,
            "said_end": said.end if said else None,
            "said_from": said.origin if said else None,
            "published": report.published,
            "publisher": report.publisher,
            "title": report.title,
            "url": report.url,
            "origin": report.origin,
            "speaker": self.speaker,
            "person": self.person,
            "status": statement.speaker.status if statement.speaker else None,
            "role": self.role,
            "kind": statement.kind,
            "gloss": statement.gloss,
            "source": " … ".join(statement.source.quote),
            "cue": " … ".join(statement.cue.quote),
            "content": " … ".join(statement.content.quote),
            "spans": [list(span) for span in statement.content.spans],
            "confidence": statement.confidence,
            "made_by": statement.made_by,
        }

    def to_row(self) -> dict[str, Any]:
        """Return the hit as a row of a table: the columns of the CSV export, and ``person_id``."""
        row = {**report_columns(self.report), **statement_columns(self.statement), "person_id": self.person}
        row["speaker"] = self.speaker or row["speaker"]
        row["speaker_kind"] = self.speaker_kind
        row["speaker_roles"] = tuple(self.role.split("; ")) if self.role else ()
        return row

    def to_dict_in_context(self) -> dict[str, Any]:
        """Return :meth:`to_dict` with the snippet and the spans of the matches in it."""
        snippet, marks = self.snippet()
        return {**self.to_dict(), "snippet": snippet, "matches": [list(mark) for mark in marks]}


def _word_start(text: str, at: int, around: int) -> int:
    """Find the start of a word before an offset, within the paragraph."""
    start = max(0, at - around)
    start = text.rfind("\n", start, at) + 1 or start
    return start if start == 0 or text[start - 1].isspace() else _after_space(text, start, at)


def _after_space(text: str, start: int, at: int) -> int:
    return next((place + 1 for place in range(start, at) if text[place].isspace()), at)


def _word_end(text: str, at: int, around: int) -> int:
    limit = min(len(text), at + around)
    line_end = text.find("\n", at, limit)
    if line_end >= 0:
        return line_end
    if limit == len(text) or text[limit].isspace():
        return limit
    return next((place for place in range(limit, at, -1) if text[place].isspace()), at)
