"""Processes beside the first one: replaced when they end, and stopped."""

from __future__ import annotations

import multiprocessing
import queue
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from onrecord.web import worker_processes
from onrecord.web.worker_processes import WorkerProcesses

_SPAWNING = multiprocessing.get_context("spawn")
_PATIENCE = 60


class Starter:
    """Starts processes that do nothing, and tells which."""

    def __init__(self, target: object = time.sleep, *arguments: object) -> None:
        self.started: queue.Queue[BaseProcess] = queue.Queue()
        self._target = target
        self._arguments = arguments or (1000,)

    def __call__(self) -> BaseProcess:
        process = _SPAWNING.Process(target=self._target, args=self._arguments, daemon=True)  # type: ignore[arg-type]
        process.start()
        self.started.put(process)
        return process

    def next(self) -> BaseProcess:
        return self.started.get(timeout=_PATIENCE)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_processes, "_FIRST_PAUSE", 0.01)


def test_a_killed_process_is_replaced_and_leaves_no_zombie(caplog: pytest.LogCaptureFixture) -> None:
    start = Starter()
    with WorkerProcesses(start, 2):
        first, second = start.next(), start.next()
        first.kill()
        third = start.next()
        assert first.exitcode == -signal.SIGKILL
        assert not Path(f"/proc/{first.pid}").exists()
        assert second.is_alive() and third.is_alive()
    assert [second.exitcode, third.exitcode] == [-signal.SIGTERM] * 2
    assert "killed by signal 9" in caplog.text


def test_the_processes_leave_ctrl_c_to_the_first() -> None:
    start = Starter()
    with WorkerProcesses(start, 1):
        status = Path(f"/proc/{start.next().pid}/status")
        if not status.exists():
            pytest.skip("looks at processes in /proc")
        blocked = next(line for line in status.read_text().splitlines() if line.startswith("SigBlk"))
        assert int(blocked.split()[1], 16) & 1 << (signal.SIGINT - 1)


def test_a_process_that_keeps_ending_is_started_less_and_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    start = Starter(int, 0)
    workers = WorkerProcesses(start, 1)
    pauses: list[float] = []
    waited = workers._closing.wait

    def note_pause(pause: float) -> bool:
        pauses.append(pause)
        return waited(0) or len(pauses) > 4

    monkeypatch.setattr(workers._closing, "wait", note_pause)
    with workers:
        for _ in range(5):
            start.next()
    assert pauses[:4] == [0.02, 0.04, 0.08, 0.16]


def test_a_process_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_processes, "_STOP_SECONDS", 0.0)
    monkeypatch.setattr(multiprocessing.process.BaseProcess, "terminate", lambda process: None)
    start = Starter()
    with WorkerProcesses(start, 1):
        process = start.next()
    assert process.exitcode == -signal.SIGKILL
