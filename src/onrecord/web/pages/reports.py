"""Report pages: a report's text with its layers highlighted, and the list of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import NotInStoreError
from onrecord.record import AnnotatedReport, Statement
from onrecord.record.packing import unpack_item
from onrecord.store import Correction, NamedSpeaker
from onrecord.web.pages.context import PageContext, redirect_to
from onrecord.web.pages.redirects import contents_by_id, redirect_to_successor, statement_url
from onrecord.web.view.events import EventView, view_events
from onrecord.web.view.highlight import Segment, split_text
from onrecord.web.view.query_form import MAX_LENGTH

router = APIRouter()
_PAGE_SIZE = 50
_SURE, _LEAST_SURE = 0.9, 0.7
"""Confidence from which a statement is shown as sure, and below which it is shown as unsure."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement beside the text.

    Attributes:
        statement: The statement.
        person: Id of the speaker in the store, or None.
        speaker: Name to show, or None.
        role: Role of the speaker as printed, or None.
    """

    statement: Statement
    person: str | None = None
    speaker: str | None = None
    role: str | None = None

    @property
    def doubt(self) -> str:
        """How unsure it is, in a word: none, some or much."""
        if self.is_human:
            return "none"
        is_unresolved = self.statement.speaker is not None and self.statement.speaker.status == "unresolved"
        sure = self.statement.confidence
        return "much" if is_unresolved or sure < _LEAST_SURE else "some" if sure < _SURE else "none"

    @property
    def is_human(self) -> bool:
        """Whether a person made, changed or accepted it."""
        return self.statement.made_by.startswith("human@")


@dataclass(frozen=True, slots=True)
class RejectedStatement:
    """A rejected statement: its correction, and its content if that is still known."""

    entry: Correction
    content: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A record as the report page shows it.

    Attributes:
        record: The record.
        paragraphs: Segments of its text by paragraph.
        statements: In text order.
    """

    record: AnnotatedReport
    paragraphs: Sequence[Sequence[Segment]]
    statements: Sequence[StatementView]
    events: Sequence[EventView] = ()

    @classmethod
    def from_record(cls, record: AnnotatedReport, speakers: Mapping[str, NamedSpeaker] | None = None) -> ReportView:
        """Prepare a record.

        Args:
            record: The record.
            speakers: Speakers by statement id, if the store has the report.
        """
        statements = [_view_statement(one, (speakers or {}).get(one.id)) for one in record.statements]
        return cls(record, split_text(record), statements, view_events(record))


def _view_statement(one: Statement, speaker: NamedSpeaker | None) -> StatementView:
    name = one.speaker.name if one.speaker else None
    if speaker is None:
        return StatementView(one, None, name)
    return StatementView(one, speaker.person, speaker.name or name, speaker.role)


@router.get("/reports")
def reports_page(request: Request) -> HTMLResponse:
    """List reports, those added last first."""
    context = PageContext.from_request(request)
    words = request.query_params.get("q", "").strip()[:MAX_LENGTH]
    listed = context.store.reports(words, limit=_PAGE_SIZE, cursor=request.query_params.get("cursor"))
    return context.render("reports.html", listed=listed, words=words)


@router.get("/reports/{report_id}")
def report_page(request: Request, report_id: str) -> Response:
    """Show a report; ``?statement=`` selects a statement by any id that it had."""
    context = PageContext.from_request(request)
    record = context.store.get(report_id)
    if record is None:
        raise NotInStoreError(f"the store has no report {report_id!r}; find it with the search")
    chosen = request.query_params.get("statement", "")
    current = {None, *(one.id for one in record.statements)}
    if chosen and chosen not in current:
        found = context.store.corrections.find_successor(chosen)
        if found is not None and found[0] == report_id and found[1] in current:
            return redirect_to(statement_url(*found))
    entries = [entry for entry in context.store.corrections.log(report_id) if entry.action != "undo"]
    shown = ReportView.from_record(record, context.store.speakers(report_id))
    return context.render(
        "report.html",
        shown=shown,
        chosen=chosen,
        notes=context.store.notes(report_id),
        speakers=_count_speakers(shown.statements),
        publications=context.store.publications(report_id),
        entries=[entry for entry in reversed(entries) if not entry.undone and entry.action != "note"],
        rejected=_list_rejected(context, report_id, entries),
    )


def _count_speakers(statements: Sequence[StatementView]) -> list[tuple[str, int]]:
    """Count the statements of each speaker, most first."""
    return Counter(one.speaker for one in statements if one.speaker).most_common()


def _list_rejected(context: PageContext, report_id: str, entries: Sequence[Correction]) -> list[RejectedStatement]:
    rejecting = [entry for entry in entries if entry.action == "reject" and not entry.undone]
    if not rejecting:
        return []
    found = context.store.get(report_id, corrected=False)
    contents = contents_by_id(found)
    if found is not None:
        for entry in entries:
            # No model found what a person added; the log has its words.
            if entry.action == "add":
                added = unpack_item("statements", entry.detail["target"], found.report.text)
                contents[added.id] = " … ".join(added.content.quote)
    return [RejectedStatement(entry, contents.get(entry.statement or "", "")) for entry in rejecting]


@router.get("/statements/{statement_id}")
def statement_page(request: Request, statement_id: str) -> RedirectResponse:
    """Redirect from the permanent address of a statement to its report."""
    store = PageContext.from_request(request).store
    hit = store.statement(statement_id)
    if hit is None:
        return redirect_to_successor(store, statement_id)
    return redirect_to(statement_url(hit.report.id, statement_id))
