from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from fastapi.testclient import TestClient

from onrecord.web.middleware import body_limits
from onrecord.web.middleware.body_limits import MAX_BODY_BYTES
from tests.store.records import DAM
from tests.web.rooms import AT, problem_of, visiting

ANNOTATE = "/api/v1/annotate"
JSON = {"content-type": "application/json"}


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    with visiting(tmp_path, DAM) as opened:
        yield opened


@pytest.mark.parametrize("path", [ANNOTATE, "/api/v1/reports", "/api/v1/corrections"])
def test_a_body_that_is_too_large_is_refused(visitor: TestClient, path: str) -> None:
    problem = problem_of(visitor.post(path, content=b" " * (MAX_BODY_BYTES + 1), headers=JSON), 413)
    assert "2,000,000" in problem["detail"]


def test_a_body_in_pieces_is_refused_at_the_piece_that_is_too_much(visitor: TestClient) -> None:
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(100):
            taken += 100_000
            yield b" " * 100_000

    problem_of(visitor.post(ANNOTATE, content=pieces(), headers=JSON), 413)


def test_the_largest_body_is_read(visitor: TestClient) -> None:
    body = b'{"text": "' + "“Yes,” Ada Lund said.".encode() + b'"}'
    answer = visitor.post(ANNOTATE, content=body + b" " * (MAX_BODY_BYTES - len(body)), headers=JSON)
    assert answer.status_code == 200


def test_a_body_that_stops_coming_is_given_up(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limits, "_PART_SECONDS", 0.05)
    messages: list[dict[str, Any]] = []

    async def ask() -> None:
        begun = False

        async def receive() -> dict[str, Any]:
            nonlocal begun
            if begun:
                await anyio.sleep_forever()
            begun = True
            return {"type": "http.request", "body": b'{"text"', "more_body": True}

        async def send(message: dict[str, Any]) -> None:
            messages.append(message)

        headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
        with anyio.fail_after(20):
            await visitor.app(_scope(ANNOTATE, headers), receive, send)

    anyio.run(ask)
    assert messages[0]["status"] == 408
    assert b"stopped arriving" in messages[1]["body"]


def test_an_answer_may_take_longer_than_a_piece_of_a_body(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limits, "_PART_SECONDS", 0.05)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=visitor.app)
        async with httpx.AsyncClient(transport=transport, base_url=AT) as client:
            return await client.post(ANNOTATE, json={"text": "“Yes,” Ada Lund said. " * 400})

    assert anyio.run(ask).status_code == 200


def _scope(path: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }


def test_a_body_that_trickles_is_given_up_as_a_whole(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limits, "_BODY_SECONDS", 0.05)
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await anyio.lowlevel.checkpoint()
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    async def ask() -> None:
        with anyio.fail_after(20):
            await visitor.app(_scope(ANNOTATE, [(b"host", b"localhost")]), receive, send)

    anyio.run(ask)
    assert messages[0]["status"] == 408
