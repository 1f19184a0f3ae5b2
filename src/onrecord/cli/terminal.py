"""What goes to the terminal. Nothing that comes from a report, or from a file's name, may control it."""

from __future__ import annotations

import logging
import os
import sys

import click

from onrecord.errors import OnRecordError
from onrecord.text.display import visible, visible_log_record

FAILED = 1
"""Exit code of a run that could not do everything; it has said what."""


def say(message: str) -> None:
    """Say something to the user on standard error, on one line."""
    click.echo("onrecord: " + visible(message).replace("\n", " "), err=True)


class ErrorCounter:
    """Says errors, each on one line, and counts them.

    Attributes:
        count: How many there were.
    """

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: OnRecordError) -> None:
        """Say an error and count it."""
        self.count += 1
        say(str(error))

    @property
    def exit_code(self) -> int:
        """The exit code of a run with these errors."""
        return FAILED if self.count else 0


def prepare_output(is_data: bool) -> None:
    """Make standard output accept every character.

    Args:
        is_data: Whether programs read the output: it is UTF-8 then. Text for people keeps the terminal's encoding, and
            what that lacks is escaped.
    """
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is None:
        return
    if is_data:
        reconfigure(encoding="utf-8")
    else:
        reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Discard what is still to be written, once the reader of standard output has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


class SayHandler(logging.Handler):
    """Says what the package logs, such as that a file is not UTF-8."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say a log record's message."""
        click.echo("onrecord: " + visible_log_record(record), err=True)
