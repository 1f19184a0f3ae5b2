"""What a worker has done of a shard, kept in a file that outlives the worker until the part is written.

The file has no name, so nothing is left of it when the processes that hold it have ended. A frame is the number of the
file and of the item, what became of it, and a value. A worker that takes over reads the whole frames and continues
behind them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec

FrameKind = Literal["row", "skip", "fail", "give up"]
_LENGTH = 4


class Position(NamedTuple):
    """An item of a shard.

    Attributes:
        file: Number of the file.
        item: Number of the item in the file's window; -1 stands for the file as a whole.
    """

    file: int
    item: int


class Frame(NamedTuple):
    """What became of an item.

    Attributes:
        file: As in :class:`Position`.
        item: As in :class:`Position`.
        kind: ``row`` where it has a row in the part; ``skip`` where it is no report; ``fail`` where it cannot be read
            or annotated; ``give up`` where it took too much.
        value: The counts of the row, the reason, or place and reason.
        row: The row of the part, or nothing.
    """

    file: int
    item: int
    kind: FrameKind
    value: Any
    row: bytes = b""

    @property
    def position(self) -> Position:
        """The item."""
        return Position(self.file, self.item)


class Spool:
    """The frames of one shard.

    Args:
        descriptor: A file, open for reading and writing. Other processes may hold it too, one of them writing.
    """

    def __init__(self, descriptor: int) -> None:
        self._file = descriptor
        self._end = 0

    def append(self, frame: Frame) -> None:
        """Add a frame. It outlives this process from now on."""
        content = msgspec.msgpack.encode(frame)
        waiting = memoryview(len(content).to_bytes(_LENGTH, "big") + content)
        while waiting:
            written = os.pwrite(self._file, waiting, self._end)
            self._end += written
            waiting = waiting[written:]

    def recover(self) -> Iterator[Frame]:
        """Read the whole frames of an earlier process, and cut off what follows them."""
        self._end = os.fstat(self._file).st_size
        end = 0
        for frame, at in self._iter():
            end = at
            yield frame
        self._end = end
        os.ftruncate(self._file, end)

    def clear(self) -> None:
        """Remove all frames."""
        self._end = 0
        os.ftruncate(self._file, 0)

    def __iter__(self) -> Iterator[Frame]:
        """Read all frames."""
        for frame, _ in self._iter():
            yield frame

    def _iter(self) -> Iterator[tuple[Frame, int]]:
        at = 0
        while at + _LENGTH <= self._end:
            begin = at + _LENGTH
            end = begin + int.from_bytes(os.pread(self._file, _LENGTH, at), "big")
            if end > self._end:
                return
            yield Frame(*msgspec.msgpack.decode(os.pread(self._file, end - begin, begin))), end
            at = end
