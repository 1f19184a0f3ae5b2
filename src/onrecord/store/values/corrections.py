"""Entries of the log of corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Action = Literal["accept", "reject", "edit", "speaker", "merge", "undo"]


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry in the log of corrections.

    Attributes:
        number: Its number, which undoing needs.
        at: Time, ISO, UTC.
        by: Name of the person who made it.
        action: Kind of correction.
        report: Id of the report, or None for a merge.
        statement: Id that the statement had before, or None.
        detail: For an edit the new spans (start, end, start, end …), kind and id; for a speaker ``person`` and
            ``name``; for a merge ``from`` and ``into``; for an undo ``undoes``.
        undone: Whether a later entry undoes it.
    """

    number: int
    at: str
    by: str
    action: Action
    report: str | None
    statement: str | None
    detail: dict[str, Any]
    undone: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain JSON values, less the facts by which newer weights find its statement again."""
        return {
            "number": self.number,
            "at": self.at,
            "by": self.by,
            "action": self.action,
            "report": self.report,
            "statement": self.statement,
            "detail": {key: value for key, value in self.detail.items() if key != "target"},
            "undone": self.undone,
        }
