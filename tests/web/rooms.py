"""Reading rooms to test with: a store filled by hand, and a visitor that speaks HTTP to the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
from fastapi.testclient import TestClient

from onrecord.record import AnnotatedReport
from onrecord.store import Store, open_store
from onrecord.web.app import create_app
from onrecord.web.state import RoomOptions
from tests.making import make_record
from tests.store.records import ALL

AT = "http://localhost"
MANY = tuple(
    make_record(
        f"“Pier {number} is shut,” Ada Lund said. “Nobody may land at pier {number},” Piotr Salme added.",
        ("Ada Lund", "said", f"“Pier {number} is shut,”", "Ada Lund"),
        ("Piotr Salme", "added", f"“Nobody may land at pier {number},”", "Piotr Salme"),
        published=f"2031-06-{number:02}",
        publisher="Harbour Wire",
        origin=f"reports/pier-{number}.txt",
    )
    for number in range(1, 12)
)
HOSTILE = make_record(
    "“<script>alert(1)</script> \U0001f6a2 e\u0301 \ud800 ends,” Zed <b>Quorn said.",
    ("Zed <b>Quorn", "said", "“<script>alert(1)</script> \U0001f6a2 e\u0301 \ud800 ends,”", "Zed <b>Quorn"),
    publisher='"><script>alert(2)</script>',
    title="<script>\x00\u202e\ud800",
    url="javascript:alert(3)",
    origin="../<img src=x>\ud800.txt",
)
EVERY = (*ALL, *MANY)


def visitor_of(store: Store, **options: Any) -> TestClient:
    """A visitor of a room; errors of the program are answers, as they are to real ones."""
    return TestClient(create_app(store, RoomOptions(**options)), base_url=AT, raise_server_exceptions=False)


@contextmanager
def visiting(folder: Path, *records: AnnotatedReport, **options: Any) -> Iterator[TestClient]:
    """Visit a room over a store with these records."""
    with filled_store(folder / "onrecord.db", *(records or EVERY)) as store:
        yield visitor_of(store, **options)


_FILES: dict[tuple[str, ...], bytes] = {}
"""Files of stores by the ids and origins of their reports: filling a store takes longer than most tests."""


@contextmanager
def filled_store(path: Path, *records: AnnotatedReport) -> Iterator[Store]:
    """A new store with these records, copied from the first one that was filled with them."""
    key = tuple(f"{record.report.id} {record.report.origin}" for record in records)
    if key not in _FILES:
        with open_store(path) as store:
            store.add(records)
        _FILES[key] = path.read_bytes()
    path.write_bytes(_FILES[key])
    with open_store(path) as store:
        yield store


def problem_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem details of an answer, looked at as closely as RFC 9457 asks."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == "about:blank"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert unquote(problem["instance"]) == unquote(answer.request.url.raw_path.decode().partition("?")[0])
    return problem
