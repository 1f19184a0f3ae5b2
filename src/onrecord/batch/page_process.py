"""Runs shards in a child process, and gives up the pages that end it.

The child keeps what it has done of a shard in a file that outlives it, so a page that hangs, crashes or takes too much
memory costs that page and the start of a new child.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any, Self

from onrecord.batch.page_worker import IDLE, ON_ITEM, STATE, Job, receive, send
from onrecord.batch.spool import Position
from onrecord.batch.tasks import ShardError, ShardTask
from onrecord.errors import OnRecordError

_LOOK_EVERY = 2.0
_STALLS = 20
"""How many times the limit of computation a page may last by the clock, for one that waits for something."""
_SHORTEST_STALL = 300.0
_MORE_DEATHS = 2
"""Deaths at an item that was given up: the reader of its format dies before it can pass over the item."""
_CODE = "import sys; sys.path[:] = {path!r}; from onrecord.batch.page_worker import main; main({spool}, {state})"


class PageProcess:
    """A child process that does shards, one after the other; a new one takes over where one dies.

    Use it in a thread or an actor of its own. The child ends when this process does, however that ends.

    Example:
        >>> with PageProcess() as process:
        ...     row = process.run(task)
    """

    def __init__(self) -> None:
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._state_file = tempfile.TemporaryFile()  # noqa: SIM115
        self._state_file.truncate(STATE.size)
        self._state = mmap.mmap(self._state_file.fileno(), STATE.size)
        self._child: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def kill(self) -> None:
        """End the child from another thread; a shard that is under way is an error."""
        self._is_closed = True
        if (child := self._child) is not None:
            child.kill()

    def close(self) -> None:
        """End the child, and free what belongs to it. Call it when no shard is under way."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)
        self._state.close()
        self._state_file.close()
        self._spool.close()

    def run(self, task: ShardTask) -> dict[str, Any]:
        """Write the part of a shard, and give its row of the manifest.

        Args:
            task: The shard.

        Raises:
            ShardError: The child died again and again outside any page.
            OnRecordError: Something is wrong that no other try would mend, such as missing weights.
        """
        # A child that dies before it begins must not leave the next one what was done of another shard.
        os.ftruncate(self._spool.fileno(), 0)
        job = Job(task, is_new=True)
        deaths: dict[Position | None, int] = {}
        while True:
            answer = self._ask(job)
            if isinstance(answer, OnRecordError):
                raise answer
            if isinstance(answer, dict):
                return answer
            if self._is_closed:
                raise ShardError(task.place, "the run was stopped; run again to continue")
            position, reason = self._find_item(), answer
            deaths[position] = deaths.get(position, 0) + 1
            given_up = None
            if position is not None and deaths[position] > _tries(reason, task.limits.retries) + _MORE_DEATHS:
                raise ShardError(task.place, f"its worker died again and again at item {position.item} ({reason})")
            if position is None and deaths[None] > task.limits.retries:
                raise ShardError(
                    task.place, f"its worker died {deaths[None]} times ({reason}); run again to try it again"
                )
            if position is not None and deaths[position] > _tries(reason, task.limits.retries):
                given_up = (position, reason)
            job = Job(task, is_new=False, given_up=given_up)

    def _find_item(self) -> Position | None:
        """Give the item that was under way when the child died, or None where there was none."""
        phase, file, item, _ = STATE.unpack(self._state[:])
        return Position(file, item) if phase == ON_ITEM else None

    def _ask(self, job: Job) -> dict[str, Any] | OnRecordError | str:
        """Give the child a job, and give its answer, or why it died."""
        child = self._child or self._start()
        assert child.stdin is not None and child.stdout is not None
        try:
            send(child.stdin, job)
            if self._await_answer(child, job.task.limits.seconds):
                answer: dict[str, Any] | OnRecordError = receive(child.stdout)
                return answer
            reason = "time"
        except (EOFError, BrokenPipeError):
            reason = ""
        self._child = None
        return reason or _explain_end(_end(child))

    def _await_answer(self, child: subprocess.Popen[bytes], seconds: float) -> bool:
        """Wait for an answer or the end of the child; tell whether it came before the child stalled."""
        assert child.stdout is not None
        longest = max(_SHORTEST_STALL, _STALLS * seconds)
        before, since = self._state[:], time.monotonic()
        while not select.select([child.stdout], [], [], _LOOK_EVERY)[0]:
            now = self._state[:]
            if now != before:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > longest:
                return False
        return True

    def _start(self) -> subprocess.Popen[bytes]:
        spool, state = self._spool.fileno(), self._state_file.fileno()
        self._state[:] = STATE.pack(IDLE, 0, 0, 0)
        code = _CODE.format(path=sys.path, spool=spool, state=state)
        self._child = subprocess.Popen(  # noqa: S603 - this interpreter with code made here
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(spool, state),
            # Ctrl-C is for this process, which ends the child.
            start_new_session=True,
        )
        return self._child


def _end(child: subprocess.Popen[bytes]) -> int:
    """End a child, and give its exit code."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    code = child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(BrokenPipeError):
                stream.close()
    return code


def _explain_end(code: int) -> str:
    """Say why a child died."""
    return {-signal.SIGPROF: "time", -signal.SIGKILL: "killed"}.get(code, "crash")


def _tries(reason: str, retries: int) -> int:
    """Give how often a page may end a child before it is given up.

    A page that took too long would again. No page kills by SIGKILL: that is the system or a person, and the page may be
    innocent.
    """
    return {"time": 0, "killed": retries}.get(reason, 1)
