"""Entries of the log of corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

EventAction = Literal["event-reject", "event-type", "event-side", "event-view"]
EVENT_ACTIONS = frozenset(get_args(EventAction))
"""Actions that correct an event."""
Action = Literal["add", "accept", "reject", "edit", "speaker", "note", "merge", "talks", "undo"] | EventAction


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry in the log of corrections.

    Attributes:
        number: Number of the entry, for undoing it.
        at: Time, ISO 8601, UTC.
        by: Name of the person who corrects.
        action: Kind of correction.
        report: Id of the report, or None for a merge and for talks.
        statement: Id of the statement or event before the correction, or None. For an added statement, its id.
        detail: An addition has the ``id`` of the statement. An edit has what it changes – spans (start, end, start,
            end …) of roles, ``kind``, ``said`` (value, start, end, origin) – and the id that follows. A speaker has
            ``person`` and ``name``, both null for a source that the report never names. A note has ``text`` and
            ``tags``, a merge ``from`` and ``into``, an undo ``undoes``. One about talks has ``judgement``
            and, for each negotiation, its report and the spans of the words for it. One of an event has the new
            ``type``, ``mode`` and ``id``, the ``role`` and ``sides``, or the ``view`` and its ``stance``.
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
        """Return the entry as plain JSON values, without the packed statement that it corrects."""
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
