"""Reports of a store, their annotations, and the outcome of adding records."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record import Report


@dataclass(frozen=True, slots=True)
class Added:
    """Counts of the records passed to :meth:`~onrecord.store.store.Store.add`.

    Attributes:
        reports: New reports.
        annotations: New annotations, of new reports or of known ones by another version of the model.
        statements: Statements in the new annotations.
        known: Records that the store already holds.
        empty: Records of reports without words. The store skips them.
    """

    reports: int = 0
    annotations: int = 0
    statements: int = 0
    known: int = 0
    empty: int = 0

    def __add__(self, other: Added) -> Added:
        """Add the counts."""
        return Added(
            self.reports + other.reports,
            self.annotations + other.annotations,
            self.statements + other.statements,
            self.known + other.known,
            self.empty + other.empty,
        )


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one version of the model found in a report.

    Attributes:
        made_by: Version of the model.
        added: Time of adding, ISO 8601, UTC.
        statements: Number of statements.
        is_current: Whether searches use it.
    """

    made_by: str
    added: str
    statements: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class ListedReport:
    """Short form of a report.

    Attributes:
        report: The newest publication, without its text.
        id: ``r_…``.
        statements: Number of statements.
    """

    report: Report
    id: str
    statements: int


@dataclass(frozen=True, slots=True)
class ReportList:
    """One page of reports, most recently added first.

    Attributes:
        reports: The reports.
        cursor: Cursor of the next page, or None on the last.
    """

    reports: tuple[ListedReport, ...]
    cursor: str | None = None
