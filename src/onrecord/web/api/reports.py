"""Reports: listed, read, sent to be read, kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.read import ReadOptions
from onrecord.read.formats.text import parse_text
from onrecord.record import AnnotatedReport, Report
from onrecord.web.api.parameters import Page, RecordReading, ReportId
from onrecord.web.api.problem_responses import failures
from onrecord.web.api.record_schema import Record
from onrecord.web.api.schemas import Added, AnnotationsAnswer, PublicationsAnswer, ReportsAnswer, Text
from onrecord.web.capacity.annotation import add_report, annotate_text, check_length
from onrecord.web.state import check_may_write, room_of
from onrecord.web.view.json import Json

router = APIRouter(tags=["Reports"])
_PUBLICATION = ("origin", "publisher", "title", "authors", "url", "published", "published_from")
_RECEIVED = "-"
"""The origin of a report that was sent: it comes from no file."""


@router.get("/reports", response_model=ReportsAnswer, responses=failures(400, 422))
def list_reports(request: Request, asked: Annotated[Page, Query()]) -> Json:
    """List the reports, those added last first."""
    found = room_of(request).store.reports(limit=asked.limit, cursor=asked.cursor)
    listed = [
        {
            "id": one.id,
            **_to_dict(one.report, _PUBLICATION),
            "language": one.report.language,
            "statements": one.statements,
        }
        for one in found.reports
    ]
    return Json({"reports": listed, "cursor": found.cursor})


@router.get("/reports/{report}", response_model=Record, responses=failures(404, 422))
def get_report(request: Request, report: ReportId, asked: Annotated[RecordReading, Query()]) -> Json:
    """Give the record of a report by its id (`r_…`)."""
    return Json(_get_record(request, report, corrected=asked.corrected).to_dict())


@router.get("/reports/{report}/publications", response_model=PublicationsAnswer, responses=failures(404, 422))
def list_publications(request: Request, report: ReportId) -> Json:
    """List who carried the words of a report, when and where."""
    found = room_of(request).store.publications(report)
    if not found:
        raise _unknown(report)
    return Json({"publications": [_to_dict(one, _PUBLICATION) for one in found]})


@router.get("/reports/{report}/annotations", response_model=AnnotationsAnswer, responses=failures(404, 422))
def list_annotations(request: Request, report: ReportId) -> Json:
    """List the readings of a report that the store holds, one for each version of the model that read it."""
    found = room_of(request).store.annotations(report)
    if not found:
        raise _unknown(report)
    return Json({"annotations": [_to_dict(one, ("made_by", "added", "statements", "is_current")) for one in found]})


@router.post("/annotate", response_model=Record, responses=failures(400, 408, 413, 422))
async def annotate(request: Request, body: Text) -> Json:
    """Read a text and give its record; nothing is kept.

    A text that is not in English is passed over: its record says the language and has no statements.
    """
    report = await run_in_threadpool(_read, body)
    record = await annotate_text(room_of(request).annotation_slots, report, day_first=body.day_first)
    return Json(record.to_dict())


@router.post("/reports", status_code=201, response_model=Added, responses=failures(400, 408, 413, 422))
async def add_text(request: Request, body: Text) -> Json:
    """Read a text, keep it with its record, and give that.

    Words that the store has are not read again; that another outlet carried them is noted.
    """
    check_may_write(request)
    room = room_of(request)
    report = await run_in_threadpool(_read, body)
    is_new = await add_report(room.store, room.annotation_slots, report, day_first=body.day_first)
    record = await run_in_threadpool(_get_record, request, report.id, corrected=True)
    headers = {"location": f"/api/v1/reports/{report.id}"}
    return Json({"is_new": is_new, "record": record.to_dict()}, 201, headers)


def _read(body: Text) -> Report:
    check_length(body.text)
    options = ReadOptions(date=body.date, publisher=_clean(body.publisher))
    found = parse_text(body.text, _RECEIVED, options, title=_clean(body.title), url=_clean(body.url))
    if not found.text.strip():
        raise ConfigurationError("the text has no words; send those of the report")
    return found


def _clean(words: str | None) -> str | None:
    return (words or "").strip() or None


def _get_record(request: Request, report_id: str, corrected: bool) -> AnnotatedReport:
    record = room_of(request).store.get(report_id, corrected=corrected)
    if record is None:
        raise _unknown(report_id)
    return record


def _unknown(report_id: str) -> NotInStoreError:
    return NotInStoreError(f"the store has no report {report_id!r}; list them at /api/v1/reports")


def _to_dict(values: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(values, name) for name in names}
