"""Where an export goes: a new file or folder that is either whole or not there.

Everything is written beside the destination under another name and renamed when it is complete, so that nobody ever
reads half an export, and one that fails leaves what was there before. What exists is kept unless the caller says
otherwise.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import ExportError


@contextmanager
def new_file(path: Path, overwrite: bool) -> Iterator[BinaryIO]:
    """Write a file that appears under its name when the block ends without an error.

    Args:
        path: The file to make.
        overwrite: Whether one that exists gives way.

    Yields:
        A stream of bytes.

    Raises:
        ExportError: The file exists, or the system refuses to write it.
    """
    with _told_of_failure(path):
        final = _free_place(path, overwrite)
        if final.exists() and not final.is_file():
            raise ExportError(str(path), "is not a file; give the name of a file to write")
        partial = _partial(final)
        try:
            with partial.open("xb") as stream:
                yield stream
            partial.replace(final)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path, overwrite: bool, is_export: Callable[[Path], bool]) -> Iterator[Path]:
    """Write a folder that appears under its name when the block ends without an error.

    Args:
        path: The folder to make.
        overwrite: Whether one that exists gives way. One that holds anything else than an export of this kind never
            does.
        is_export: Tells whether a folder holds an export of this kind, whole, and nothing else.

    Yields:
        The folder to write into.

    Raises:
        ExportError: The folder exists, holds other files, or the system refuses to write it.
    """
    with _told_of_failure(path):
        final = _free_place(path, overwrite)
        if final.exists() and not (final.is_dir() and is_export(final)):
            raise ExportError(str(path), "holds other files than such an export; give the name of a new folder")
        partial, old = _partial(final), _partial(final, "old")
        try:
            partial.mkdir()
            yield partial
            _change_places(partial, final, old)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _change_places(partial: Path, final: Path, old: Path) -> None:
    """Put a new folder in the place of one that may be there, which stays where the system refuses."""
    if not final.exists():
        partial.rename(final)
        return
    final.rename(old)
    try:
        partial.rename(final)
    except BaseException:
        old.rename(final)
        raise


def _free_place(path: Path, overwrite: bool) -> Path:
    final = path.resolve()
    if final.exists() and not overwrite:
        raise ExportError(str(path), "exists; give another name, or --overwrite to replace it")
    return final


def _partial(final: Path, kind: str = "partial") -> Path:
    return final.with_name(f".{final.name}.{os.getpid()}.{kind}")


@contextmanager
def _told_of_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error}); what was there before is as it was"
        raise ExportError(str(path), reason) from error
