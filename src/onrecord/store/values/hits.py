"""Statements that a search finds, each with its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from onrecord.record import Report, Statement
from onrecord.text.spans import Span

Sort = Literal["date", "newest", "published", "relevance"]
CountBy = Literal["speaker", "publisher", "kind", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found, with the report it stands in.

    Attributes:
        statement: The statement, corrections taken in.
        report: The report with its text.
        person: Id of the speaker over all reports, or None where the speaker is not resolved.
        speaker: The speaker's fullest name in the store, or None.
        role: Roles that the report gives the speaker, as printed.
        matches: Where the words that were looked for stand in the report's text.
    """

    statement: Statement
    report: Report
    person: str | None
    speaker: str | None
    role: str | None
    matches: tuple[Span, ...] = ()

    @property
    def is_human(self) -> bool:
        """Whether a person made, altered or accepted the statement."""
        return self.statement.made_by.startswith("human@")

    def snippet(self, around: int = 60) -> tuple[str, tuple[Span, ...]]:
        """Give the words of the statement with some around them.

        Args:
            around: Characters before and after, at most.

        Returns:
            The words, with "…" where a paragraph goes on before or after them, and where in them the matches stand.
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
        """Give where the words of the statement stand, with some around them.

        Args:
            around: Characters before and after, at most.
        """
        spans = [*self.statement.source.spans, *self.statement.cue.spans, *self.statement.content.spans]
        first, last = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
        return Span(_word_start(self.report.text, first, around), _word_end(self.report.text, last, around))

    def to_dict(self) -> dict[str, Any]:
        """The hit as plain JSON values on one level: what a table or a spreadsheet shows."""
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
            "source": " … ".join(statement.source.quote),
            "cue": " … ".join(statement.cue.quote),
            "content": " … ".join(statement.content.quote),
            "spans": [list(span) for span in statement.content.spans],
            "confidence": statement.confidence,
            "made_by": statement.made_by,
        }

    def to_dict_in_context(self) -> dict[str, Any]:
        """The hit as :meth:`to_dict` gives it, with the words around it and where in these the matches stand."""
        snippet, marks = self.snippet()
        return {**self.to_dict(), "snippet": snippet, "matches": [list(mark) for mark in marks]}


def _word_start(text: str, at: int, around: int) -> int:
    """Go back from a place to the start of a word, but not over the end of a paragraph."""
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
