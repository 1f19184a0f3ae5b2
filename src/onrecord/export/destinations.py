"""Where an export goes: a new file or folder that is either complete or absent.

An export is written beside the destination under another name, and renamed when it is complete. So no program reads
half an export, and one that fails leaves the old file unchanged. A file or folder that exists is kept unless the
caller asks to replace it.
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
        overwrite: Whether to replace a file that exists.

    Yields:
        A stream of bytes.

    Raises:
        ExportError: The file exists, or the system refuses to write it.
    """
    with _export_errors(path):
        final = _check_destination(path, overwrite)
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
        overwrite: Whether to replace a folder that exists. One that holds other files is never replaced.
        is_export: Tells whether a folder holds a complete export of this kind and nothing else.

    Yields:
        The folder to write into.

    Raises:
        ExportError: The folder exists, holds other files, or the system refuses to write it.
    """
    with _export_errors(path):
        final = _check_destination(path, overwrite)
        if final.exists() and not (final.is_dir() and is_export(final)):
            raise ExportError(str(path), "holds other files; give the name of a new folder")
        partial, old = _partial(final), _partial(final, "old")
        try:
            partial.mkdir()
            yield partial
            _replace_folder(partial, final, old)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _replace_folder(partial: Path, final: Path, old: Path) -> None:
    """Replace a folder, if there is one; it stays if the system refuses."""
    if not final.exists():
        partial.rename(final)
        return
    final.rename(old)
    try:
        partial.rename(final)
    except BaseException:
        old.rename(final)
        raise


def _check_destination(path: Path, overwrite: bool) -> Path:
    final = path.resolve()
    if final.exists() and not overwrite:
        raise ExportError(str(path), "exists; give another name, or --overwrite to replace it")
    return final


def _partial(final: Path, kind: str = "partial") -> Path:
    return final.with_name(f".{final.name}.{os.getpid()}.{kind}")


@contextmanager
def _export_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error}); nothing there was changed"
        raise ExportError(str(path), reason) from error
