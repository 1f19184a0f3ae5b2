"""The command line. Commands read options, call the package and show its results."""

from __future__ import annotations

import importlib
import logging
import signal
import sys

import click

import onrecord
from onrecord import startup
from onrecord.cli.models import models_command
from onrecord.cli.people import people_command
from onrecord.cli.read import read_command
from onrecord.cli.terminal import FAILED, SayHandler, drop_output, say
from onrecord.cli.times import times_command
from onrecord.errors import ConfigurationError, OnRecordError
from onrecord.settings import read_completion

MISTAKEN, INTERRUPTED, TERMINATED = 2, 130, 143


_LAZY = {
    "add": ("onrecord.cli.add", "add_command"),
    "batch": ("onrecord.cli.batch", "batch_command"),
    "backup": ("onrecord.cli.maintenance", "backup_command"),
    "completion": ("onrecord.cli.completion", "completion_command"),
    "correct": ("onrecord.cli.correct", "correct_command"),
    "events": ("onrecord.cli.events", "events_command"),
    "doctor": ("onrecord.cli.doctor", "doctor_command"),
    "export": ("onrecord.cli.export", "export_command"),
    "prune": ("onrecord.cli.maintenance", "prune_command"),
    "duplicates": ("onrecord.cli.duplicates", "duplicates_command"),
    "reindex": ("onrecord.cli.maintenance", "reindex_command"),
    "serve": ("onrecord.cli.serve", "serve_command"),
    "talks": ("onrecord.cli.talks", "talks_command"),
    "search": ("onrecord.cli.search", "search_command"),
    "verify": ("onrecord.cli.verify", "verify_command"),
}
"""Commands that are loaded at first use: those of a store, since the database's packages take long to load."""


class _Commands(click.Group):
    """The commands, some of them loaded at first use."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), *_LAZY])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _LAZY:
            return super().get_command(context, name)
        module, command = _LAZY[name]
        found: click.Command = getattr(importlib.import_module(module), command)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(onrecord.__version__, prog_name="onrecord")
def commands() -> None:
    """Read dated news reports and record who said what, when, tied to the exact words.

    Each command has a --help of its own.
    """
    # The module of the command is loaded by now.
    startup.raise_on_interrupt()


commands.add_command(read_command)
commands.add_command(people_command)
commands.add_command(models_command)
commands.add_command(times_command)


def main() -> None:
    """Run the command line of this process, and exit."""
    startup.open_closed_streams()
    # As an exception it reaches the code that cleans up, such as that of the pool of workers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        code = _complete(asked) if (asked := read_completion()) else run(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    startup.end_on_interrupt()
    sys.exit(code)


def _complete(instruction: str) -> int:
    from onrecord.cli.completion import complete

    return complete(commands, instruction)


def run(arguments: list[str]) -> int:
    """Run a command line; every expected error becomes one line on standard error and an exit code.

    Args:
        arguments: The command and its arguments, such as ``["read", "report.txt"]``.

    Returns:
        The exit code: 0 where all went well, 1 where something failed, 2 for a mistake in the command.
    """
    logger, handler = logging.getLogger("onrecord"), SayHandler()
    logger.addHandler(handler)
    try:
        return _run(arguments)
    finally:
        logger.removeHandler(handler)


def _run(arguments: list[str]) -> int:
    try:
        with commands.make_context("onrecord", arguments) as context:
            code = commands.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return int(stop.exit_code)
    except click.ClickException as error:
        error.show()
        return int(error.exit_code)
    except OnRecordError as error:
        say(str(error))
        return MISTAKEN if isinstance(error, ConfigurationError) else FAILED
    except (click.Abort, KeyboardInterrupt):
        say("stopped")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`, so there is no one to tell.
        drop_output()
        return 0
    except OSError as error:
        say(f"cannot write the output ({error.strerror or error})")
        drop_output()
        return FAILED
    except Exception:
        if not startup.was_interrupted():
            raise
        say("stopped")
        return INTERRUPTED
    return code if isinstance(code, int) else 0
