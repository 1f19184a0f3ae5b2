"""The help of every command."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from onrecord.cli import commands
from tests.cli.running import run_command

CONTEXT = click.Context(commands)
NAMES = commands.list_commands(CONTEXT)


def test_the_commands_are_listed_each_with_a_summary() -> None:
    shown = run_command("--help").stdout
    for name in NAMES:
        (summary,) = re.findall(rf"^  {name} +(\S.*)$", shown, re.MULTILINE)
        assert summary.endswith(".") and "..." not in summary, name


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_examples_whose_options_exist(name: str) -> None:
    shown = run_command(name, "--help").stdout
    examples = re.findall(r"^    (.*onrecord .*)$", shown.partition("Examples:")[2], re.MULTILINE)
    assert examples
    for example in examples:
        # Of a pipe of commands, each has its own options.
        for command in example.split(" | "):
            words = shlex.split(command.partition(" > ")[0])
            if words[0] != "onrecord":
                continue
            found = commands.get_command(CONTEXT, words[1])
            if isinstance(found, click.Group):
                found = found.get_command(click.Context(found), words[2])
            assert found is not None, example
            options = {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}
            assert {word for word in words if word.startswith("--")} <= options, example
