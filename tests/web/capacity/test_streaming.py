"""Files that are sent while a thread writes them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any, BinaryIO

import anyio
import anyio.to_thread
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from onrecord.errors import ConfigurationError
from onrecord.web.capacity import streaming
from onrecord.web.capacity.slots import Slots
from onrecord.web.capacity.streaming import ChunkWriter, DisconnectedError, FileResponse, make_export_slots

CHUNK = b"a" * 65_536


def one_slot() -> Slots:
    return make_export_slots(total=1, max_waiting=0)


def response_of(write: Callable[[BinaryIO], None], slots: Slots | None = None) -> FileResponse:
    return FileResponse(slots or one_slot(), write, "text/plain", {})


def scope_of(version: str = "2.4") -> dict[str, Any]:
    return {"type": "http", "asgi": {"spec_version": version}}


async def receive_all(response: FileResponse) -> bytes:
    """Run a response to its end, as a server does."""
    body = bytearray()

    async def send(message: Any) -> None:
        body.extend(message.get("body", b""))

    await response(scope_of(), anyio.sleep_forever, send)
    return bytes(body)


def test_a_file_arrives_whole() -> None:
    def write(stream: BinaryIO) -> None:
        for number in range(100):
            stream.write(bytes([number]) * 65_536)
        stream.write(b"end")

    body = anyio.run(receive_all, response_of(write))
    assert body == b"".join(bytes([number]) * 65_536 for number in range(100)) + b"end"
    assert anyio.run(receive_all, response_of(lambda stream: None)) == b""


def test_writing_waits_until_chunks_are_sent() -> None:
    written: list[int] = []
    ahead: list[int] = []

    def write(stream: BinaryIO) -> None:
        for number in range(50):
            stream.write(CHUNK)
            written.append(number)

    async def run() -> None:
        sent = 0

        async def send(message: Any) -> None:
            nonlocal sent
            sent += bool(message.get("body"))
            ahead.append(len(written) - sent)

        await response_of(write)(scope_of(), anyio.sleep_forever, send)

    anyio.run(run)
    assert len(written) == 50
    assert max(ahead) <= 6


def test_small_writes_are_sent_together() -> None:
    async def run() -> list[bytes]:
        sender, receiver = anyio.create_memory_object_stream[bytes](4)
        writer = ChunkWriter(sender, stall_seconds=60)

        def write() -> None:
            for _ in range(1000):
                assert writer.write(b"ab") == 2
            assert writer.write(memoryview(b"cd")) == 2
            writer.send_buffer()

        with sender, receiver:
            await anyio.to_thread.run_sync(write)
            sender.close()
            return [chunk async for chunk in receiver]

    assert anyio.run(run) == [b"ab" * 1000 + b"cd"]


def test_a_client_that_accepts_nothing_for_too_long_stops_the_writing() -> None:
    async def run() -> str:
        sender, receiver = anyio.create_memory_object_stream[bytes](4)
        writer = ChunkWriter(sender, stall_seconds=0)

        def write() -> None:
            while True:
                writer.write(CHUNK)

        with sender, receiver, pytest.raises(DisconnectedError) as stopped:
            await anyio.to_thread.run_sync(write)
        return str(stopped.value)

    assert "accepted nothing" in anyio.run(run)


def test_a_stalled_client_gets_no_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_STALL_SECONDS", 0)
    messages: list[Any] = []

    def write(stream: BinaryIO) -> None:
        while True:
            stream.write(CHUNK)

    async def send(message: Any) -> None:
        messages.append(message)
        if len(messages) > 1:
            await anyio.sleep_forever()

    async def run() -> None:
        with anyio.fail_after(60):
            await response_of(write)(scope_of(), anyio.sleep_forever, send)

    with pytest.raises(DisconnectedError):
        anyio.run(run)
    assert all(message.get("more_body", True) for message in messages)


def test_an_error_at_once_is_raised_before_the_response_starts() -> None:
    slots = one_slot()

    def write(_stream: BinaryIO) -> None:
        raise ConfigurationError("nothing to write")

    async def send(message: Any) -> None:
        raise AssertionError(message)

    async def run() -> None:
        for _ in range(3):
            with pytest.raises(ConfigurationError, match="nothing to write"):
                await response_of(write, slots)(scope_of(), anyio.sleep_forever, send)

    anyio.run(run)


def test_a_later_error_cuts_the_response_off() -> None:
    messages: list[Any] = []

    def write(stream: BinaryIO) -> None:
        stream.write(b"a" * 100_000)
        raise ConfigurationError("nothing more to write")

    async def send(message: Any) -> None:
        messages.append(message)

    async def run() -> None:
        await response_of(write)(scope_of(), anyio.sleep_forever, send)

    with pytest.raises(ConfigurationError, match="nothing more"):
        anyio.run(run)
    assert all(message.get("more_body", True) for message in messages)


@pytest.mark.parametrize("version", ["2.0", "2.4"])
def test_the_writing_stops_when_the_client_disconnects(version: str) -> None:
    slots, stopped = one_slot(), list[str]()

    def write(stream: BinaryIO) -> None:
        try:
            while True:
                stream.write(CHUNK)
        except DisconnectedError:
            stopped.append("stopped")
            raise RuntimeError("a library wraps the error") from None

    async def run() -> None:
        gone, count = anyio.Event(), 0

        async def send(_message: Any) -> None:
            nonlocal count
            count += 1
            if count > 3:
                gone.set()
                if version == "2.4":
                    raise OSError("the connection is closed")
                await anyio.sleep_forever()

        async def receive() -> Any:
            await gone.wait()
            return {"type": "http.disconnect"}

        with anyio.fail_after(60):
            try:
                await response_of(write, slots)(scope_of(version), receive, send)
            except ClientDisconnect:
                assert version == "2.4"
            async with slots.hold_slot():
                assert stopped == ["stopped"]

    anyio.run(run)


def test_a_file_that_finds_no_slot_is_refused() -> None:
    slots = one_slot()

    async def run() -> None:
        async with slots.hold_slot():
            with pytest.raises(HTTPException) as refused:
                await response_of(lambda stream: None, slots)(scope_of(), anyio.sleep_forever, anyio.sleep)
            assert refused.value.status_code == 503

    anyio.run(run)


def test_memory_stays_flat_however_long_the_file_is() -> None:
    size = 0

    def write(stream: BinaryIO) -> None:
        for _ in range(2000):
            stream.write(CHUNK)

    async def run() -> None:
        async def send(message: Any) -> None:
            nonlocal size
            size += len(message.get("body", b""))

        await response_of(write)(scope_of(), anyio.sleep_forever, send)

    tracemalloc.start()
    anyio.run(run)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 2000 * 65_536
    assert peak < 5_000_000
