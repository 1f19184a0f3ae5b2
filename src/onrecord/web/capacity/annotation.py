"""Texts that visitors bring are read by the model: two at once, a few waiting, and no more.

Reading a long report takes a core for many seconds.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException

from onrecord.annotate import annotate, annotator
from onrecord.errors import AnnotationError
from onrecord.record import AnnotatedReport, Report
from onrecord.record.check import check_offsets
from onrecord.store import Store
from onrecord.web.capacity.slots import Places

LONGEST_TEXT = 200_000
"""Characters of a text: thirty times a long report."""


class Desk(Places):
    """Where texts are read.

    Args:
        at_once: Texts that are read at the same time.
        most_waiting: Texts that may wait for that.
        patience: Seconds for which one waits.
    """

    def __init__(self, at_once: int = 2, most_waiting: int = 4, patience: float = 30.0) -> None:
        super().__init__(at_once, most_waiting, patience, "other texts are being read")


def annotate_text(desk: Desk, report: Report, *, day_first: bool | None = None) -> AnnotatedReport:
    """Find who said what in a report that a visitor brings.

    Args:
        desk: That of the room.
        report: What :func:`onrecord.read.dispatch.read_bytes` or :func:`onrecord.read.formats.text.read_words` gives.
        day_first: As for :func:`onrecord.annotate`.

    Raises:
        HTTPException: The text is too long (413), or too many are being read (503).
    """
    check_length(report.text)
    with desk.place():
        return annotate(report, day_first=day_first)


def add_report(store: Store, desk: Desk, report: Report, *, day_first: bool | None = None) -> bool:
    """Keep a report that a visitor brings; words that the store has are not read again.

    Args:
        store: Where to.
        desk: That of the room.
        report: As for :func:`annotate_text`.
        day_first: As for :func:`onrecord.annotate`.

    Returns:
        Whether it was read now. Otherwise, only that this outlet carried the words was noted.

    Raises:
        HTTPException: As of :func:`annotate_text`.
        AnnotationError: What was found does not fit the text.
    """
    version = annotator()
    if store.is_known(report, version):
        store.add_publication(report)
        return False
    record = annotate_text(desk, report, day_first=day_first)
    fault = next(check_offsets(record), None)
    if fault is not None:
        raise AnnotationError(report.origin, f"{fault.where}: {fault.what}")
    store.add([record], made_by=version)
    return True


def check_length(text: str) -> None:
    """Refuse a text that is too long.

    Raises:
        HTTPException: It is (413).
    """
    if len(text) > LONGEST_TEXT:
        raise HTTPException(
            413,
            f"the text has {len(text):,} characters, and no more than {LONGEST_TEXT:,} are read here; "
            "add long ones with: onrecord add",
        )
