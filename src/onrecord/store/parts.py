"""Folders of parts that ``onrecord batch`` wrote, made ready for a store, in this process or in several."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from typing import NamedTuple

from onrecord.errors import ReadError, RecordError
from onrecord.read.files import open_file
from onrecord.read.formats.parts import MANIFEST, count_groups, read_group
from onrecord.read.remote import is_remote
from onrecord.record.packed import PackedRecord
from onrecord.store.add import Prepared, make_prepared

_AHEAD = 6
"""Groups of rows that are made ready ahead of the one that is written."""


class Part(NamedTuple):
    """A part of a folder.

    Attributes:
        path: The file.
        made_by: Version of the model that annotated it.
    """

    path: str
    made_by: str


def is_parts_folder(path: str) -> bool:
    """Tell whether a path is a folder that ``onrecord batch`` wrote."""
    try:
        with open_file(_manifest_of(path)):
            return True
    except ReadError:
        return False


def list_parts(folder: str) -> list[Part]:
    """List the parts that the manifest of a folder names.

    Raises:
        ReadError: The manifest cannot be read.
    """
    with open_file(_manifest_of(folder)) as (_, stream):
        try:
            rows = [json.loads(line) for line in stream]
            return [Part(f"{folder.rstrip('/')}/{row['part']}", row["made_by"]) for row in rows]
        except (ValueError, TypeError, KeyError) as error:
            raise ReadError(_manifest_of(folder), "is no manifest; run `onrecord batch` again to write it") from error


def _manifest_of(folder: str) -> str:
    return f"{folder if is_remote(folder) else folder or '.'}".rstrip("/") + f"/{MANIFEST}"


def prepare_parts(parts: list[Part], executor: Executor | None) -> Iterator[Prepared | ReadError]:
    """Make the records of parts in Parquet ready for a store, in order.

    Args:
        parts: The parts.
        executor: Processes to do it in; None does it here.
    """
    waiting: deque[Future[list[Prepared | ReadError]]] = deque()
    for part in parts:
        try:
            groups = count_groups(part.path)
        except ReadError as error:
            yield error
            continue
        for number in range(groups):
            if executor is None:
                yield from _prepare_group(part, number)
                continue
            waiting.append(executor.submit(_prepare_group, part, number))
            if len(waiting) > _AHEAD:
                yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _prepare_group(part: Part, number: int) -> list[Prepared | ReadError]:
    return [
        _prepare(found, part) if isinstance(found, PackedRecord) else found for found in read_group(part.path, number)
    ]


def _prepare(found: PackedRecord, part: Part) -> Prepared | ReadError:
    try:
        return make_prepared(found, part.made_by)
    except RecordError as error:
        return ReadError(part.path, f"{found.report.origin}: {error}; write the part again")
