"""A shard: one unit of work, named by its content and settings, with its result as plain values.

Nothing here starts a process, writes a file or prints. A driver such as :mod:`onrecord.batch.local` decides where
shards are processed. Processing the same shard twice, anywhere, gives equal records.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeVar

from onrecord.annotate import annotate, annotator, is_read_language
from onrecord.errors import AnnotationError, OnRecordError, ReadError
from onrecord.read import ReadOptions
from onrecord.read.files import STANDARD_INPUT
from onrecord.read.remote import describe_remote, is_remote
from onrecord.read.stretches import read_stretch
from onrecord.read.window import ReadWindow
from onrecord.record import AnnotatedReport, Report
from onrecord.record.check import check_record

Output = TypeVar("Output")
Failure = ReadError | AnnotationError
"""An error as a value, in the place of the report that it costs."""
SkipReason = Literal["language", "empty"]
"""Why a report gets a record without annotation: it is not in English, or it has no words."""


@dataclass(frozen=True, slots=True)
class AnnotationSettings:
    """What the records depend on besides the reports.

    Attributes:
        day_first: As for :func:`onrecord.annotate`.
        model: As for :func:`onrecord.annotate`.
    """

    day_first: bool | None = None
    model: str | None = None

    def annotate(self, report: Report) -> AnnotatedReport:
        """Annotate a report with these settings."""
        return annotate(report, day_first=self.day_first, model=self.model)

    def made_by(self) -> str:
        """Return the version of the model that annotates, such as ``model@3f2a…``.

        Raises:
            ConfigurationError: No model of this name is installed.
            ModelError: Its weights are missing or damaged.
        """
        return annotator(self.model)


class ShardInput(Protocol):
    """Where the reports of a shard come from. Implementations must pickle."""

    def fingerprint(self) -> str:
        """Return a hash of everything here that the records depend on."""
        ...

    def iter_reports(self) -> Iterator[Report | ReadError]:
        """Read the reports, with an error in the place of each that cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class ReportList:
    """Reports that are in memory.

    Attributes:
        reports: The reports.
    """

    reports: tuple[Report, ...]

    def fingerprint(self) -> str:
        """Hash the texts of the reports and what is known of each."""
        return _hash([AnnotatedReport(report).to_json() for report in self.reports])

    def iter_reports(self) -> Iterator[Report | ReadError]:
        """Return the reports."""
        return iter(self.reports)


@dataclass(frozen=True, slots=True)
class FileStretch:
    """A file, or a stretch of it: records of a web archive, rows of a table, lines of JSON Lines.

    Make one with :meth:`of_file`. The file must stay as it is until the shard has been processed.

    Attributes:
        path: The file; records name it as their origin.
        size: Its bytes.
        tag: What changes with its content: ``sha256:`` and its hash, or ``tag:`` and what a remote file system gives.
        options: What the caller knows of the file.
        start: Where the first item may begin, in the unit of :class:`~onrecord.read.window.ReadWindow`.
        stop: Where the first item begins that is read no more; None reads to the end.
    """

    path: str
    size: int
    tag: str
    options: ReadOptions
    start: int = 0
    stop: int | None = None

    @classmethod
    def of_file(
        cls, path: str, options: ReadOptions | None = None, start: int = 0, stop: int | None = None
    ) -> FileStretch:
        """Describe a stretch of a file.

        Args:
            path: The file. Standard input can be read only once, so it is no input of a shard.
            options: What the caller knows of the file.
            start: Where the first item may begin.
            stop: Where the first item begins that is read no more; None reads to the end.

        Raises:
            ReadError: The file cannot be read.
        """
        if path == STANDARD_INPUT:
            raise ReadError(path, "standard input cannot be read twice, as a shard may be; name a file")
        size, tag = describe_remote(path) if is_remote(path) else _describe_local(path)
        return cls(path, size, tag, options or ReadOptions(), start, stop)

    def fingerprint(self) -> str:
        """Hash the file's tag, its path, the stretch and the options."""
        stretch = [self.path, self.tag, str(self.start), str(self.stop)]
        return _hash([*stretch, json.dumps(asdict(self.options), sort_keys=True)])

    def iter_reports(self) -> Iterator[Report | ReadError]:
        """Read the stretch."""
        return read_stretch(self.path, self.options, ReadWindow(self.start, self.stop))


def _describe_local(path: str) -> tuple[int, str]:
    try:
        if Path(path).exists() and not Path(path).is_file():
            raise ReadError(path, "is no regular file, so it cannot be read twice, as a shard may be; name a file")
        with Path(path).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return stream.tell(), f"sha256:{digest}"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(path, f"cannot be read ({reason}); check that it is a file and that you may read it") from error


@dataclass(frozen=True, slots=True)
class FileStretches:
    """Files, or stretches of files, that are one unit of work together, such as the pages of a folder.

    Attributes:
        stretches: The stretches, in order.
    """

    stretches: tuple[FileStretch, ...]

    def fingerprint(self) -> str:
        """Hash the stretches."""
        return _hash([stretch.fingerprint() for stretch in self.stretches])

    def iter_reports(self) -> Iterator[Report | ReadError]:
        """Read the stretches, one after the other."""
        for stretch in self.stretches:
            yield from stretch.iter_reports()


