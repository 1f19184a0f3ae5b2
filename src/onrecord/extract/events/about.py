"""What a statement is about: the events whose words its content holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.events.step import EVENTS
from onrecord.extract.step import Step
from onrecord.record import Event, Statement, replace


def say_what_about(statements: Sequence[Statement], events: Sequence[Event]) -> tuple[Statement, ...]:
    """Name in each statement the events with a trigger in its content, in the order of those triggers.

    Args:
        statements: The statements of a report.
        events: Its events.
    """
    triggers = sorted((span.start, span.end, event.id) for event in events for span in event.triggers.spans)
    starts = [start for start, _, _ in triggers]
    named = []
    for statement in statements:
        inside = [
            event
            for first, last in statement.content.spans
            for _, end, event in triggers[bisect_left(starts, first) : bisect_left(starts, last)]
            if end <= last
        ]
        named.append(replace(statement, about=tuple(dict.fromkeys(inside))) if inside else statement)
    return tuple(named)


RECORD_STATEMENTS = Step(
    "statements of the record",
    lambda _: lambda results: say_what_about(results[DATED_STATEMENTS], results[EVENTS]),
    layer="statements",
)
"""The statements with everything that the record says of them."""
