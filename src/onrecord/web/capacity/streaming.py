"""A file that is sent while it is written: a thread writes, the answer takes, and neither runs ahead of the other.

What writes a file wants a stream to write to; what sends an answer wants pieces to send. Between the two stands a queue
of a few pieces, so memory stays flat however long the file is, and a visitor who goes away ends the writing.
"""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from queue import Empty, Full, Queue
from typing import BinaryIO, cast

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from onrecord.web.capacity.slots import Places

_LOG = logging.getLogger("onrecord.web")
_PIECE = 65_536
"""Bytes of a piece, about."""
_PIECES = 4
"""Pieces that are written and not yet sent."""
_PATIENCE = 60.0
"""Seconds for which a visitor may take nothing of what is written."""
_LOOK = 1.0
"""Seconds between two looks at whether anybody still writes."""


class GoneError(Exception):
    """Nobody takes what is written any more."""


class Exits(Places):
    """By which files leave a room.

    Args:
        at_once: Files that are sent at the same time.
        most_waiting: Files that may wait for that.
        patience: Seconds for which one waits.
    """

    def __init__(self, at_once: int = 4, most_waiting: int = 8, patience: float = 10.0) -> None:
        super().__init__(at_once, most_waiting, patience, "other files are being sent")


class Pipe(io.RawIOBase):
    """A stream for one thread to write to, whose pieces another takes."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        super().__init__()
        self._pieces: Queue[bytes | BaseException | None] = Queue(_PIECES)
        self._written = bytearray()
        self._gone = threading.Event()
        self._patience = patience

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Write, and wait where nobody takes what was written before.

        Raises:
            GoneError: Nobody takes it any more.
        """
        if self._gone.is_set():
            raise GoneError
        self._written += data
        if len(self._written) >= _PIECE:
            self._send_written()
        return len(memoryview(data).cast("B"))

    def end(self, error: BaseException | None = None) -> None:
        """Say that nothing more comes, or what went wrong."""
        if error is None and self._written:
            self._send_written()
        self._put(error)

    def take(self) -> bytes | None:
        """Take the next piece, or None where there is none to come.

        Raises:
            BaseException: What went wrong in writing.
            GoneError: Nothing was taken for so long that the writing ended.
        """
        while True:
            try:
                piece = self._pieces.get(timeout=_LOOK)
            except Empty:
                if self._gone.is_set():
                    raise GoneError from None
                continue
            if isinstance(piece, BaseException):
                raise piece
            return piece

    def leave(self) -> None:
        """Take nothing more: who writes is stopped at the next piece."""
        self._gone.set()
        try:
            while True:
                self._pieces.get_nowait()
        except Empty:
            return

    def _send_written(self) -> None:
        self._put(bytes(self._written))
        self._written.clear()

    def _put(self, piece: bytes | BaseException | None) -> None:
        if self._gone.is_set():
            raise GoneError
        try:
            self._pieces.put(piece, timeout=self._patience)
        except Full:
            self._gone.set()
            raise GoneError from None


class _Sending(StreamingResponse):
    """An answer that tells whoever writes it when nobody listens any more."""

    def __init__(self, pipe: Pipe, first: bytes | None, media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(_take_all(pipe, first), headers=headers, media_type=media_type)
        self._pipe = pipe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pipe.leave()


def start_stream(
    exits: Exits, write: Callable[[BinaryIO], None], media_type: str, headers: Mapping[str, str]
) -> Response:
    """Begin to write a file, and give the answer that sends it.

    What goes wrong before the first piece is written is raised here, so that it can be told; what goes wrong later
    cuts the answer off.

    Args:
        exits: Those of the room.
        write: Writes the file to a stream.
        media_type: The file's media type.
        headers: Further headers.

    Raises:
        HTTPException: Too many files are being sent (503).
    """
    exits.take()
    pipe = Pipe()
    threading.Thread(target=_write, args=(exits, pipe, write), name="onrecord-export", daemon=True).start()
    return _Sending(pipe, pipe.take(), media_type, headers)


def _write(exits: Exits, pipe: Pipe, write: Callable[[BinaryIO], None]) -> None:
    try:
        try:
            write(cast(BinaryIO, pipe))
            pipe.end()
        except GoneError:
            return
        except Exception as error:  # it belongs to whoever takes the pieces
            _LOG.debug("an export ended early", exc_info=error)
            pipe.end(error)
    except GoneError:
        return
    finally:
        exits.give_back()


async def _take_all(pipe: Pipe, first: bytes | None) -> AsyncIterator[bytes]:
    piece = first
    while piece is not None:
        yield piece
        piece = await run_in_threadpool(pipe.take)
