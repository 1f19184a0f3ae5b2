"""The command line. Commands are thin: they read options, call the package and show what it gives."""

from __future__ import annotations

import logging
import sys

import click

import onrecord
from onrecord.cli.read import read_command
from onrecord.errors import OnRecordError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(onrecord.__version__, prog_name="onrecord")
def commands() -> None:
    """Read dated news reports and keep the record: who said what, tied to the exact words."""


commands.add_command(read_command)


def main() -> None:
    """Run the command line; every expected error becomes one line and an exit code."""
    logging.basicConfig(format="onrecord: %(message)s", level=logging.WARNING)
    try:
        code = commands.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except OnRecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        code = 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("onrecord: stopped", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`; there is nobody left to tell.
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
