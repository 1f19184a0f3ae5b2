"""A file that is sent while it is written: a thread writes, the response sends, and neither runs ahead of the other.

An export writes to a stream; a response sends chunks. A queue of a few chunks connects the two, so memory stays flat
however long the file is, and the export stops when the client disconnects.
"""

from __future__ import annotations

import concurrent.futures
import io
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import BinaryIO, cast

import anyio
import anyio.from_thread
import anyio.to_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from onrecord.web.capacity.slots import Slots

_CHUNK_BYTES = 65_536
_MAX_CHUNKS = 4
"""Chunks that are written and not yet sent."""
_STALL_SECONDS = 60.0
"""How long a client may accept nothing before the export stops."""

make_export_slots = partial(Slots, total=4, max_waiting=8, timeout=10.0, busy="other files are being sent")


class DisconnectedError(Exception):
    """The client no longer accepts what is written."""


class ChunkWriter(io.RawIOBase):
    """A binary stream for a worker thread of the event loop; what it writes goes into a queue in chunks.

    Args:
        chunks: The queue. A write waits while it is full.
        stall_seconds: How long a write waits at most.
    """

    def __init__(self, chunks: MemoryObjectSendStream[bytes], stall_seconds: float) -> None:
        super().__init__()
        self._chunks = chunks
        self._stall_seconds = stall_seconds
        self._buffer = bytearray()
        self._is_stalled = False
        self.is_disconnected = False

    def writable(self) -> bool:
        """Say that the stream can be written to."""
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Write, and wait while the queue is full.

        Raises:
            DisconnectedError: The client no longer accepts anything.
        """
        self._buffer += data
        if len(self._buffer) >= _CHUNK_BYTES:
            self.send_buffer()
        return len(memoryview(data).cast("B"))

    def send_buffer(self) -> None:
        """Queue what is written and not yet queued.

        Raises:
            DisconnectedError: The client no longer accepts anything.
        """
        if self.is_disconnected or self._is_stalled:
            raise DisconnectedError
        if not self._buffer:
            return
        try:
            anyio.from_thread.run(self._send, bytes(self._buffer))
        except TimeoutError:
            self._is_stalled = True
            raise DisconnectedError(f"the client accepted nothing for {self._stall_seconds:g} seconds") from None
        except (anyio.BrokenResourceError, concurrent.futures.CancelledError):
            self.is_disconnected = True
            raise DisconnectedError from None
        self._buffer.clear()

    async def _send(self, chunk: bytes) -> None:
        with anyio.fail_after(self._stall_seconds):
            await self._chunks.send(chunk)


class FileResponse(StreamingResponse):
    """Sends a file while a thread writes it.

    An error before the first chunk is raised before the response starts, so that an error response can be sent. An
    error after that cuts the response off.

    Args:
        slots: The room's slots for exports.
        write: Writes the file to a stream.
        media_type: The file's media type.
        headers: Further headers.
    """

    def __init__(
        self, slots: Slots, write: Callable[[BinaryIO], None], media_type: str, headers: Mapping[str, str]
    ) -> None:
        super().__init__((), headers=headers, media_type=media_type)
        self._slots = slots
        self._write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file.

        Raises:
            HTTPException: Too many files are being sent (503).
        """
        async with self._slots.hold_slot():
            try:
                async with anyio.create_task_group() as group:
                    sender, receiver = anyio.create_memory_object_stream[bytes](_MAX_CHUNKS)
                    group.start_soon(_write_chunks, self._write, sender)
                    async with receiver:
                        first = await anext(receiver, b"")
                        self.body_iterator = _iter_chunks(first, receiver)
                        await super().__call__(scope, receive, send)
            except ExceptionGroup as errors:
                # The error that ended the group comes first. Error handlers know its type, not the group's.
                raise errors.exceptions[0] from None


async def _iter_chunks(first: bytes, others: MemoryObjectReceiveStream[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in others:
        yield chunk


async def _write_chunks(write: Callable[[BinaryIO], None], chunks: MemoryObjectSendStream[bytes]) -> None:
    writer = ChunkWriter(chunks, _STALL_SECONDS)

    def write_file() -> None:
        write(cast(BinaryIO, writer))
        writer.send_buffer()

    try:
        await anyio.to_thread.run_sync(write_file)
    except Exception:
        # Libraries wrap what a stream raises. The error reaches the response only if a client is there to see it.
        if not writer.is_disconnected:
            raise
    # Closed only here: after an error the end of the queue would look like the end of the file.
    chunks.close()
