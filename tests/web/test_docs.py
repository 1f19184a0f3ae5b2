"""What docs/reading-room.md says of the JSON interface holds."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from onrecord.web.api.schemas import NewCorrection
from onrecord.web.capacity.annotation import MAX_TEXT_LENGTH
from tests.web.rooms import visiting

DOCUMENT = (Path(__file__).parent.parent.parent / "docs" / "reading-room.md").read_text(encoding="utf-8")


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    with visiting(tmp_path) as opened:
        yield opened


def test_every_address_is_told_and_exists(visitor: TestClient) -> None:
    table = "\n".join(line for line in DOCUMENT.splitlines() if line.startswith("| `"))
    told = {
        re.sub(r"\{\w+\}", "{}", path)
        for path in re.findall(r"(/[a-z/{}]+)", table.replace("`…/company`", "`/people/{id}/company`"))
    }
    paths = visitor.get("/api/v1/openapi.json").json()["paths"]
    assert told == {re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/v1")) for path in paths}


def test_corrections_are_of_the_shape_that_is_taken() -> None:
    bodies = [json.loads(line) for line in DOCUMENT.splitlines() if line.startswith('{"action"')]
    for body in bodies:
        TypeAdapter(NewCorrection).validate_python(body)
    assert {body["action"] for body in bodies} == {
        "add",
        "accept",
        "reject",
        "edit",
        "speaker",
        "note",
        "merge",
        "undo",
    }


def test_commands_ask_for_what_is_there(visitor: TestClient) -> None:
    commands = re.findall(r"^curl 'http://[^/]+(/[^']+)'(?: --json '([^']+)')?", DOCUMENT, re.MULTILINE)
    assert len(commands) == 4
    for address, body in commands:
        answer = visitor.post(address, json=json.loads(body)) if body else visitor.get(address)
        assert answer.status_code == 200, address


def test_the_program_collects_every_page(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    monkeypatch.setattr(
        "urllib.request.urlopen", lambda url: io.BytesIO(visitor.get("/" + url.split("/", 3)[3]).content)
    )
    names: dict[str, Any] = {}
    exec(code.replace('"q": "boat", "limit": 200', '"q": "pier", "limit": 5'), names)
    assert len(names["hits"]) == 22


def test_limits_are_as_told() -> None:
    assert f"A text has {MAX_TEXT_LENGTH:,} characters at most" in DOCUMENT
