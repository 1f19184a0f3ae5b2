"""The child process that reads and annotates the pages of shards, one at a time, within limits.

A page that hangs, crashes or takes too much memory ends this process and nothing else: the one that started it
(:mod:`onrecord.batch.page_process`) sees which page it was, and a new child continues behind it. The system ends the
process when a page has computed for too long, also within native code.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from threadpoolctl import threadpool_limits

from onrecord.annotate import is_read_language
from onrecord.batch.folder import open_folder
from onrecord.batch.shard import AnnotationSettings, count_words
from onrecord.batch.spool import Frame, FrameKind, Position, Spool
from onrecord.batch.tasks import PartCounts, ShardTask, encode_row, manifest_row
from onrecord.errors import AnnotationError, OnRecordError, ReadError
from onrecord.lexicon.date_order import find_day_first
from onrecord.read.stretches import read_stretch
from onrecord.read.window import ReadWindow
from onrecord.record import LAYERS, AnnotatedReport, LaidOutReport, Report, plain_report
from onrecord.record.packing import pack_layer, unpack_layer

STATE = struct.Struct("qqqq")
"""The shared state: phase, file, item, and a count that grows with each item."""
IDLE, ON_ITEM, WRITING = range(3)
_LENGTH = 8
_MOST_KNOWN = 4_000
_MOST_LAYER_BYTES = 64 * 2**20
"""How many annotations, and of what size, are kept for equal texts."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the child is asked to do.

    Attributes:
        task: The shard.
        is_new: Whether it begins; otherwise the spool holds what an earlier child has done.
        given_up: The item at which that child died, with the reason, where it is not to be tried again.
    """

    task: ShardTask
    is_new: bool
    given_up: tuple[Position, str] | None = None


def main(spool_descriptor: int, state_descriptor: int) -> None:
    """Do jobs from standard input until it ends, and write what came of each to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer, and the manifest counts what the package would say.
    os.dup2(2, 1)
    logging.getLogger("onrecord").addHandler(logging.NullHandler())
    jobs = _receive_jobs()
    threadpool_limits(1)
    state = mmap.mmap(state_descriptor, STATE.size)
    worker = _Worker(Spool(spool_descriptor), state)
    while True:
        send(answers, worker.answer(jobs.get()))


