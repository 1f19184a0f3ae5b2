"""Events on the report page: every word for a deed, with how it stands and who says so."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record import AnnotatedReport
from onrecord.record.voices import find_voice
from onrecord.text.spans import Span
from onrecord.web.view.layers.base import Layer, Mark


def _find_marks(record: AnnotatedReport) -> Iterator[tuple[Span, Mark]]:
    statements = {statement.id: statement for statement in record.statements}
    for event in record.events:
        voices = dict.fromkeys(f"{find_voice(view.by, statements).label}: {view.stance}" for view in event.views)
        mark = Mark("event", event.id, f"{event.type}, {event.status} ({'; '.join(voices)})")
        for span in event.triggers.spans:
            yield span, mark


EVENTS = Layer("event", "events", _find_marks)
