"""The model reads texts that visitors send: two at once, a few wait, the rest are refused.

Reading a long report takes a core for many seconds.
"""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from onrecord.batch.shard import AnnotationSettings
from onrecord.ingest import ingest_annotated, note_known_report
from onrecord.record import AnnotatedReport, Report
from onrecord.store import Store
from onrecord.web.capacity.slots import Slots

MAX_TEXT_LENGTH = 200_000
"""Characters of a text: thirty times a long report."""

make_annotation_slots = partial(Slots, total=2, max_waiting=4, timeout=30.0, busy="other texts are being read")


async def annotate_text(slots: Slots, report: Report, settings: AnnotationSettings | None = None) -> AnnotatedReport:
    """Find who said what in a report that a visitor sends.

    Args:
        slots: The room's slots for annotation.
        report: What :func:`onrecord.read.dispatch.read_bytes` or :func:`onrecord.read.formats.text.parse_text` gives.
        settings: How to annotate.

    Raises:
        HTTPException: The text is too long (413), or too many texts are being read (503).
    """
    check_length(report.text)
    async with slots.hold_slot():
        return await run_in_threadpool((settings or AnnotationSettings()).annotate, report)


async def add_report(store: Store, slots: Slots, report: Report, settings: AnnotationSettings | None = None) -> bool:
    """Store a report that a visitor sends; a text that the store has is not read again.

    Args:
        store: The room's store.
        slots: As for :func:`annotate_text`.
        report: As for :func:`annotate_text`.
        settings: How to annotate.

    Returns:
        Whether the report was read now. If not, the store only notes that this outlet carried the text.

    Raises:
        HTTPException: As for :func:`annotate_text`.
        AnnotationError: A span of the record does not fit the text.
    """
    if await run_in_threadpool(note_known_report, store, report, settings):
        return False
    record = await annotate_text(slots, report, settings)
    await run_in_threadpool(ingest_annotated, store, record, settings)
    return True


def check_length(text: str) -> None:
    """Refuse a text that is too long.

    Raises:
        HTTPException: The text is too long (413).
    """
    if len(text) > MAX_TEXT_LENGTH:
        raise HTTPException(
            413,
            f"the text has {len(text):,} characters, but {MAX_TEXT_LENGTH:,} is the limit here; "
            "add longer texts with: onrecord add",
        )
