"""Time expressions: words that say when, with their TIMEX3 reading."""

from __future__ import annotations

from typing import Literal

from onrecord.record.layers.parts import Part, TimeId
from onrecord.text.spans import Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


class TimeExpression(Part, frozen=True):
    """Words that say when, with their TIMEX3 reading.

    Attributes:
        id: `t_` and a hash of the report's id and the span.
        span: Where they stand.
        quote: The words.
        type: TIMEX3 type.
        value: TIMEX3 value, as precise as the words and never finer; what is unknown is `X`.
        start: First day, ISO, or null where none can be given.
        end: The day after the last, ISO, or null.
        anchor: What it counts from: `published`, the id of another expression, or null.
        rule: How the words were read and what decided, in a few words.
    """

    id: str
    span: Span
    quote: str
    type: TimexType
    value: str
    start: str | None
    end: str | None
    anchor: TimeId | None
    rule: str
