"""What goes to the terminal: nothing that comes from a report, or from a file's name, may steer it."""

from __future__ import annotations

import logging
import os
import sys

import click

from onrecord.text.display import visible

FAILED = 1
"""Exit code of a run that left something undone; what, it has said."""


def say(message: str) -> None:
    """Say something to the user on standard error, on one line."""
    click.echo("onrecord: " + visible(message).replace("\n", " "), err=True)


def prepare_output(is_data: bool) -> None:
    """Make standard output take every character: data as UTF-8, text for eyes in whatever the terminal has."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is None:
        return
    if is_data:
        reconfigure(encoding="utf-8")
    else:
        reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Let what is still to be written go nowhere, once the reader of standard output has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


class SayHandler(logging.Handler):
    """Passes on what the package logs, such as that a file is not UTF-8."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say a record's message."""
        say(record.getMessage())
