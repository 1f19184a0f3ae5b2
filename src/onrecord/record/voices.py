"""Who says so: the voices of an event's views, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.record.layers.events import Event, EventNumber, Side
from onrecord.record.layers.statements import Statement

REPORT: Final = "report"
"""The report's own voice, in the field ``by`` of a view."""
UNNAMED: Final = "unnamed"
"""People whom the report does not name, outside any statement."""
VoiceKind = Literal["report", "unnamed", "statement"]


@dataclass(frozen=True, slots=True)
class NamedVoice:
    """A voice as people read it.

    Attributes:
        kind: The report itself, unnamed people, or a statement.
        name: The speaker's name, or None.
        words: What the report calls the source; empty for the report itself.
        statement: The statement, or None.
    """

    kind: VoiceKind
    name: str | None = None
    words: str = ""
    statement: Statement | None = None

    @property
    def label(self) -> str:
        """The name, or the words that stand for it.

        Example:
            >>> NamedVoice("report").label
            'the report'
        """
        if self.kind == "report":
            return "the report"
        if self.kind == "unnamed":
            return "unnamed people"
        return self.name or self.words or "an unnamed source"


def find_voice(by: str, statements: Mapping[str, Statement]) -> NamedVoice:
    """Name a voice.

    Args:
        by: The field ``by`` of a view.
        statements: The statements of the record by their ids.

    Example:
        >>> find_voice("unnamed", {}).label
        'unnamed people'
    """
    statement = statements.get(by)
    if statement is None:
        return NamedVoice("report" if by == REPORT else "unnamed")
    words = " ".join(" … ".join(statement.source.quote).split())
    return NamedVoice("statement", statement.speaker.name if statement.speaker else None, words, statement)


def iter_sides(event: Event) -> Iterator[tuple[Literal["actor", "recipient"], Side, bool]]:
    """Give each side of an event once: its role, the side, and whether only a view names it."""
    seen: set[tuple[str, object]] = set()
    listed: list[tuple[Iterable[Side], Iterable[Side], bool]] = [(event.actors, event.recipients, False)]
    listed += [(view.actors, view.recipients, True) for view in event.views]
    for actors, recipients, is_disputed in listed:
        for side in actors:
            if (key := ("actor", side.entity or side.spans)) not in seen:
                seen.add(key)
                yield "actor", side, is_disputed
        for side in recipients:
            if (key := ("recipient", side.entity or side.spans)) not in seen:
                seen.add(key)
                yield "recipient", side, is_disputed


def describe_number(number: EventNumber) -> str:
    """Give a number in figures: ``6``, ``at least 6``, ``at most 6``, ``3 to 5``, or the words where they are vague.

    Example:
        >>> describe_number(EventNumber("killed", None, 6, None))
        'at least 6'
    """
    least, most = number.at_least, number.at_most
    if least is None and most is None:
        return " … ".join(number.quote)
    if least == most:
        return str(least)
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"
