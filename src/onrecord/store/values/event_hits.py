"""Events that a search finds, each with its record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.export.event_rows import EventRows
from onrecord.record import AnnotatedReport, Event, Report

EventSort = Literal["date", "newest", "published"]
CountEventsBy = Literal[
    "type", "mode", "status", "stance", "voice", "actor", "recipient", "party", "country", "sector", "place",
    "publisher", "day", "month", "year",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventHit:
    """An event that matches a search, with the record that it is in.

    Attributes:
        event: The event, with corrections applied.
        record: The whole record, for the statements, entities and times that the event names.
    """

    event: Event
    record: AnnotatedReport

    @property
    def report(self) -> Report:
        """The report."""
        return self.record.report

    def to_dict(self) -> dict[str, Any]:
        """Return the event as one flat row: the columns of the exported table `events`."""
        return EventRows(self.record).event(self.event)


@dataclass(frozen=True, slots=True)
class EventResults:
    """One page of the events that a search finds.

    Attributes:
        hits: The events, in the order of the search.
        cursor: Cursor of the next page, or None on the last.
        undated: Events that match but for the days in which they should lie, since no words date them.
    """

    hits: tuple[EventHit, ...]
    cursor: str | None = None
    undated: int = 0

    def __iter__(self) -> Iterator[EventHit]:
        """Iterate over the hits."""
        return iter(self.hits)

    def __len__(self) -> int:
        """Return the number of hits on this page."""
        return len(self.hits)
