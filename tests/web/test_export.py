from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest
from fastapi.testclient import TestClient

from onrecord.errors import MissingExtraError
from onrecord.record import AnnotatedReport
from onrecord.store import Store, open_store
from onrecord.web.api import export
from tests.store.records import DAM
from tests.web.rooms import AT, EVERY, HOSTILE, problem_of, visitor_of

API = "/api/v1/export"
STATEMENTS = sum(len(record.statements) for record in (*EVERY, HOSTILE))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("room") / "onrecord.db") as opened:
        opened.add((*EVERY, HOSTILE))
        yield opened


@pytest.fixture
def visitor(store: Store) -> TestClient:
    return visitor_of(store)


def count_lines(content: bytes) -> int:
    return len([json.loads(line) for line in content.splitlines()])


def count_csv(content: bytes) -> int:
    return len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))))


def count_parquet(content: bytes) -> int:
    import pyarrow.parquet

    return int(pyarrow.parquet.read_table(io.BytesIO(content)).num_rows)


def count_spacy(content: bytes) -> int:
    from spacy.tokens import DocBin

    return len(DocBin().from_bytes(content))


REPORTS = len(EVERY) + 1
READ_BACK: dict[str, tuple[Callable[[bytes], int], int]] = {
    "jsonl": (count_lines, REPORTS),
    "polnear": (count_lines, REPORTS),
    "csv": (count_csv, STATEMENTS),
    "parquet": (count_parquet, STATEMENTS),
    "spacy": (count_spacy, REPORTS),
    "web-annotation": (lambda content: json.loads(content)["total"], 3 * STATEMENTS),
    "schema-org": (lambda content: len(json.loads(content)["@graph"]), REPORTS + STATEMENTS),
}


@pytest.mark.parametrize("file_format", READ_BACK)
def test_what_is_sent_is_read_back(visitor: TestClient, file_format: str) -> None:
    answer = visitor.get(API, params={"to": file_format})
    media_type, suffix = export.MEDIA_TYPES[file_format]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="onrecord.{suffix}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    count, number = READ_BACK[file_format]
    assert count(answer.content) == number


@pytest.mark.parametrize("file_format", ["jsonl", "csv", "parquet"])
def test_what_is_sent_is_what_the_command_writes(visitor: TestClient, store: Store, file_format: str) -> None:
    stream = io.BytesIO()
    export.FILES[file_format](store.without_folders().iter_records(), stream)
    assert visitor.get(API, params={"to": file_format}).content == stream.getvalue()


def test_every_format_that_is_one_file_has_its_media_type() -> None:
    assert set(export.MEDIA_TYPES) == set(export.FILES)


def test_a_query_chooses_statements_and_an_empty_answer_is_a_file_too(visitor: TestClient) -> None:
    (line,) = visitor.get(API, params={"q": "sluice"}).content.splitlines()
    record = AnnotatedReport.from_json(line)
    assert (record.report.id, [found.id for found in record.statements]) == (DAM.report.id, [DAM.statements[1].id])
    assert visitor.get(API, params={"q": "zeppelin"}).content == b""
    assert count_csv(visitor.get(API, params={"q": "zeppelin", "to": "csv"}).content) == 0


def test_a_package_that_is_missing_is_named(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_records: Any, _stream: Any) -> None:
        raise MissingExtraError("followthemoney", "followthemoney")

    monkeypatch.setitem(export.FILES, "followthemoney", fail)
    assert "pip install" in problem_of(visitor.get(API, params={"to": "followthemoney"}), 400)["detail"]


def test_a_format_that_has_to_be_in_memory_has_a_bound(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_MAX_IN_MEMORY", 3)
    assert "spaCy" in problem_of(visitor.get(API, params={"to": "spacy"}), 400)["detail"]
    assert visitor.get(API, params={"to": "spacy", "q": "dam"}).status_code == 200


def test_a_slot_is_free_again_whether_an_export_ends_well_or_not(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_records: Any, _stream: Any) -> None:
        raise RuntimeError("a fault of the program")

    monkeypatch.setitem(export.FILES, "polnear", fail)
    for _ in range(10):
        assert visitor.get(API).status_code == 200
        problem_of(visitor.get(API, params={"to": "polnear"}), 500)


def test_no_more_files_are_sent_at_once_than_there_are_slots(visitor: TestClient) -> None:
    slots = visitor.app.state.room.export_slots  # type: ignore[attr-defined]
    slots._timeout = 0

    async def ask() -> list[httpx.Response]:
        async with (
            anyio.create_task_group() as group,
            httpx.AsyncClient(transport=httpx.ASGITransport(visitor.app), base_url=AT) as client,
        ):
            done = anyio.Event()

            async def hold() -> None:
                async with slots.hold_slot():
                    await done.wait()

            for _ in range(4):
                group.start_soon(hold)
            await anyio.wait_all_tasks_blocked()
            refused = await client.get(API)
            done.set()
            await anyio.wait_all_tasks_blocked()
            return [refused, await client.get(API)]

    refused, sent = anyio.run(ask)
    problem_of(refused, 503)
    assert int(refused.headers["retry-after"]) > 0
    assert sent.status_code == 200
