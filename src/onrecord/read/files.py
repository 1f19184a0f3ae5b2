"""Which files the paths of a caller mean, and their bytes.

A file that is named is always read. Of a folder, only files with the suffix of a known format are read, so a folder of
reports may hold pictures and notes too. Hidden files and folders are skipped. A warning on the ``onrecord`` logger says
how many were skipped. A folder that links lead to twice is read once. Files come in sorted order, so that two runs give
the same records.
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
from onrecord.read.registry import SUFFIXES, find_format_by_suffix
from onrecord.read.remote import expand_remote, is_remote, open_remote
from onrecord.read.sniffing import HEAD_BYTES
from onrecord.read.web.addresses import is_web_address

_LOGGER = logging.getLogger("onrecord")
STANDARD_INPUT = "-"


def find_files(paths: Iterable[str]) -> list[str]:
    """Find the files that the paths of a caller name.

    Args:
        paths: Files, folders, globs (``**`` too), addresses of pages, and ``-`` for standard input.

    Returns:
        Files in the order of the paths; those of one folder or glob sorted.

    Raises:
        ReadError: A path does not exist, a glob matches no file, or a folder holds none of a known format.

    Example:
        >>> find_files(["reports/", "notes/march.md"])
        ['reports/a.txt', 'reports/b.html', 'notes/march.md']
    """
    files = []
    for file in iter_files(paths):
        if isinstance(file, ReadError):
            raise file
        files.append(file)
    return files


def iter_files(paths: Iterable[str]) -> Iterator[str | ReadError]:
    """Find the files that the paths of a caller name, for callers that continue after an error.

    Args:
        paths: As for :func:`find_files`.

    Yields:
        A file, or the error in the place of a path or folder that cannot be read.
    """
    for path in paths:
        try:
            yield from _expand(path)
        except ReadError as error:
            yield error


@contextmanager
def open_file(path: str) -> Iterator[tuple[bytes, BinaryIO]]:
    """Open a file, here or where fsspec reaches, or standard input.

    Args:
        path: The file, or ``-``.

    Yields:
        The first bytes, enough to detect the format, and the stream, still at its beginning.

    Raises:
        ReadError: The operating system refuses to open or read it.
    """
    try:
        if path == STANDARD_INPUT and sys.stdin is None:
            raise ReadError(path, "standard input is closed; name a file")
        if path == STANDARD_INPUT:
            yield _peek(sys.stdin.buffer, may_rewind=False)
        elif is_remote(path):
            with open_remote(path) as stream:
                yield _peek(stream, may_rewind=stream.seekable())
        else:
            with Path(path).open("rb") as stream:
                yield _peek(stream, may_rewind=stream.seekable())
    except OSError as error:
        raise ReadError(path, _explain(error)) from error
    except ValueError as error:
        # The only string that cannot be a path.
        if "\0" not in path:
            raise
        raise ReadError(path, "holds a NUL character, which no path may hold; check the name") from error


def _expand(path: str) -> list[str | ReadError]:
    if path == STANDARD_INPUT or is_web_address(path):
        return [path]
    if is_remote(path):
        return [*expand_remote(path)]
    place = Path(path)
    try:
        # An empty path means the current folder.
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
    # Not Path.glob: it refuses absolute patterns and matches hidden files.
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    # Through a loop of links the same file matches under longer and longer names.
    files = {Path(match).resolve(): match for match in reversed(matches) if Path(match).is_file()}
    if not files:
        raise ReadError(pattern, "matches no file; check the pattern, and use ** to reach into folders")
    return [*sorted(files.values())]


def _list_folder(folder: str) -> list[str | ReadError]:
    skipped: list[str] = []
    files = list(_walk(folder, set(), skipped))
    if skipped:
        count = "1 file or folder" if len(skipped) == 1 else f"{len(skipped)} files and folders"
        _LOGGER.warning(
            "%s: %s skipped (hidden or unsupported), such as %s; name a file to read it anyway",
            folder,
            count,
            skipped[0],
        )
    if not files:
        raise ReadError(
            folder, f"holds no file of a known format ({', '.join(SUFFIXES)}); name the files to read them anyway"
        )
    return files


def _walk(folder: str, seen: set[Path], skipped: list[str]) -> Iterator[str | ReadError]:
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
            skipped.append(path)
        elif entry.is_dir():
            yield from _walk(path, seen, skipped)
        elif find_format_by_suffix(entry.name) and entry.is_file():
            yield path
        else:
            skipped.append(path)


def _peek(stream: BinaryIO, may_rewind: bool) -> tuple[bytes, BinaryIO]:
    head = stream.read(HEAD_BYTES)
    if may_rewind:
        stream.seek(0)
        return head, stream
    return head, io.BufferedReader(_PrependedStream(head, stream))


def _explain(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"cannot be read ({reason}); check that it is a file and that you may read it"


class _PrependedStream(io.RawIOBase):
    """A stream that cannot seek, with the bytes that were read from it put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        """Tell that the stream can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the head, then from the stream."""
        if self._head:
            piece: bytes | memoryview = self._head[: len(buffer)]
            self._head = self._head[len(buffer) :]
        else:
            piece = self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
