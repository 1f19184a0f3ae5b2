"""Which files the caller means, and their bytes.

A file named outright is always tried; from a folder only files are taken whose suffix says that they can be read,
so that a folder of reports may hold pictures and notes as well. Hidden files and folders are left out too, and how much
was left out is said on the ``onrecord`` logger. A folder reached twice through links is read once. Everything comes in
sorted order, so that two runs give the same records.
"""

from __future__ import annotations

import glob
import io
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import ReadError
from onrecord.read.sniffing import HEAD, SUFFIXES, find_format_by_suffix

_LOGGER = logging.getLogger("onrecord")
STANDARD_INPUT = "-"
LARGEST = 256 * 2**20


def find_files(paths: Iterable[str]) -> list[str]:
    """Find the files that a caller's paths name.

    Args:
        paths: Files, folders, globs (``**`` too) and ``-`` for standard input.

    Returns:
        Files in the order of the paths, those of one folder or glob sorted.

    Raises:
        ReadError: A path does not exist, a glob matches no file, or a folder holds none that is read.
    """
    files = []
    for file in iter_files(paths):
        if isinstance(file, ReadError):
            raise file
        files.append(file)
    return files


def iter_files(paths: Iterable[str]) -> Iterator[str | ReadError]:
    """Find the files that a caller's paths name, for callers that go on after an error.

    Args:
        paths: As for :func:`find_files`.

    Yields:
        Files as :func:`find_files` gives them, and in the place of a path or folder that cannot be read its error.
    """
    for path in paths:
        try:
            yield from _expand(path)
        except ReadError as error:
            yield error


@contextmanager
def open_file(path: str) -> Iterator[tuple[bytes, BinaryIO]]:
    """Open a file or standard input.

    Args:
        path: The file, or ``-``.

    Yields:
        The first bytes, enough to tell the format by, and the stream, still at its beginning.

    Raises:
        ReadError: The system refuses to open or read it.
    """
    try:
        if path == STANDARD_INPUT and sys.stdin is None:
            raise ReadError(path, "standard input is closed; name a file")
        if path == STANDARD_INPUT:
            yield _peek(sys.stdin.buffer)
        else:
            with Path(path).open("rb") as stream:
                yield _peek(stream)
    except OSError as error:
        raise ReadError(path, _explain(error)) from error
    except ValueError as error:
        # The only way for a path to be a string and no path.
        if "\0" not in path:
            raise
        raise ReadError(path, "holds a NUL character, which no path may; check the name") from error


def read_whole(stream: BinaryIO, path: str) -> bytes:
    """Read a stream that has to be in memory as one piece.

    Raises:
        ReadError: It is larger than any report is.
    """
    raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        limit = f"{LARGEST // 2**20} MB"
        raise ReadError(path, f"is larger than {limit}; split it, or write it as JSON Lines (read by line)")
    return raw


def _expand(path: str) -> list[str | ReadError]:
    if path == STANDARD_INPUT:
        return [path]
    place = Path(path)
    try:
        # An empty path would stand for the current folder.
        if path and place.is_dir():
            return _list_folder(path)
        if path and place.exists():
            return [path]
    except OSError as error:
        raise ReadError(path, _explain(error)) from error
    if "\0" not in path and glob.has_magic(path):
        return _expand_glob(path)
    raise ReadError(path, "does not exist; check the name, or give a folder, a glob such as 'reports/*.txt', or -")


def _expand_glob(pattern: str) -> list[str | ReadError]:
    # Not Path.glob: it takes no absolute pattern and matches hidden files.
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    # A loop of links matches the same file under ever longer names.
    files = {Path(match).resolve(): match for match in reversed(matches) if Path(match).is_file()}
    if not files:
        raise ReadError(pattern, "matches no file; check the pattern, and use ** to reach into folders")
    return [*sorted(files.values())]


def _list_folder(folder: str) -> list[str | ReadError]:
    left_out: list[str] = []
    files = list(_walk(folder, set(), left_out))
    if left_out:
        count = "1 file or folder" if len(left_out) == 1 else f"{len(left_out)} files and folders"
        _LOGGER.warning(
            "%s: %s left out, hidden or of a kind that is read only where it is named, such as %s",
            folder,
            count,
            left_out[0],
        )
    if not files:
        raise ReadError(folder, f"holds no file that is read from a folder ({', '.join(SUFFIXES)})")
    return files


def _walk(folder: str, seen: set[Path], left_out: list[str]) -> Iterator[str | ReadError]:
    place = Path(folder).resolve()
    if place in seen:
        return
    seen.add(place)
    prefix = folder if folder.endswith(("/", os.sep)) else folder + os.sep
    try:
        entries = sorted(Path(folder).iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield ReadError(folder, _explain(error))
        return
    for entry in entries:
        path = prefix + entry.name
        if entry.name.startswith("."):
            left_out.append(path)
        elif entry.is_dir():
            yield from _walk(path, seen, left_out)
        elif find_format_by_suffix(entry.name) and entry.is_file():
            yield path
        else:
            left_out.append(path)


def _peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    head = stream.read(HEAD)
    if stream is not sys.stdin.buffer and stream.seekable():
        stream.seek(0)
        return head, stream
    return head, io.BufferedReader(_Rejoined(head, stream))


def _explain(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"cannot be read ({reason}); check that it is a file and that you may read it"


class _Rejoined(io.RawIOBase):
    """A stream that cannot go back, with the bytes already taken from it put in front again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the head while it lasts, then from the stream."""
        if self._head:
            piece: bytes | memoryview = self._head[: len(buffer)]
            self._head = self._head[len(buffer) :]
        else:
            piece = self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