@dataclass(frozen=True, slots=True)
class Shard:
    """One unit of work.

    Attributes:
        source: Where its reports come from.
        settings: How they are annotated.

    Example:
        >>> shard = Shard(FileStretch.of_file("reports.jsonl", stop=1_000_000))
        >>> result = process_shard(shard, keep_record)
        >>> result.counts.failed
        0
    """

    source: ShardInput
    settings: AnnotationSettings = AnnotationSettings()

    @property
    def name(self) -> str:
        """A hash of the input, the settings, and the versions of the model and of onrecord: equal names, equal records.

        Use it to name what a shard's records are written to, and to skip a shard that has been processed.

        Raises:
            ModelError: The packaged weights are missing or damaged.
        """
        # Imported here: it takes 30 ms to load, and the commands that annotate need no names of shards.
        from importlib.metadata import version

        # The version stands for the model: one model can be chosen by several names.
        settings = json.dumps(asdict(replace(self.settings, model=None)), sort_keys=True)
        return _hash([self.source.fingerprint(), settings, self.settings.made_by(), version("onrecord")])[:32]


@dataclass(frozen=True, slots=True)
class ReportOutcome(Generic[Output]):
    """What became of a report.

    Attributes:
        origin: The report's origin.
        language: Its language, or None where the text is too short to tell.
        words: About how many words it has, for rates.
        skipped: Why its record has no annotation, or None where it was annotated.
        output: What was made of its record.
    """

    origin: str
    language: str | None
    words: int
    skipped: SkipReason | None
    output: Output


@dataclass(frozen=True, slots=True)
class ShardCounts:
    """Counts of one shard, or of several added up.

    Attributes:
        read: Reports that were read.
        annotated: Reports that were annotated.
        skipped: Reports whose records have no annotation, by reason.
        failed: Places where a report could not be read or annotated.
        seconds: Time that processing took.
    """

    read: int = 0
    annotated: int = 0
    skipped: Counter[SkipReason] = field(default_factory=Counter)
    failed: int = 0
    seconds: float = 0.0

    def __add__(self, other: ShardCounts) -> ShardCounts:
        """Add up."""
        return ShardCounts(
            self.read + other.read,
            self.annotated + other.annotated,
            self.skipped + other.skipped,
            self.failed + other.failed,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class ShardResult(Generic[Output]):
    """What became of a shard.

    Attributes:
        shard: The shard.
        outcomes: For each report its outcome, or the error in its place, in input order.
        seconds: Time that processing took.
    """

    shard: Shard
    outcomes: tuple[ReportOutcome[Output] | Failure, ...]
    seconds: float

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What was made of the records, in input order."""
        return tuple(outcome.output for outcome in self.outcomes if isinstance(outcome, ReportOutcome))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The errors, each with its place and reason, in input order."""
        return tuple(outcome for outcome in self.outcomes if not isinstance(outcome, ReportOutcome))

    @property
    def counts(self) -> ShardCounts:
        """How many reports were read, annotated, skipped and lost."""
        reports = [outcome for outcome in self.outcomes if isinstance(outcome, ReportOutcome)]
        skipped = Counter(outcome.skipped for outcome in reports if outcome.skipped is not None)
        read = len(reports) + sum(isinstance(outcome, AnnotationError) for outcome in self.outcomes)
        failed = len(self.outcomes) - len(reports)
        return ShardCounts(read, len(reports) - skipped.total(), skipped, failed, self.seconds)


def keep_record(record: AnnotatedReport) -> AnnotatedReport:
    """Return the record as it is; for drivers, since a function that crosses processes needs a name."""
    return record


def checked_record(record: AnnotatedReport) -> AnnotatedReport:
    """Return a record that is true to its text; for drivers whose records go into a store.

    Raises:
        AnnotationError: It is not; the message says where.
    """
    fault = next(check_record(record), None)
    if fault is not None:
        raise AnnotationError(record.report.origin, f"{fault.where}: {fault.what}")
    return record


def process_shard(shard: Shard, finish: Callable[[AnnotatedReport], Output]) -> ShardResult[Output]:
    """Process a shard in the calling process.

    A report that cannot be read or annotated costs only itself: its error stands in its place.

    Args:
        shard: The shard.
        finish: What to make of each record, such as a line of JSON; :func:`keep_record` keeps it.

    Returns:
        The outcome of each report, and the time that it took.

    Raises:
        ModelError: The packaged weights are missing or damaged.
    """
    begun = time.perf_counter()
    outcomes = tuple(
        item if isinstance(item, ReadError) else _process_report(item, shard.settings, finish)
        for item in shard.source.iter_reports()
    )
    return ShardResult(shard, outcomes, time.perf_counter() - begun)


def _process_report(
    report: Report, settings: AnnotationSettings, finish: Callable[[AnnotatedReport], Output]
) -> ReportOutcome[Output] | AnnotationError:
    try:
        output = finish(settings.annotate(report))
    except AnnotationError as error:
        return error
    except OnRecordError:
        raise
    except Exception as error:  # one report, whatever is wrong with it, must not end a run over thousands
        return AnnotationError(report.origin, f"{type(error).__name__}: {error}")
    return describe_outcome(report, output)


def describe_outcome(report: Report, output: Output) -> ReportOutcome[Output]:
    """Describe what became of a report that has a record."""
    return ReportOutcome(report.origin, report.language, count_words(report.text), _find_skip_reason(report), output)


def count_words(text: str) -> int:
    """Count words by the spaces between them: about right, and fast."""
    return text.count(" ") + 1


def _find_skip_reason(report: Report) -> SkipReason | None:
    """Return why a report's record has no annotation, or None where it has."""
    if not report.text.strip():
        return "empty"
    return None if is_read_language(report) else "language"


def _hash(parts: list[str]) -> str:
    """Hash strings so that no two lists of them run together."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()
