"""The folder that a run writes into, here or where fsspec reaches: every file appears whole or not at all."""

from __future__ import annotations

import os
import secrets
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import ExportError, OnRecordError
from onrecord.read.remote import is_remote, open_file_system

_PARTIAL = ".partial-"
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oci", "r2"})
"""File systems on which a file appears when it is closed, and renaming is copying."""


class OutputFolder(ABC):
    """A folder of files that are written whole.

    Several processes may write the same file at the same time: one of them stays.

    Args:
        path: The folder, as the caller named it.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def write(self, name: str, fill: Callable[[BinaryIO], object]) -> None:
        """Write a file that appears under its name when it is complete; one that is there is replaced.

        Args:
            name: Its name in the folder, with slashes.
            fill: Writes the content.

        Raises:
            ExportError: It cannot be written.
        """
        with self._export_errors(name):
            self._write(name, fill)

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write a small file.

        Raises:
            ExportError: It cannot be written.
        """
        self.write(name, lambda stream: stream.write(content))

    def read_bytes(self, name: str) -> bytes | None:
        """Read a small file, or give None where there is none.

        Raises:
            ExportError: It cannot be read.
        """
        with self._export_errors(name):
            return self._read(name)

    @contextmanager
    def _export_errors(self, name: str) -> Iterator[None]:
        try:
            yield
        except OnRecordError:
            raise
        except Exception as error:
            # The words of a remote file system may hold credentials.
            reason = getattr(error, "strerror", None) or type(error).__name__
            place = f"{self.path.rstrip('/')}/{name}"
            raise ExportError(place, f"cannot be written or read ({reason}); run again when it can") from error

    @abstractmethod
    def _write(self, name: str, fill: Callable[[BinaryIO], object]) -> None: ...

    @abstractmethod
    def _read(self, name: str) -> bytes | None: ...

    @abstractmethod
    def names(self, folder: str = "") -> list[str]:
        """List the names of the files in the folder, or in one below it, sorted; partial files are left out."""

    @abstractmethod
    def delete(self, name: str) -> None:
        """Delete a file if it is there."""

    @abstractmethod
    def clean(self) -> None:
        """Delete what killed writers left."""

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Refuse a second run on the folder while this one goes on, where the file system can.

        Raises:
            ExportError: Another run writes there.
        """
        yield


class LocalFolder(OutputFolder):
    """A folder of this machine. Files are flushed to the disk before they get their names."""

    def _write(self, name: str, fill: Callable[[BinaryIO], object]) -> None:
        final = Path(self.path) / name
        final.parent.mkdir(parents=True, exist_ok=True)
        partial = final.with_name(f"{_PARTIAL}{secrets.token_hex(8)}-{final.name}")
        try:
            with partial.open("xb") as stream:
                fill(stream)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(final)
            _flush_folder(final.parent)
        finally:
            partial.unlink(missing_ok=True)

    def _read(self, name: str) -> bytes | None:
        try:
            return (Path(self.path) / name).read_bytes()
        except FileNotFoundError:
            return None

    def names(self, folder: str = "") -> list[str]:
        """List the names of the files."""
        place = Path(self.path) / folder
        prefix = f"{folder}/" if folder else ""
        if not place.is_dir():
            return []
        return sorted(f"{prefix}{entry.name}" for entry in place.iterdir() if not entry.name.startswith("."))

    def delete(self, name: str) -> None:
        """Delete a file if it is there."""
        (Path(self.path) / name).unlink(missing_ok=True)

    def clean(self) -> None:
        """Delete what killed writers left."""
        for partial in Path(self.path).glob(f"**/{_PARTIAL}*"):
            partial.unlink(missing_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Refuse a second run on the folder; the lock ends with the process, however it ends."""
        try:
            import fcntl
        except ImportError:  # on Windows
            yield
            return
        with self._export_errors(".lock"):
            Path(self.path).mkdir(parents=True, exist_ok=True)
            stream = (Path(self.path) / ".lock").open("ab")
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ExportError(self.path, "is written by another run; wait for it, or give another --out") from error
            yield


def _flush_folder(folder: Path) -> None:
    """Make a new name last through a loss of power, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


class RemoteFolder(OutputFolder):
    """A folder of a file system that fsspec opens. Files are complete here before any of it is sent."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._files, inner = open_file_system(path)
        self._root = inner.rstrip("/")
        protocol: Any = self._files.protocol
        names = {protocol} if isinstance(protocol, str) else set(protocol)
        self._appears_whole = bool(names & _OBJECT_STORES)

    def _write(self, name: str, fill: Callable[[BinaryIO], object]) -> None:
        final = self._place(name)
        self._files.makedirs(final.rpartition("/")[0], exist_ok=True)
        with tempfile.NamedTemporaryFile() as local:
            fill(local)  # type: ignore[arg-type]
            local.flush()
            if self._appears_whole:
                self._files.put_file(local.name, final)
                return
            partial = self._place(f"{_PARTIAL}{secrets.token_hex(8)}")
            self._files.put_file(local.name, partial)
            self._files.mv(partial, final)

    def _read(self, name: str) -> bytes | None:
        try:
            content: bytes = self._files.cat_file(self._place(name))
        except FileNotFoundError:
            return None
        return content

    def names(self, folder: str = "") -> list[str]:
        """List the names of the files."""
        prefix = f"{folder}/" if folder else ""
        with self._export_errors(folder):
            self._files.invalidate_cache()
            place = self._place(folder)
            if not self._files.isdir(place):
                return []
            found = [entry["name"].rpartition("/")[2] for entry in self._files.ls(place, detail=True)]
        return sorted(f"{prefix}{name}" for name in found if name and not name.startswith("."))

    def delete(self, name: str) -> None:
        """Delete a file if it is there."""
        with self._export_errors(name):
            if self._files.exists(self._place(name)):
                self._files.rm_file(self._place(name))

    def clean(self) -> None:
        """Delete what killed writers left."""
        with self._export_errors(""):
            if self._files.isdir(self._root):
                for entry in self._files.ls(self._root, detail=True):
                    if entry["name"].rpartition("/")[2].startswith(_PARTIAL):
                        self._files.rm_file(entry["name"])

    def _place(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root


def open_folder(path: str) -> OutputFolder:
    """Give the folder of a path, which need not exist.

    Raises:
        ConfigurationError: The path holds a password, or there is no such file system.

    Example:
        >>> open_folder("records").write_bytes("part.jsonl", b"")
    """
    return RemoteFolder(path) if is_remote(path) else LocalFolder(path)
