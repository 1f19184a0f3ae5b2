"""The process of the command ``onrecord`` from its first moment: Ctrl-C without a traceback, open standard streams.

The package imports this module first, because loading the other modules takes most of a second, and a traceback would
tell a user nothing. In other programs the import changes nothing.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_EXIT_CODE = 130
_STDOUT, _STDERR = 1, 2
_INTERRUPTS: list[int] = []


def end_on_interrupt() -> None:
    """Let Ctrl-C end the process at once, while nothing has to be cleaned up.

    Ctrl-C stays ignored where it is, as a shell asks of what runs in the background.
    """
    if signal.getsignal(signal.SIGINT) in (signal.default_int_handler, _raise_interrupt):
        signal.signal(signal.SIGINT, _end_process)


def raise_on_interrupt() -> None:
    """Let Ctrl-C raise KeyboardInterrupt again, because something may have to be cleaned up from now on."""
    if signal.getsignal(signal.SIGINT) is _end_process:
        signal.signal(signal.SIGINT, _raise_interrupt)


def was_interrupted() -> bool:
    """Tell whether Ctrl-C was pressed: some libraries turn KeyboardInterrupt into an error of their own."""
    return bool(_INTERRUPTS)


@contextmanager
def block_interrupt() -> Iterator[None]:
    """Block Ctrl-C while other processes may be started.

    They inherit the blocked signal and so leave it to this process to stop them. This process gets the signal when the
    block ends.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def open_closed_streams() -> None:
    """Open the standard streams that the process was started without.

    The next file that is opened would get the number of standard output or standard error, and whatever is printed
    would end up in it. Writing to a closed standard output fails, as it does in other commands. Messages to a closed
    standard error are lost.
    """
    while (descriptor := os.open(os.devnull, os.O_RDONLY)) <= _STDERR:
        if descriptor == _STDOUT:
            sys.stdout = os.fdopen(descriptor, "w", encoding="utf-8", closefd=False)
        elif descriptor == _STDERR:
            os.close(descriptor)
            sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8", closefd=False)
    os.close(descriptor)


def _end_process(_number: int, _frame: FrameType | None) -> None:
    os.write(_STDERR, b"onrecord: stopped\n")
    os._exit(_EXIT_CODE)


def _raise_interrupt(number: int, _frame: FrameType | None) -> None:
    _INTERRUPTS.append(number)
    raise KeyboardInterrupt


def _is_command() -> bool:
    """Tell whether this process is the command, started by its script or as ``python -m onrecord``."""
    name = os.path.basename(next(iter(getattr(sys, "argv", ())), ""))  # noqa: PTH119 - pathlib takes long to load
    return name in ("onrecord", "onrecord.exe") or (name == "-m" and "onrecord" in sys.orig_argv)


if _is_command():
    end_on_interrupt()
