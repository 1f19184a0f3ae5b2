"""The command line run within the process of the tests, which is much faster than a process for each command."""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from onrecord.cli import run


class Done(NamedTuple):
    """A command that has ended."""

    stdout: str
    stderr: str


def run_command(*arguments: str, cwd: Path | None = None, code: int = 0, stdin: str | bytes = "") -> Done:
    """Run ``onrecord`` with these arguments, and check its exit code."""
    with CliRunner().isolation(input=stdin) as (stdout, stderr, _), chdir(cwd or os.curdir):
        returned = run(list(arguments))
        sys.stdout.flush()
    done = Done(stdout.getvalue().decode(), stderr.getvalue().decode())
    assert returned == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def heed_interrupt() -> None:
    """Give a new process (as its ``preexec_fn``) SIGINT as a terminal would.

    What a shell starts in the background ignores it, and so does whatever that starts.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for_end(pid: int, seconds: float) -> bool:
    """Wait for any process to end, and tell whether it did in time."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], seconds)[0])
    finally:
        os.close(watched)
