"""Mentions of entities on the report page."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record import AnnotatedReport
from onrecord.text.spans import Span
from onrecord.web.view.layers.base import Layer, Mark


def _find_marks(record: AnnotatedReport) -> Iterator[tuple[Span, Mark]]:
    for entity in record.entities:
        mark = Mark("entity", entity.id, entity.name or entity.kind)
        for mention in entity.mentions:
            yield mention.span, mark


ENTITIES = Layer("entity", "entities", _find_marks)
