"""Pages whose addresses a person gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.faults.documents import make_docx
from onrecord.errors import ReadError
from onrecord.read import find_files, read_reports
from onrecord.read.options import ReadOptions
from onrecord.read.web.exchange import FetchLimits
from onrecord.read.web.fetch import Fetcher
from onrecord.read.web.page import read_page
from onrecord.record import Report
from tests.read.webserver import WebServer

BODY = "<p>“The boats will sail before the week is out,” said Ilse Brandvold, the harbour master.</p>" * 3
PAGE = (
    f"<html><head><title>Boats</title></head><body><article><h1>Boats will sail soon</h1>{BODY}</article></body></html>"
)
QUICK = FetchLimits(silence=30.0, whole=60.0, pause=0.0)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer().running() as running:
        running.pages["/boats"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode())
        running.pages["/a.docx"] = (200, {"Content-Type": "application/octet-stream"}, make_docx(["The mayor spoke."]))
        running.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, b"<rss/>")
        running.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n")
        yield running


def read(server: WebServer, place: str, *, allow_private: bool = True) -> Report | ReadError:
    url = server.url + place
    assert find_files([url]) == [url]
    try:
        return read_page(url, ReadOptions(), Fetcher(QUICK, allow_private))
    except ReadError as error:
        return error


def test_a_page_is_a_report(server: WebServer) -> None:
    report = read(server, "/boats")
    assert isinstance(report, Report)
    assert (report.origin, report.url, report.title) == (f"{server.url}/boats",) * 2 + ("Boats will sail soon",)
    assert report.text.startswith("“The boats will sail before the week is out,”")


def test_a_document_is_a_report(server: WebServer) -> None:
    report = read(server, "/a.docx")
    assert isinstance(report, Report)
    assert (report.text, report.url) == ("The mayor spoke.", f"{server.url}/a.docx")


@pytest.mark.parametrize(
    ("place", "reason"),
    [("/feed", "is a feed; read it with --feed"), ("/none", "answers 404"), ("/private", "robots.txt")],
)
def test_what_is_not_read_is_an_error(server: WebServer, place: str, reason: str) -> None:
    error = read(server, place)
    assert isinstance(error, ReadError)
    assert reason in str(error)


def test_addresses_of_this_machine_are_not_fetched_unless_allowed(server: WebServer) -> None:
    assert isinstance(read(server, "/boats", allow_private=False), ReadError)
    (error,) = read_reports(server.url + "/boats", ReadOptions())
    assert isinstance(error, ReadError)
