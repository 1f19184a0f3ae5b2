"""What a layer is on the report page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.record import AnnotatedReport
from onrecord.text.spans import Span


class Mark(NamedTuple):
    """One finding of a layer.

    Attributes:
        layer: Name of the layer.
        id: Id of the finding in the record.
        title: Tooltip.
    """

    layer: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A record layer that the report page highlights on request.

    Attributes:
        name: CSS class of its marks; the switch has the id ``show-NAME``.
        label: Label of the switch.
        find_marks: Returns each finding of a record with its span.
    """

    name: str
    label: str
    find_marks: Callable[[AnnotatedReport], Iterable[tuple[Span, Mark]]]
