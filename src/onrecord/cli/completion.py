"""``onrecord completion``: completes commands and options in a shell."""

from __future__ import annotations

import sys

import click
from click.shell_completion import get_completion_class, shell_complete

from onrecord.cli.options import examples
from onrecord.settings import COMPLETION


@click.command(
    "completion",
    epilog=examples("onrecord completion bash >> ~/.bashrc", "onrecord completion zsh >> ~/.zshrc"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print a script that completes commands in a shell.

    Add the output to the file that your shell reads when it starts, and open a new shell.
    """
    found = get_completion_class(shell)
    assert found is not None
    sys.stdout.write(found(click.get_current_context().find_root().command, {}, "onrecord", COMPLETION).source() + "\n")


def complete(commands: click.Command, instruction: str) -> int:
    """Answer a shell that asks for completions.

    Args:
        commands: The command line.
        instruction: Value of :data:`~onrecord.settings.COMPLETION`, such as ``bash_complete``.

    Returns:
        The exit code.
    """
    return shell_complete(commands, {}, "onrecord", COMPLETION, instruction)
