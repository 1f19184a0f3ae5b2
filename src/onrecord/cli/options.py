"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from onrecord.read import FORMAT_NAMES

Command = TypeVar("Command", bound=Callable[..., Any])


def examples(*commands: str) -> str:
    """Return the epilog of a command's help: examples, one on a line."""
    # click leaves the lines of a paragraph that starts with a backspace as they are.
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


_READING = (
    click.option(
        "--format",
        type=click.Choice(FORMAT_NAMES),
        help="Read every file in this format, whatever its name and content suggest.",
    ),
    click.option("--date", metavar="YYYY-MM-DD", help="Publication date, whatever the reports say."),
    click.option(
        "--day-first/--month-first",
        default=None,
        help="How to read 03/04/2016; by default as the publisher writes dates.",
    ),
    click.option("--publisher", metavar="NAME", help="Publisher of reports that do not name one."),
    click.option("--text-field", metavar="NAME", help="Column of the text in tables."),
    click.option("--date-field", metavar="NAME", help="Column of the publication date."),
    click.option("--title-field", metavar="NAME", help="Column of the title."),
    click.option("--publisher-field", metavar="NAME", help="Column of the publisher."),
    click.option("--url-field", metavar="NAME", help="Column of the address."),
)


def reading_options(command: Command) -> Command:
    """Add the options for what files do not say: dates, publishers, column names."""
    for option in reversed(_READING):
        command = option(command)
    return command


def feed_options(command: Command) -> Command:
    """Add the options that name feeds and allow private addresses."""
    command = click.option(
        "--allow-private", is_flag=True, help="Fetch from addresses outside the public internet too."
    )(command)
    return click.option(
        "--feed", "feeds", multiple=True, metavar="URL", help="Read the pages that a feed lists. Repeatable."
    )(command)


def model_option(command: Command) -> Command:
    """Add the option that chooses the model."""
    return click.option(
        "--model",
        metavar="NAME",
        help="Model to annotate with: an installed one, or a folder of weights, such as ./weights. "
        "By default ONRECORD_MODEL, or the best one that is installed.",
    )(command)


def workers_option(command: Command) -> Command:
    """Add the option for the number of processes that annotate."""
    return click.option(
        "--workers",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        metavar="NUMBER",
        help="Number of processes to use.",
    )(command)


def store_option(command: Command) -> Command:
    """Add the option that names the store."""
    return click.option(
        "--store",
        "location",
        default="onrecord.db",
        show_default=True,
        metavar="STORE",
        help="The store: a file, or postgresql+psycopg://user@host/database.",
    )(command)
