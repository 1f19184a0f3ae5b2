"""Options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from onrecord.read import FORMAT_NAMES

Command = TypeVar("Command", bound=Callable[..., Any])

_READING = (
    click.option(
        "--format",
        type=click.Choice(FORMAT_NAMES),
        help="Read every file as this, whatever its name and content look like.",
    ),
    click.option("--date", metavar="YYYY-MM-DD", help="Publication date, whatever the reports say."),
    click.option("--day-first/--month-first", default=None, help="How to read 03/04/2016; by publisher unless given."),
    click.option("--publisher", metavar="NAME", help="Publisher of reports that do not say it."),
    click.option("--text-field", metavar="NAME", help="Column of the text in JSON Lines and Parquet."),
    click.option("--date-field", metavar="NAME", help="Column of the publication date."),
    click.option("--title-field", metavar="NAME", help="Column of the title."),
    click.option("--publisher-field", metavar="NAME", help="Column of the publisher."),
    click.option("--url-field", metavar="NAME", help="Column of the address."),
)


def reading_options(command: Command) -> Command:
    """Give a command the options that say what the files do not: dates, publishers, names of columns."""
    for option in reversed(_READING):
        command = option(command)
    return command


def feed_options(command: Command) -> Command:
    """Give a command the options that name feeds and say where their pages may be fetched from."""
    command = click.option(
        "--allow-private", is_flag=True, help="Fetch from addresses outside the public internet too."
    )(command)
    return click.option(
        "--feed", "feeds", multiple=True, metavar="URL", help="Read the pages that a feed lists; may be repeated."
    )(command)


def store_option(command: Command) -> Command:
    """Give a command the option that names the store."""
    return click.option(
        "--store",
        "place",
        default="onrecord.db",
        show_default=True,
        metavar="STORE",
        help="The store: a file, or postgresql+psycopg://user@host/database.",
    )(command)
