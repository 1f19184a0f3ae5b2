"""What a statement is about: the events and negotiations whose words its content holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.events.step import EVENTS
from onrecord.extract.negotiations.step import NEGOTIATIONS
from onrecord.extract.step import Step
from onrecord.record import Event, Negotiation, Statement, replace


def say_what_about(
    statements: Sequence[Statement], events: Sequence[Event], negotiations: Sequence[Negotiation] = ()
) -> tuple[Statement, ...]:
    """Name in each statement the events and negotiations with words in its content, in the order of those words.

    Args:
        statements: The statements of a report.
        events: Its events.
        negotiations: Its negotiations.
    """
    named_by = [(event.triggers, event.id) for event in events] + [(one.mentions, one.id) for one in negotiations]
    triggers = sorted((span.start, span.end, one) for words, one in named_by for span in words.spans)
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
    lambda _: lambda results: say_what_about(results[DATED_STATEMENTS], results[EVENTS], results[NEGOTIATIONS]),
    layer="statements",
)
"""The statements with everything that the record says of them."""