def send(stream: IO[bytes], value: object) -> None:
    """Send a value to the process at the other end of a pipe."""
    content = pickle.dumps(value)
    stream.write(len(content).to_bytes(_LENGTH, "big") + content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Receive a value from the process at the other end of a pipe.

    Raises:
        EOFError: It has ended.
    """
    head = stream.read(_LENGTH)
    content = stream.read(int.from_bytes(head, "big"))
    if len(head) < _LENGTH or len(content) < int.from_bytes(head, "big"):
        raise EOFError
    return pickle.loads(content)  # noqa: S301 - from a process that this one started, or that started it


def _receive_jobs() -> queue.SimpleQueue[Job]:
    """Receive jobs in a thread, which ends the process when the one that started it is gone."""
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()

    def wait() -> None:
        while True:
            try:
                jobs.put(receive(sys.stdin.buffer))
            except Exception:  # whatever it is, there will be no job any more
                os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
    return jobs


class _Worker:
    """Does jobs in this process.

    Args:
        spool: Where the frames go.
        state: Where the starting process sees what this one is doing.
    """

    def __init__(self, spool: Spool, state: mmap.mmap) -> None:
        self._spool = spool
        self._state = state
        self._known = _KnownAnnotations()
        self._is_limited = False

    def answer(self, job: Job) -> dict[str, Any] | OnRecordError:
        """Do a job, and give the row of the manifest, or the error that no other try would mend."""
        begun = time.perf_counter()
        try:
            job.task.shard.settings.made_by()
            self._limit_memory(job.task)
            reading = _ShardReading(job, self._spool, self._state, self._known)
            reading.run()
            self._note(WRITING)
            return self._write(job.task, time.perf_counter() - begun)
        except OnRecordError as error:
            return error
        finally:
            self._note(IDLE)

    def _note(self, phase: int) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _, file, item, count = STATE.unpack(self._state[:])
        self._state[:] = STATE.pack(phase, file, item, count + 1)

    def _limit_memory(self, task: ShardTask) -> None:
        """Limit the memory of this process, once, when the model and the writer are loaded."""
        if self._is_limited:
            return
        self._is_limited = True
        if task.part_format == "parquet":
            from onrecord.extras import import_extra

            import_extra("pyarrow.parquet", "parquet")
        used = _find_data_size()
        if used is not None:
            import resource

            most = used + task.limits.memory
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))

    def _write(self, task: ShardTask, seconds: float) -> dict[str, Any]:
        """Write the part, and then the shard's row."""
        folder = open_folder(task.out)
        counts = PartCounts()
        digest = _HashingStream()
        rows = _count_frames(self._spool, counts)

        def fill(stream: BinaryIO) -> None:
            digest.stream = stream
            task.format.write(rows, digest)  # type: ignore[arg-type]

        folder.write(task.part, fill)
        part = {"bytes": digest.size, "sha256": digest.hash.hexdigest()}
        row = manifest_row(task, counts, part, seconds)
        folder.write_bytes(task.row, encode_row(row))
        return row


class _ShardReading:
    """Reads and annotates the items of one shard, and keeps what comes of each in the spool."""

    def __init__(self, job: Job, spool: Spool, state: mmap.mmap, known: _KnownAnnotations) -> None:
        self._task = job.task
        self._spool = spool
        self._state = state
        self._known = known
        self._done = Position(0, -1)
        self._of_last = 0
        self._texts: set[bytes] = set()
        if job.is_new:
            spool.clear()
            return
        for frame in spool.recover():
            self._note_done(frame)
        if job.given_up is not None and job.given_up[0] > self._done:
            position, reason = job.given_up
            place = job.task.source.stretches[position.file].path
            self._keep(position, "give up", [f"{place}, item {position.item}", reason])

    def run(self) -> None:
        """Read all items that are not done yet."""
        for number, stretch in enumerate(self._task.source.stretches):
            if number < self._done.file:
                continue
            window = _WatchedWindow(self, number, stretch.start, stretch.stop)
            for item in read_stretch(stretch.path, stretch.options, window):
                self._take_item(Position(number, window.item), item)

    def begin_item(self, position: Position) -> bool:
        """Tell whether an item is to be read, and note that this one is under way."""
        count = STATE.unpack(self._state[:])[3]
        self._state[:] = STATE.pack(ON_ITEM, *position, count + 1)
        if position <= self._done:
            return False
        signal.setitimer(signal.ITIMER_PROF, self._task.limits.seconds)
        return True

    def skip_item(self, position: Position, reason: str) -> None:
        """Keep why an item is no report."""
        self._keep(position, "skip", reason)

    def _take_item(self, position: Position, item: Report | ReadError) -> None:
        if position == self._done and self._of_last > (position.item >= 0):
            # An error of the file as a whole, which an earlier child has kept.
            self._of_last -= 1
        elif isinstance(item, ReadError):
            self._keep(position, "fail", [item.path, item.reason])
        elif not item.text.strip():
            self._keep(position, "skip", "empty")
        elif not is_read_language(item):
            self._keep(position, "skip", "language")
        else:
            self._keep_record(position, item)

    def _keep_record(self, position: Position, report: Report) -> None:
        try:
            record = self._known.annotate(report, self._task.shard.settings)
            text = bytes.fromhex(report.sha256)[:16]
            row = self._task.format.encode(record, text in self._texts)
        except AnnotationError as error:
            self._keep(position, "fail", [error.origin, str(error)])
        except MemoryError:
            self._keep(position, "give up", [report.origin, "memory"])
        except OnRecordError:
            raise
        except Exception as error:  # one page, whatever is wrong with it, must not end the shard
            reason = "memory" if "alloc" in str(error) else f"{type(error).__name__}: {error}"
            self._keep(position, "give up" if reason == "memory" else "fail", [report.origin, reason])
        else:
            value = [len(record.statements), len(record.events), count_words(report.text), text]
            self._keep(position, "row", value, row)

    def _keep(self, position: Position, kind: FrameKind, value: Any, row: bytes = b"") -> None:
        frame = Frame(*position, kind, _escape(value), row)
        self._spool.append(frame)
        self._note_done(frame)

    def _note_done(self, frame: Frame) -> None:
        self._of_last = self._of_last + 1 if frame.position == self._done else 1
        self._done = frame.position
        if frame.kind == "row":
            self._texts.add(frame.value[3])


class _WatchedWindow(ReadWindow):
    """A window that notes which item is under way, and passes over those that are done."""

    def __init__(self, reading: _ShardReading, file: int, start: int, stop: int | None) -> None:
        super().__init__(start, stop)
        self._reading = reading
        self._file = file

    def admit(self, offset: int) -> bool:
        return super().admit(offset) and self._reading.begin_item(Position(self._file, self.item))

    def skip(self, reason: str) -> None:
        self._reading.skip_item(Position(self._file, self.item), reason)


class _KnownAnnotations:
    """The annotations of the last texts: the same wire story in many outlets is annotated once."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, dict[str, bytes]] = OrderedDict()
        self._bytes = 0

    def annotate(self, report: Report, settings: AnnotationSettings) -> AnnotatedReport:
        """Annotate a report, or give it the layers of an equal one."""
        key = _hash_what_matters(report, settings)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            layers = {name: unpack_layer(name, raw, report.text) for name, raw in known.items()}
            return AnnotatedReport(plain_report(report), **layers)
        record = settings.annotate(report)
        packed = {name: pack_layer(name, getattr(record, name)) for name in LAYERS if getattr(record, name)}
        self._known[key] = packed
        self._bytes += sum(map(len, packed.values()))
        while len(self._known) > _MOST_KNOWN or self._bytes > _MOST_LAYER_BYTES:
            _, oldest = self._known.popitem(last=False)
            self._bytes -= sum(map(len, oldest.values()))
        return record


def _hash_what_matters(report: Report, settings: AnnotationSettings) -> bytes:
    """Hash all that the annotation of a report depends on."""
    day_first = find_day_first(report.publisher, report.url) if settings.day_first is None else settings.day_first
    quotations = report.quotations if isinstance(report, LaidOutReport) else ()
    parts = [report.sha256, report.published, report.title, day_first, repr(quotations), settings.model]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()


class _HashingStream:
    """A stream that is written through, hashed and counted."""

    def __init__(self) -> None:
        self.stream: BinaryIO
        self.hash = hashlib.sha256()
        self.size = 0
        self.closed = False

    def write(self, content: Any) -> int:
        """Write bytes."""
        view = memoryview(content).cast("B")
        self.hash.update(view)
        self.size += len(view)
        return self.stream.write(view)

    def tell(self) -> int:
        """Give the position, for writers that note it."""
        return self.size

    def flush(self) -> None:
        """Do nothing: the folder flushes the file when it is complete."""

    def close(self) -> None:
        """Do nothing: the folder closes the file."""

    def writable(self) -> bool:
        """Tell that the stream can be written."""
        return True


def _count_frames(frames: Spool, counts: PartCounts) -> Iterator[bytes]:
    """Count what became of the items, and give the rows."""
    texts: set[bytes] = set()
    for frame in frames:
        if frame.kind == "skip":
            counts.skipped[frame.value] += 1
            counts.read += frame.value in ("language", "empty")
        elif frame.kind == "row":
            statements, events, words, text = frame.value
            counts.read += 1
            counts.annotated += 1
            counts.copies += text in texts
            counts.statements += statements
            counts.events += events
            counts.words += words
            texts.add(text)
            yield frame.row
        else:
            counts.add_failure(*frame.value)
            if frame.kind == "give up":
                counts.skipped[f"gave up: {frame.value[1]}"] += 1


def _escape(value: Any) -> Any:
    """Escape lone surrogates, which UTF-8 cannot hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return [_escape(one) for one in value] if isinstance(value, list) else value


def _find_data_size() -> int | None:
    """Give the bytes of memory that the limit counts, or None where the system does not say."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123 - it is no file
            sizes = dict(line.split(":", 1) for line in lines)
        return int(sizes["VmData"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None
