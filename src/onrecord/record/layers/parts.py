"""Parts that several layers share: words with their spans, and references from one layer to another.

Two conventions hold for every type of a record, and reading, packing and checking rest on them:

- A field ``quote`` holds the words at the ``span`` or ``spans`` beside it.
- An id of another layer has one of the types below, which say where it leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

import msgspec

from onrecord.text.spans import Span, slice_span


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Where an id leads. Each is one object, compared by identity.

    Attributes:
        layers: The layers that may hold it.
        noun: What it names, in a message.
        words: Other values that it may have.
    """

    layers: tuple[str, ...]
    noun: str
    words: tuple[str, ...] = ()


def _refers(reference: Reference) -> msgspec.Meta:
    return msgspec.Meta(extra={"reference": reference})


EntityId = Annotated[str, _refers(Reference(("entities",), "entity"))]
StatementId = Annotated[str, _refers(Reference(("statements",), "statement"))]
TimeId = Annotated[str, _refers(Reference(("times",), "time", ("published", "human")))]
EventId = Annotated[str, _refers(Reference(("events",), "event"))]
SubjectId = Annotated[str, _refers(Reference(("events", "negotiations"), "event or negotiation"))]
Voice = Annotated[str, _refers(Reference(("statements",), "statement", ("report", "unnamed")))]
"""Who says so: a statement's id, ``report`` (the report's own voice) or ``unnamed`` (unnamed people)."""

Confidence = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Base of every type of a record: immutable, hashable, its fields in the order of the JSON.

    No value can contain itself, so the garbage collector need not look for cycles (`gc=False`).
    """


class RoleSpans(Part, frozen=True):
    """The words in one role, such as a statement's cue.

    Attributes:
        spans: Where they stand, in order.
        quote: The words at each span.
    """

    spans: tuple[Span, ...] = ()
    quote: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> Self:
        """Take the words of the spans from the text.

        Raises:
            SpanError: A span does not lie in the text.

        Example:
            >>> RoleSpans.of("Ada Lund spoke.", [Span(0, 8)]).quote
            ('Ada Lund',)
        """
        return cls(tuple(spans), tuple(slice_span(text, span) for span in spans))


class EntitySpans(RoleSpans, frozen=True):
    """Words that mention an entity.

    Attributes:
        spans: Where they stand, in order.
        quote: The words at each span.
        entity: Id of the entity, or null.
    """

    entity: EntityId | None = None
