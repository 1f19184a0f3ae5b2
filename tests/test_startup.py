"""The process of the command, from its first moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import heed_interrupt

COMMAND = [sys.executable, "-X", "importtime", "-m", "onrecord"]
REPORT = "date 2031-03-09\n“The boats will sail,” said Ilse Brandvold, the harbour master.\n"
LOADED = ("onrecord.startup", "numpy", "onrecord.annotate", "click", "onrecord.cli.read")
"""Modules in the order in which the command loads them."""


@pytest.mark.parametrize("module", LOADED)
def test_ctrl_c_while_the_command_loads_is_no_traceback(module: str) -> None:
    command = subprocess.Popen(
        [*COMMAND, "read", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupt,
    )
    assert command.stderr is not None
    for line in command.stderr:
        if line.rpartition("|")[2].strip() == module:
            break
    command.send_signal(signal.SIGINT)
    told = command.communicate(timeout=60)[1]
    assert command.returncode == 130, told
    assert "Traceback" not in told and "KeyboardInterrupt" not in told
    assert told.splitlines()[-1] == "onrecord: stopped"


def test_other_programs_keep_their_answer_to_ctrl_c() -> None:
    program = "import onrecord, signal; assert signal.getsignal(signal.SIGINT) is signal.default_int_handler"
    subprocess.run([sys.executable, "-c", program], check=True, preexec_fn=heed_interrupt)


def test_a_command_in_the_background_still_ignores_ctrl_c() -> None:
    done = subprocess.run(
        [*COMMAND[:1], "-m", "onrecord", "models", "--names"],
        capture_output=True,
        check=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    assert done.stdout.split()


def run_with_closed(descriptors: tuple[int, ...], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose standard streams of these numbers are closed."""

    def close() -> None:
        for descriptor in descriptors:
            os.close(descriptor)

    return subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments], capture_output=True, text=True, preexec_fn=close
    )


@pytest.mark.parametrize("arguments", [("read", "{}"), ("times", "on Friday"), ("--help",), ("models",)])
def test_closed_standard_output_is_one_clear_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    report = tmp_path / "sail.txt"
    report.write_text(REPORT, encoding="utf-8")
    done = run_with_closed((1,), *(argument.format(report) for argument in arguments))
    assert (done.returncode, done.stderr) == (1, "onrecord: cannot write the output (Bad file descriptor)\n")


def test_what_prints_nothing_works_without_standard_streams_and_writes_into_no_file(tmp_path: Path) -> None:
    report, store = tmp_path / "sail.txt", tmp_path / "onrecord.db"
    report.write_text(REPORT, encoding="utf-8")
    done = run_with_closed((0, 1, 2), "add", str(report), "--store", str(store))
    assert done.returncode == 0
    checked = run_with_closed((), "verify", str(store))
    assert checked.returncode == 0, checked.stderr
    assert "1 reports" in checked.stderr
