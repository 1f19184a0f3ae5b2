from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord import errors
from onrecord.errors import OnRecordError
from onrecord.record import replace
from onrecord.store import Store
from onrecord.web.problems import status_of
from tests.store.records import DAM
from tests.web.rooms import problem_of, visiting

SIZE = "/api/v1/size"


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    with visiting(tmp_path, DAM) as opened:
        yield opened


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotInStoreError("gone"), 404),
        (errors.QueryTimeoutError("slow"), 503),
        (errors.StoreError("locked"), 503),
        (errors.QueryError("(", 0, "open"), 400),
        (errors.ConfigurationError("odd"), 400),
        (errors.SpanError("outside"), 400),
        (errors.RecordError("text", "is missing"), 400),
        (errors.UnsupportedFormatError("a.pdf", "is a PDF"), 415),
        (errors.MalformedReportError("a.html", "is broken"), 400),
        (errors.MissingExtraError("pyarrow", "parquet"), 400),
        (errors.AnnotationError("a.txt", "fails"), 500),
        (errors.ModelError("damaged"), 500),
    ],
)
def test_every_error_has_its_status(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, error: OnRecordError, status: int
) -> None:
    def fail(_: Store) -> None:
        raise error

    monkeypatch.setattr(Store, "size", fail)
    assert status_of(error) == status
    problem = problem_of(visitor.get(SIZE), status)
    assert problem["detail"] == str(error)
    assert ("position" in problem) == isinstance(error, errors.QueryError)


def test_where_the_store_lies_is_not_told(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(store: Store) -> None:
        raise errors.StoreError(f"{store.name}: another program is writing to it; try again when it is done")

    monkeypatch.setattr(Store, "size", fail)
    with caplog.at_level(logging.WARNING):
        problem = problem_of(visitor.get(SIZE), 503)
    assert problem["detail"] == "another program is writing to it; try again when it is done"
    assert "onrecord.db" in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/nothing", 404), ("GET", "/api/v1/%00", 404), ("PUT", SIZE, 405), ("DELETE", SIZE, 405)],
)
def test_what_the_interface_has_not_is_a_problem(visitor: TestClient, method: str, path: str, status: int) -> None:
    problem_of(visitor.request(method, path), status)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        (SIZE, "GET"),
        ("/api/v1/annotate", "POST"),
        ("/api/v1/reports", "GET, POST"),
        ("/api/v1/corrections", "GET, POST"),
    ],
)
def test_what_can_be_done_at_an_address_is_said(visitor: TestClient, path: str, methods: str) -> None:
    answer = visitor.put(path)
    problem_of(answer, 405)
    assert answer.headers["allow"] == methods


def test_people_get_pages_and_programs_problems(visitor: TestClient) -> None:
    page = visitor.get("/reports/<script>alert(1)</script>")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<script>alert" not in page.text
    problem = problem_of(visitor.get("/api/v1/reports/<script>"), 404)
    assert "<script>" in problem["detail"]


def test_no_problem_holds_what_a_terminal_acts_on(visitor: TestClient) -> None:
    answer = visitor.get("/api/v1/people/%1b[31m%e2%80%ae")
    problem_of(answer, 404)
    assert b"\x1b" not in answer.content
    assert "\u202e".encode() not in answer.content


def test_a_fault_of_the_program_is_logged_and_tells_nothing(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Store) -> None:
        raise KeyError("a secret of the program")

    monkeypatch.setattr(Store, "size", fail)
    problem = problem_of(visitor.get(SIZE), 500)
    assert "secret" not in str(problem)
    assert "secret" in caplog.text
    assert visitor.get("/api/v1/reports").status_code == 200


def test_a_problem_tells_no_path_host_or_port(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(store: Store) -> None:
        raise errors.DatabaseFailureError(
            f'{store.name}: connection failed: connection to server at "10.1.2.3", port 5433 failed: refused'
        )

    monkeypatch.setattr(Store, "size", fail)
    with caplog.at_level(logging.WARNING):
        detail = problem_of(visitor.get(SIZE), 503)["detail"]
    assert "10.1.2.3" not in detail and "5433" not in detail
    assert "5433" in caplog.text


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("the weights in /home/ada/models/small are damaged", "the weights in small are damaged"),
        ("open C:\\Users\\ada\\store.db again", "open store.db again"),
        ("'/srv/news/onrecord.db': gone", "'onrecord.db': gone"),
        ("read and/or write 3/4 of it", "read and/or write 3/4 of it"),
    ],
)
def test_a_problem_tells_no_folder(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, message: str, shown: str
) -> None:
    def fail(_: Store) -> None:
        raise errors.ModelError(message)

    monkeypatch.setattr(Store, "size", fail)
    assert problem_of(visitor.get(SIZE), 500)["detail"] == shown


def test_origins_tell_no_folder_of_this_machine(tmp_path: Path) -> None:
    record = replace(DAM, report=replace(DAM.report, origin="/home/ada/reports/dam.jsonl#4"))
    with visiting(tmp_path, record) as visitor:
        for path in ("/api/v1/reports", "/api/v1/statements", "/api/v1/export?to=jsonl", f"/reports/{DAM.report.id}"):
            answer = visitor.get(path)
            assert answer.status_code == 200
            assert "/home/ada" not in answer.text
        for path in ("", "/publications"):
            answer = visitor.get(f"/api/v1/reports/{DAM.report.id}{path}")
            assert "/home/ada" not in answer.text and "dam.jsonl#4" in answer.text
