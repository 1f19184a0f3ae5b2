"""Time expressions on the report page."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record import AnnotatedReport
from onrecord.text.spans import Span
from onrecord.text.timex_words import drop_unknown_hour
from onrecord.web.view.layers.base import Layer, Mark


def _find_marks(record: AnnotatedReport) -> Iterator[tuple[Span, Mark]]:
    for time in record.times:
        yield (
            time.span,
            Mark("time", time.id, f"{drop_unknown_hour(time.value)} ({time.rule})" if time.start else time.value),
        )


TIMES = Layer("time", "time expressions", _find_marks)
