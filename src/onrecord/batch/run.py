"""One run over an archive: which shards are to do, what is done already, and the manifest at the end.

A shard is done when its row is in the folder; the row is written after the part. So a run that was killed continues
where it stopped, and a run that is repeated does nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.batch.engines import Engine, TaskResult
from onrecord.batch.folder import OutputFolder, open_folder
from onrecord.batch.plan import SHARD_BYTES, plan_shards
from onrecord.batch.shard import AnnotationSettings, Shard
from onrecord.batch.tasks import ROWS, PageLimits, ShardTask, encode_row
from onrecord.errors import ReadError
from onrecord.read import ReadOptions
from onrecord.read.formats.parts import MANIFEST

_TIMED = ("seconds",)
"""What differs between two runs over the same shards; the manifest leaves it out, the rows of shards have it."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How an archive is read into records.

    Attributes:
        out: The folder to write into: a path of this machine, or one that fsspec opens.
        part_format: ``parquet`` or ``jsonl``.
        settings: How to annotate.
        read: What the caller knows of the inputs.
        shard_bytes: About how many bytes of input a shard has.
        limits: What one page may take.
    """

    out: str
    part_format: str = "parquet"
    settings: AnnotationSettings = field(default_factory=AnnotationSettings)
    read: ReadOptions = field(default_factory=ReadOptions)
    shard_bytes: int = SHARD_BYTES
    limits: PageLimits = field(default_factory=PageLimits)


@dataclass(slots=True)
class BatchCounts:
    """What a run did.

    Attributes:
        shards: Shards of the inputs.
        known: Shards that were done before.
        failed_shards: Shards that could not be processed.
        failed_inputs: Paths and files that could not be read at all.
        reports: Reports in the parts of these shards.
        copies: Reports among them whose text an earlier one of the same part has.
        statements: Statements in the parts.
        events: Events in the parts.
        skipped: Items without a row, by reason.
        failed: Items that could not be read or annotated.
    """

    shards: int = 0
    known: int = 0
    failed_shards: int = 0
    failed_inputs: int = 0
    reports: int = 0
    copies: int = 0
    statements: int = 0
    events: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    def add_row(self, row: dict[str, Any]) -> None:
        """Count what is in a part."""
        self.reports += row["annotated"]
        self.copies += row["copies"]
        self.statements += row["statements"]
        self.events += row["events"]
        self.skipped.update(row["skipped"])
        self.failed += row["failed"]


def run_batch(
    paths: Iterable[str],
    options: BatchOptions,
    engine: Engine,
    *,
    on_error: Callable[[str], object],
    on_start: Callable[[int, int], object] = lambda done, total: None,
    on_shard: Callable[[dict[str, Any]], object] = lambda row: None,
) -> BatchCounts:
    """Read an archive into parts.

    Args:
        paths: Files, folders, globs and paths of fsspec.
        options: How.
        engine: Where the shards are processed.
        on_error: Called with what went wrong: an input that cannot be read, a shard that failed, a page that was lost.
        on_start: Called with how many shards are done already, and how many there are.
        on_shard: Called with the row of each shard that is done now.

    Returns:
        What was done. Shards that failed are tried again by the next run.

    Raises:
        ExportError: The folder cannot be written.
        OnRecordError: Something concerns every shard, such as missing weights.

    Example:
        >>> run_batch(["cc-news/"], BatchOptions("records/"), LocalEngine(2), on_error=print).reports
        12000
    """
    folder = open_folder(options.out)
    counts = BatchCounts()
    with folder.lock():
        folder.clean()
        tasks = _make_tasks(paths, options, counts, on_error)
        known = _read_rows(folder)
        done = {task.name: known[task.name] for task in tasks if task.name in known}
        counts.shards, counts.known = len(tasks), len(done)
        on_start(len(done), len(tasks))
        new = [task for task in tasks if task.name not in done]
        for result in engine(new) if new else ():
            if _note_result(result, counts, on_error):
                assert result.row is not None
                done[result.task.name] = result.row
                on_shard(result.row)
        folder.clean()
        _delete_superseded(folder, tasks, known, done)
        for row in done.values():
            counts.add_row(row)
        _write_manifest(folder)
    return counts


def _make_tasks(
    paths: Iterable[str], options: BatchOptions, counts: BatchCounts, on_error: Callable[[str], object]
) -> list[ShardTask]:
    tasks: dict[str, ShardTask] = {}
    for source in plan_shards(paths, options.read, options.shard_bytes):
        if isinstance(source, ReadError):
            counts.failed_inputs += 1
            on_error(str(source))
            continue
        shard = Shard(source, options.settings)
        task = ShardTask.of_shard(shard, options.part_format, options.out, options.limits)
        tasks[task.name] = task
    return list(tasks.values())


def _note_result(result: TaskResult, counts: BatchCounts, on_error: Callable[[str], object]) -> bool:
    if result.row is None:
        counts.failed_shards += 1
        on_error(result.error)
        return False
    for failure in result.row["failures"]:
        on_error(f"{failure['place']}: {failure['reason']}")
    return True


def _read_rows(folder: OutputFolder) -> dict[str, dict[str, Any]]:
    """Read the rows of the shards that are done; one whose part is missing is not."""
    parts = set(folder.names())
    rows = {}
    for name in folder.names(ROWS):
        content = folder.read_bytes(name)
        row = json.loads(content) if content else None
        if row is not None and row["part"] in parts:
            rows[row["shard"]] = row
    return rows


def _delete_superseded(
    folder: OutputFolder, tasks: Sequence[ShardTask], known: dict[str, dict[str, Any]], done: dict[str, dict[str, Any]]
) -> None:
    """Delete the parts of inputs that were read again since they, the model or the options changed.

    Nothing is deleted before all that stands in for it is there.
    """
    missing = {stretch.path for task in tasks if task.name not in done for stretch in task.source.stretches}
    read_now = {stretch.path for task in tasks for stretch in task.source.stretches} - missing
    for name, row in known.items():
        paths = {one["path"] for one in row["inputs"]}
        if name not in done and paths <= read_now:
            folder.delete(f"{ROWS}/{name}.json")
            folder.delete(row["part"])


def _write_manifest(folder: OutputFolder) -> None:
    """Write the rows of all shards in the folder, in the order of their inputs, less what differs between runs."""
    rows = sorted(_read_rows(folder).values(), key=lambda row: (_order(row), row["shard"]))
    plain = ({key: value for key, value in row.items() if key not in _TIMED} for row in rows)
    folder.write(MANIFEST, lambda stream: [stream.write(encode_row(row)) for row in plain])


def _order(row: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["path"], one["start"]) for one in row["inputs"]]
