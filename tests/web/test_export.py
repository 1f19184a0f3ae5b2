from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from fastapi.testclient import TestClient

from onrecord.errors import ConfigurationError, MissingExtraError
from onrecord.record import AnnotatedReport
from onrecord.store import Store, open_store
from onrecord.web.api import export
from onrecord.web.capacity.streaming import Exits, GoneError, Pipe, start_stream
from tests.store.records import DAM
from tests.web.rooms import EVERY, HOSTILE, problem_of, visitor_of

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
    export.FILES[file_format](store.iter_records(), stream)
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
    monkeypatch.setattr(export, "_MOST_AT_ONCE", 3)
    assert "spaCy" in problem_of(visitor.get(API, params={"to": "spacy"}), 400)["detail"]
    assert visitor.get(API, params={"to": "spacy", "q": "dam"}).status_code == 200


def test_every_exit_is_free_again_whatever_became_of_the_file(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_records: Any, _stream: Any) -> None:
        raise RuntimeError("a fault of the program")

    monkeypatch.setitem(export.FILES, "polnear", fail)
    for _ in range(10):
        assert visitor.get(API).status_code == 200
        problem_of(visitor.get(API, params={"to": "polnear"}), 500)


def test_no_more_files_are_sent_at_once_than_there_are_exits(visitor: TestClient) -> None:
    exits = visitor.app.state.room.exits  # type: ignore[attr-defined]
    exits._patience = 0.01
    for _ in range(4):
        exits.take()
    answer = visitor.get(API)
    problem_of(answer, 503)
    assert int(answer.headers["retry-after"]) > 0
    exits.give_back()
    assert visitor.get(API).status_code == 200


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def exports_running() -> bool:
    return any(thread.name == "onrecord-export" for thread in threading.enumerate())


def test_writing_waits_for_whoever_takes() -> None:
    pipe, written = Pipe(), []

    def write() -> None:
        for number in range(100):
            pipe.write(bytes([number]) * 65_536)
            written.append(number)
        pipe.end()

    thread = threading.Thread(target=write)
    thread.start()
    taken = []
    while piece := pipe.take():
        taken.append(piece)
        time.sleep(0.001)
        assert len(written) - len(taken) <= 6
    thread.join(20)
    assert b"".join(taken) == b"".join(bytes([number]) * 65_536 for number in range(100))


def test_small_pieces_are_sent_together() -> None:
    pipe = Pipe()
    for _ in range(1000):
        assert pipe.write(b"ab") == 2
    assert pipe.write(memoryview(b"cd")) == 2
    pipe.end()
    assert pipe.take() == b"ab" * 1000 + b"cd"
    assert pipe.take() is None


def test_who_writes_is_stopped_when_nobody_takes_any_more() -> None:
    pipe = Pipe()
    stopped = threading.Event()

    def write() -> None:
        try:
            while True:
                pipe.write(b"a" * 65_536)
        except GoneError:
            stopped.set()

    threading.Thread(target=write, daemon=True).start()
    assert pipe.take()
    pipe.leave()
    assert stopped.wait(20)


def test_who_takes_nothing_for_too_long_gets_no_whole_file() -> None:
    pipe = Pipe(patience=0.05)
    with pytest.raises(GoneError):
        while True:
            pipe.write(b"a" * 65_536)
    with pytest.raises(GoneError):
        while pipe.take():
            pass


def test_what_goes_wrong_at_once_is_told_and_what_goes_wrong_later_cuts_the_file_off() -> None:
    exits = Exits(1, 0)

    def fail_at_once(_stream: BinaryIO) -> None:
        raise ConfigurationError("nothing to write")

    for _ in range(3):
        with pytest.raises(ConfigurationError, match="nothing to write"):
            start_stream(exits, fail_at_once, "text/plain", {})
        wait_until(lambda: not exports_running())

    def fail_later(stream: BinaryIO) -> None:
        stream.write(b"a" * 100_000)
        raise ConfigurationError("nothing more to write")

    answer = start_stream(exits, fail_later, "text/plain", {})
    with pytest.raises(ConfigurationError, match="nothing more"):
        receive_all(answer)


def receive_all(answer: Any) -> bytes:
    """Run an answer to its end, as a server does."""
    import anyio

    body = bytearray()

    async def send(message: Any) -> None:
        body.extend(message.get("body", b""))

    async def receive() -> Any:
        await anyio.sleep_forever()

    try:
        anyio.run(answer, {"type": "http", "asgi": {"spec_version": "2.4"}}, receive, send)
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return bytes(body)


@pytest.mark.parametrize("spec", ["2.0", "2.4"])
def test_a_visitor_who_goes_away_ends_the_writing(spec: str) -> None:
    import anyio

    exits, taken = Exits(1, 0), []

    def write(stream: BinaryIO) -> None:
        while True:
            stream.write(b"a" * 65_536)

    answer = start_stream(exits, write, "text/plain", {})

    async def send(message: Any) -> None:
        taken.append(message)
        if len(taken) > 3:
            if spec == "2.4":
                raise OSError("the connection is gone")
            await anyio.sleep_forever()

    async def receive() -> Any:
        while len(taken) <= 3:
            await anyio.sleep(0.01)
        return {"type": "http.disconnect"}

    try:
        anyio.run(answer, {"type": "http", "asgi": {"spec_version": spec}}, receive, send)
    except Exception as error:
        assert type(error).__name__ == "ClientDisconnect"
    wait_until(lambda: not exports_running())
    exits.take()


def test_memory_stays_flat_however_long_the_file_is(tmp_path: Path) -> None:
    import tracemalloc

    exits = Exits(1, 0)

    def write(stream: BinaryIO) -> None:
        for _ in range(2000):
            stream.write(b"a" * 65_536)

    answer = start_stream(exits, write, "text/plain", {})
    size = 0

    async def send(message: Any) -> None:
        nonlocal size
        size += len(message.get("body", b""))

    async def receive() -> Any:
        import anyio

        await anyio.sleep_forever()

    import anyio

    tracemalloc.start()
    anyio.run(answer, {"type": "http", "asgi": {"spec_version": "2.4"}}, receive, send)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 2000 * 65_536
    assert peak < 5_000_000
