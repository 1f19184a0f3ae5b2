"""The page to add a report: the room reads it at once and stores it only when the visitor says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from onrecord.errors import ConfigurationError, OnRecordError
from onrecord.read import ReadOptions
from onrecord.read.content import read_bytes
from onrecord.read.formats.text import parse_text
from onrecord.record import AnnotatedReport, Report, replace
from onrecord.web.capacity.annotation import add_report, annotate_text
from onrecord.web.pages.context import PageContext, redirect_to
from onrecord.web.pages.large_forms import LargeFormRoute
from onrecord.web.pages.reports import ReportView
from onrecord.web.problems import status_of
from onrecord.web.view.responses import JsonResponse
from onrecord.web.view.templates import find_headline

router = APIRouter(route_class=LargeFormRoute)
ShortField = Annotated[str, Form(max_length=2000)]
TextField = Annotated[str, Form(max_length=2_000_000)]
_ORIGIN = "pasted"


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The values of the form as typed."""

    text: str = ""
    date: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""


@router.get("/add")
def add_page(request: Request) -> HTMLResponse:
    """Show the form."""
    context = PageContext.from_request(request)
    context.check_writable()
    return _render(context, ReportForm())


@router.post("/add")
async def add(
    request: Request,
    text: TextField = "",
    file: UploadFile | None = None,
    date: ShortField = "",
    publisher: ShortField = "",
    title: ShortField = "",
    url: ShortField = "",
    record: Annotated[str, Form(max_length=8_000_000)] = "",
) -> Response:
    """Show who said what in a report. If the form holds the record of a report that was shown, store that report."""
    context = PageContext.from_request(request)
    context.check_writable()
    settings = context.room.options.annotation_settings()
    # Forms send line ends as CRLF.
    form = ReportForm(text.replace("\r\n", "\n"), date.strip(), publisher.strip(), title.strip(), url.strip())
    try:
        if record:
            report = AnnotatedReport.from_json(record).report
            await add_report(context.store, context.room.annotation_slots, report, settings)
            return redirect_to(f"/reports/{report.id}")
        # Parsing a page can take as long as annotating it.
        async with context.room.annotation_slots.hold_slot():
            report = await run_in_threadpool(_read_form, form, file)
        annotated = await annotate_text(context.room.annotation_slots, report, settings)
        return await run_in_threadpool(_render, context, form, annotated)
    except OnRecordError as error:
        return _render(context, form, fault=str(error), http_status=status_of(error))


@router.post("/add/file")
async def add_file(
    request: Request, file: UploadFile, date: ShortField = "", publisher: ShortField = ""
) -> JsonResponse:
    """Read and store one of several files; the answer says what was found."""
    context = PageContext.from_request(request)
    context.check_writable()
    settings = context.room.options.annotation_settings()
    form = ReportForm("", date.strip(), publisher.strip())
    try:
        async with context.room.annotation_slots.hold_slot():
            report = await run_in_threadpool(_read_form, form, file)
        if not report.text.strip():
            raise ConfigurationError("it has no words, so there is nothing to store")
        is_new = await add_report(context.store, context.room.annotation_slots, report, settings)
    except OnRecordError as error:
        return JsonResponse({"fault": str(error)}, status_of(error))
    record = await run_in_threadpool(context.store.get, report.id)
    count = len(record.statements) if record else 0
    return JsonResponse({"report": report.id, "title": find_headline(report), "statements": count, "is_new": is_new})


def _read_form(form: ReportForm, file: UploadFile | None) -> Report:
    options = ReadOptions(date=form.date or None, publisher=form.publisher or None)
    if file is not None and file.filename:
        report = read_bytes(file.file.read(), file.filename, options)
        return replace(report, title=form.title or report.title, url=form.url or report.url)
    if form.text.strip():
        return parse_text(form.text, _ORIGIN, options, title=form.title or None, url=form.url or None)
    raise ConfigurationError("there is no report; paste a text or choose a file")


def _render(
    context: PageContext,
    form: ReportForm,
    record: AnnotatedReport | None = None,
    fault: str = "",
    http_status: int = 200,
) -> HTMLResponse:
    values: dict[str, Any] = {"shown": None, "is_known": False, "record_json": ""}
    if record is not None:
        values = {
            "shown": ReportView.from_record(record),
            "is_known": context.store.get(record.report.id) is not None,
            "record_json": AnnotatedReport(record.report).to_json(),
        }
    return context.render("add.html", form=form, fault=fault, http_status=http_status, **values)
