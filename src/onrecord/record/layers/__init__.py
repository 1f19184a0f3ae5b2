"""The layers of a record, one module a layer: types only.

To add a layer, write its module and name it in :class:`Layers`. JSON, packed form, JSON Schema and checks follow from
the types.
"""

from __future__ import annotations

from typing import get_args, get_type_hints

from onrecord.record.layers.entities import Entity
from onrecord.record.layers.events import Event
from onrecord.record.layers.negotiations import Negotiation
from onrecord.record.layers.parts import Part
from onrecord.record.layers.report import Report
from onrecord.record.layers.statements import Statement
from onrecord.record.layers.times import TimeExpression


class Layers(Part, frozen=True):
    """A report with its layers, in the order of the JSON.

    Attributes:
        report: The report.
        statements: Who said what, in the order in which the statements begin.
        entities: Who and what is named, and who speaks unnamed.
        times: The time expressions, in order.
        events: Who did what to whom.
        negotiations: Where talks stand.
    """

    report: Report
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    events: tuple[Event, ...] = ()
    negotiations: tuple[Negotiation, ...] = ()


LAYERS: dict[str, type[Part]] = {
    name: get_args(kind)[0] for name, kind in get_type_hints(Layers).items() if name != "report"
}
"""The type of the items of each layer, by the layer's name, in the order of the JSON."""
