"""The page to add a report on: pasted or uploaded, read at once, stored only when the visitor says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from onrecord.errors import ConfigurationError, OnRecordError
from onrecord.read import ReadOptions
from onrecord.read.dispatch import read_bytes
from onrecord.read.formats.text import parse_text
from onrecord.record import AnnotatedReport, Report, replace
from onrecord.web.capacity.annotation import add_report, annotate_text
from onrecord.web.pages.reports import ShownReport
from onrecord.web.pages.requests import Visit, go_to
from onrecord.web.problems import status_of

router = APIRouter()
Short = Annotated[str, Form(max_length=2000)]
Long = Annotated[str, Form(max_length=2_000_000)]
_PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds, as it was typed."""

    text: str = ""
    date: str = ""
    publisher: str = ""
    title: str = ""
    url: str = ""


@router.get("/add")
def add_page(request: Request) -> HTMLResponse:
    """Show the form."""
    visit = Visit.of(request)
    visit.check_writing()
    return _show(visit, Typed())


@router.post("/add")
async def add(
    request: Request,
    text: Long = "",
    file: UploadFile | None = None,
    date: Short = "",
    publisher: Short = "",
    title: Short = "",
    url: Short = "",
    record: Annotated[str, Form(max_length=8_000_000)] = "",
) -> Response:
    """Show who said what in a report; or store one that was shown, which the form then holds as an empty record."""
    visit = Visit.of(request)
    visit.check_writing()
    # Forms send line ends as CR and LF.
    typed = Typed(text.replace("\r\n", "\n"), date.strip(), publisher.strip(), title.strip(), url.strip())
    try:
        if record:
            report = AnnotatedReport.from_json(record).report
            await add_report(visit.store, visit.room.annotation_slots, report)
            return go_to(f"/reports/{report.id}")
        report = await run_in_threadpool(_read, typed, file)
        found = await annotate_text(visit.room.annotation_slots, report)
        return await run_in_threadpool(_show, visit, typed, found)
    except OnRecordError as error:
        return _show(visit, typed, fault=str(error), http_status=status_of(error))


def _read(typed: Typed, file: UploadFile | None) -> Report:
    options = ReadOptions(date=typed.date or None, publisher=typed.publisher or None)
    if file is not None and file.filename:
        report = read_bytes(file.file.read(), file.filename, options)
        return replace(report, title=typed.title or report.title, url=typed.url or report.url)
    if typed.text.strip():
        return parse_text(typed.text, _PASTED, options, title=typed.title or None, url=typed.url or None)
    raise ConfigurationError("there is no report; paste a text or choose a file")


def _show(
    visit: Visit, typed: Typed, record: AnnotatedReport | None = None, fault: str = "", http_status: int = 200
) -> HTMLResponse:
    values: dict[str, Any] = {"shown": None, "is_known": False, "record_json": ""}
    if record is not None:
        values = {
            "shown": ShownReport.of(record),
            "is_known": visit.store.get(record.report.id) is not None,
            "record_json": AnnotatedReport(record.report).to_json(),
        }
    return visit.show("add.html", typed=typed, fault=fault, http_status=http_status, **values)
