"""Report pages: the text with everything that was found in it marked, and the list of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import NotInStoreError
from onrecord.record import AnnotatedReport, Statement
from onrecord.store import Correction, NamedSpeaker
from onrecord.web.pages.redirects import contents_of, follow, place_of
from onrecord.web.pages.requests import Visit, go_to
from onrecord.web.view.highlight import Piece, cut_text

router = APIRouter()
_PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement beside the text.

    Attributes:
        statement: The statement.
        person: Id of the speaker over all reports, or None.
        speaker: Name to show, or None.
        role: The speaker's role as printed, or None.
    """

    statement: Statement
    person: str | None = None
    speaker: str | None = None
    role: str | None = None

    @property
    def is_human(self) -> bool:
        """Whether a person made, altered or accepted it."""
        return self.statement.made_by.startswith("human@")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement that somebody rejected: the entry of the log, and what it said where that is still known."""

    entry: Correction
    content: str


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A record ready to be shown.

    Attributes:
        record: The record.
        paragraphs: Its text in pieces.
        statements: In the order in which they begin.
    """

    record: AnnotatedReport
    paragraphs: Sequence[Sequence[Piece]]
    statements: Sequence[ShownStatement]

    @classmethod
    def of(cls, record: AnnotatedReport, speakers: Mapping[str, NamedSpeaker] | None = None) -> ShownReport:
        """Make a record ready.

        Args:
            record: The record.
            speakers: Who speaks over all reports, by the statements' ids, where the store has the report.
        """
        statements = [_show(one, (speakers or {}).get(one.id)) for one in record.statements]
        return cls(record, cut_text(record), statements)


def _show(one: Statement, named: NamedSpeaker | None) -> ShownStatement:
    name = one.speaker.name if one.speaker else None
    if named is None:
        return ShownStatement(one, None, name)
    return ShownStatement(one, named.person, named.name or name, named.role)


@router.get("/reports")
def reports_page(request: Request) -> HTMLResponse:
    """List the reports, those added last first."""
    visit = Visit.of(request)
    listed = visit.store.reports(limit=_PAGE, cursor=request.query_params.get("cursor"))
    return visit.show("reports.html", listed=listed)


@router.get("/reports/{report_id}")
def report_page(request: Request, report_id: str) -> Response:
    """Show a report; ``?statement=`` names one to light up, under any id that it had."""
    visit = Visit.of(request)
    record = visit.store.get(report_id)
    if record is None:
        raise NotInStoreError(f"the store has no report {report_id!r}; find it by searching")
    chosen = request.query_params.get("statement", "")
    now = {None, *(one.id for one in record.statements)}
    if chosen and chosen not in now:
        found = visit.store.corrections.find_successor(chosen)
        if found is not None and found[0] == report_id and found[1] in now:
            return go_to(place_of(*found))
    entries = [entry for entry in visit.store.corrections.log(report_id) if entry.action != "undo"]
    return visit.show(
        "report.html",
        shown=ShownReport.of(record, visit.store.speakers(report_id)),
        chosen=chosen,
        publications=visit.store.publications(report_id),
        entries=[entry for entry in reversed(entries) if not entry.undone],
        rejected=_rejected(visit, report_id, entries),
    )


def _rejected(visit: Visit, report_id: str, entries: Sequence[Correction]) -> list[Rejected]:
    rejecting = [entry for entry in entries if entry.action == "reject" and not entry.undone]
    if not rejecting:
        return []
    contents = contents_of(visit.store.get(report_id, corrected=False))
    return [Rejected(entry, contents.get(entry.statement or "", "")) for entry in rejecting]


@router.get("/statements/{statement_id}")
def statement_page(request: Request, statement_id: str) -> RedirectResponse:
    """Lead to a statement in its report: the address to share."""
    store = Visit.of(request).store
    hit = store.statement(statement_id)
    return go_to(place_of(hit.report.id, statement_id)) if hit else follow(store, statement_id)
