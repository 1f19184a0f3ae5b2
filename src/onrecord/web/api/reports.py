"""Endpoints of reports: list, get, annotate, add."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.read import ReadOptions
from onrecord.read.formats.text import parse_text
from onrecord.record import AnnotatedReport, Report
from onrecord.web.api import schemas
from onrecord.web.api.derive import to_payload
from onrecord.web.api.parameters import PageParameters, RecordParameters, ReportId
from onrecord.web.api.record_schema import Record
from onrecord.web.api.schemas import Text
from onrecord.web.capacity.annotation import add_report, annotate_text, check_length
from onrecord.web.problems import problem_responses
from onrecord.web.state import check_writable, get_room
from onrecord.web.view.responses import JsonResponse

router = APIRouter(tags=["Reports"])
_ORIGIN = "-"
"""Origin of a report that comes from no file."""


@router.get("/reports", response_model=schemas.ReportsResponse, responses=problem_responses(400, 422))
def list_reports(request: Request, parameters: Annotated[PageParameters, Query()]) -> JsonResponse:
    """List reports, those added last first."""
    page = get_room(request).store.reports(limit=parameters.limit, cursor=parameters.cursor)
    listed = [
        {
            "id": one.id,
            **to_payload(one.report, schemas.Publication),
            "language": one.report.language,
            "statements": one.statements,
        }
        for one in page.reports
    ]
    return JsonResponse({"reports": listed, "cursor": page.cursor})


@router.get("/reports/{report}", response_model=Record, responses=problem_responses(404, 422))
def get_report(request: Request, report: ReportId, parameters: Annotated[RecordParameters, Query()]) -> JsonResponse:
    """Return the record of a report by its id (`r_…`)."""
    return JsonResponse(_get_record(request, report, corrected=parameters.corrected).to_dict())


@router.get(
    "/reports/{report}/publications",
    response_model=schemas.PublicationsResponse,
    responses=problem_responses(404, 422),
)
def list_publications(request: Request, report: ReportId) -> JsonResponse:
    """List the outlets that printed a report, with dates and addresses."""
    publications = get_room(request).store.publications(report)
    if not publications:
        raise _not_found(report)
    return JsonResponse({"publications": [to_payload(one, schemas.Publication) for one in publications]})


@router.get(
    "/reports/{report}/annotations", response_model=schemas.AnnotationsResponse, responses=problem_responses(404, 422)
)
def list_annotations(request: Request, report: ReportId) -> JsonResponse:
    """List the annotations of a report, one for each version of the model."""
    annotations = get_room(request).store.annotations(report)
    if not annotations:
        raise _not_found(report)
    return JsonResponse({"annotations": [to_payload(one, schemas.Annotation) for one in annotations]})


@router.post("/annotate", response_model=Record, responses=problem_responses(400, 408, 413, 422))
async def annotate(request: Request, body: Text) -> JsonResponse:
    """Read a text and return its record. Nothing is stored.

    A text in another language than English is not read: its record gives the language and has no statements.
    """
    report = await run_in_threadpool(_read_text, body)
    room = get_room(request)
    record = await annotate_text(room.annotation_slots, report, room.options.annotation_settings(body.day_first))
    return JsonResponse(record.to_dict())


@router.post("/reports", status_code=201, response_model=schemas.Added, responses=problem_responses(400, 408, 413, 422))
async def add_text(request: Request, body: Text) -> JsonResponse:
    """Read a text, store it with its record, and return the record.

    A text that the store has is not read again; the store notes that another outlet carried it.
    """
    check_writable(request)
    room = get_room(request)
    report = await run_in_threadpool(_read_text, body)
    settings = room.options.annotation_settings(body.day_first)
    is_new = await add_report(room.store, room.annotation_slots, report, settings)
    record = await run_in_threadpool(_get_record, request, report.id, corrected=True)
    headers = {"location": f"/api/v1/reports/{report.id}"}
    return JsonResponse({"is_new": is_new, "record": record.to_dict()}, 201, headers)


def _read_text(body: Text) -> Report:
    check_length(body.text)
    options = ReadOptions(date=body.date, publisher=_strip(body.publisher))
    report = parse_text(body.text, _ORIGIN, options, title=_strip(body.title), url=_strip(body.url))
    if not report.text.strip():
        raise ConfigurationError("the text has no words; send the text of the report")
    return report


def _strip(words: str | None) -> str | None:
    return (words or "").strip() or None


def _get_record(request: Request, report_id: str, corrected: bool) -> AnnotatedReport:
    record = get_room(request).store.get(report_id, corrected=corrected)
    if record is None:
        raise _not_found(report_id)
    return record


def _not_found(report_id: str) -> NotInStoreError:
    return NotInStoreError(f"the store has no report {report_id!r}; list them at /api/v1/reports")
