"""What is sent to a worker for one shard, what comes back, and the row of the manifest."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from onrecord.batch.parts import PART_FORMATS, PartFormat
from onrecord.batch.shard import FileStretches, Shard
from onrecord.errors import OnRecordError

ROWS = "_shards"
"""Folder of the rows of shards that are done. Tools that read the parts leave out names that begin with ``_``."""
_MOST_FAILURES = 20


class ShardError(OnRecordError):
    """A shard could not be processed, whatever its pages are.

    Args:
        place: Its input.
        reason: What happened.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class PageLimits:
    """What one page, line or row may take before it is given up.

    Attributes:
        seconds: Seconds of computation to read and annotate it.
        memory: Bytes that it may take beyond what the worker has when it starts.
        retries: How often a shard is tried again whose worker dies outside any page.
    """

    seconds: float = 120.0
    memory: int = 2 * 2**30
    retries: int = 2


@dataclass(frozen=True, slots=True)
class ShardTask:
    """A shard to write as a part.

    Attributes:
        shard: The shard; its source is :class:`~onrecord.batch.shard.FileStretches`.
        part_format: Name of the format of the part.
        out: The folder to write into.
        limits: What one page may take.
        name: A hash of all that the part depends on.
    """

    shard: Shard
    part_format: str
    out: str
    limits: PageLimits
    name: str

    @classmethod
    def of_shard(cls, shard: Shard, part_format: str, out: str, limits: PageLimits) -> ShardTask:
        """Make the task of a shard."""
        name = hashlib.sha256(f"{shard.name} {part_format}".encode()).hexdigest()[:32]
        return cls(shard, part_format, out, limits, name)

    @property
    def format(self) -> PartFormat:
        """The format of the part."""
        return PART_FORMATS[self.part_format]

    @property
    def part(self) -> str:
        """The name of the part in the folder."""
        return f"part-{self.name}.{self.part_format}"

    @property
    def row(self) -> str:
        """The name of the file with the shard's row."""
        return f"{ROWS}/{self.name}.json"

    @property
    def source(self) -> FileStretches:
        """The files of the shard."""
        assert isinstance(self.shard.source, FileStretches)
        return self.shard.source

    @property
    def place(self) -> str:
        """The shard's input, for messages."""
        return describe_place([stretch.path for stretch in self.source.stretches], self.source.stretches[0].start)


def describe_place(paths: list[str], start: int) -> str:
    """Say which files, and from where on, a shard reads."""
    first = paths[0] if not start else f"{paths[0]} from {start}"
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"


@dataclass(slots=True)
class PartCounts:
    """What became of the items of a shard.

    Attributes:
        read: Reports that were read.
        annotated: Reports in the part.
        copies: Reports of the part whose text an earlier one has.
        skipped: Items without a row in the part, by reason.
        failed: Items that could not be read or annotated.
        failures: The first of these, each with its place and reason.
        statements: Statements in the part.
        events: Events in the part.
        words: About how many words the reports of the part have.
    """

    read: int = 0
    annotated: int = 0
    copies: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)
    statements: int = 0
    events: int = 0
    words: int = 0

    def add_failure(self, place: str, reason: str) -> None:
        """Count an item that could not be read or annotated."""
        self.failed += 1
        if len(self.failures) < _MOST_FAILURES:
            self.failures.append({"place": place, "reason": reason})


def manifest_row(task: ShardTask, counts: PartCounts, part: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Give the row of a shard that is done.

    Args:
        task: The shard's.
        counts: What became of its items.
        part: Size and hash of the part.
        seconds: How long it took.
    """
    from importlib.metadata import version

    stretches = task.source.stretches
    tally = asdict(counts)
    tally["skipped"] = dict(sorted(counts.skipped.items()))
    inputs = [
        {"path": one.path, "size": one.size, "tag": one.tag, "start": one.start, "stop": one.stop} for one in stretches
    ]
    return {
        "shard": task.name,
        "part": task.part,
        "inputs": inputs,
        **tally,
        **part,
        "made_by": task.shard.settings.made_by(),
        "onrecord": version("onrecord"),
        "seconds": round(seconds, 3),
    }


def encode_row(row: dict[str, Any]) -> bytes:
    """Write a row as a line of JSON."""
    return json.dumps(row).encode("ascii") + b"\n"
