"""Reports of a store, their annotations, and the outcome of adding records."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record import Report


@dataclass(frozen=True, slots=True)
class Added:
    """What became of records that were added.

    Attributes:
        reports: Reports that the store did not hold.
        annotations: Records that say something new: of new reports, or of known ones by another version of the model.
        statements: Statements in these.
        known: Records that were there already.
        empty: Records of reports without a word, which are not stored.
    """

    reports: int = 0
    annotations: int = 0
    statements: int = 0
    known: int = 0
    empty: int = 0

    def __add__(self, other: Added) -> Added:
        """Sum up."""
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
        made_by: The version.
        added: Time at which it was added, ISO, UTC.
        statements: Number of statements.
        is_current: Whether searches use it.
    """

    made_by: str
    added: str
    statements: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in short.

    Attributes:
        report: Its newest publication; the text is left empty.
        id: ``r_…``.
        statements: How many are found in it.
    """

    report: Report
    id: str
    statements: int


@dataclass(frozen=True, slots=True)
class ReportList:
    """Some reports of a store, newest first.

    Attributes:
        reports: In order.
        cursor: Give it for those that follow; None where there are none.
    """

    reports: tuple[ListedReport, ...]
    cursor: str | None = None
