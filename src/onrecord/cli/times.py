"""``onrecord times``: how one line is read: its time expressions, what they mean and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from onrecord.cli.render import render_value
from onrecord.cli.terminal import FAILED, prepare_output
from onrecord.errors import ConfigurationError, ReadError
from onrecord.extract.times import find_times
from onrecord.read.options import parse_iso_date
from onrecord.record import TimeExpression
from onrecord.text.display import visible


@click.command("times")
@click.argument("words", nargs=-1, metavar="[LINE]")
@click.option("--date", metavar="YYYY-MM-DD", help="The day that relative expressions count from.")
@click.option("--day-first/--month-first", default=None, help="How to read 03/04/2016; month first unless given.")
def times_command(words: tuple[str, ...], date: str | None, day_first: bool | None) -> int:
    """Explain how the time expressions of a line are read.

    LINE is a sentence or a phrase, such as "He said so on Friday"; without it, lines are read from standard input. For
    each expression its value, its type, what was read and what it counts from are printed.

    The exit code is 1 if no expression was found.
    """
    if date is not None and parse_iso_date(date) is None:
        raise ConfigurationError(f"date {date!r} is not a date; give it as YYYY-MM-DD, such as 2024-09-22")
    prepare_output(is_data=False)
    lines: Iterable[str] = [" ".join(words)] if words else _read_lines()
    found = False
    for line in lines:
        times = find_times(line, date, day_first=day_first)
        found = found or bool(times)
        for time in times:
            click.echo(explain(time, times, date))
    return 0 if found else FAILED


def explain(time: TimeExpression, times: Iterable[TimeExpression], date: str | None) -> str:
    """Say in one line how an expression is read.

    Args:
        time: The expression.
        times: All expressions of its text; one of them may be its anchor.
        date: The day that relative expressions count from, or None.
    """
    quotes = {other.id: other.quote for other in times}
    anchor = date if time.anchor == "published" else quotes.get(time.anchor or "")
    parts = [render_value(time), time.rule, f"anchored to {anchor}" if anchor else ""]
    return visible(f"{' '.join(time.quote.split())} → {', '.join(part for part in parts if part)}").replace("\n", " ")


def _read_lines() -> Iterable[str]:
    if sys.stdin is None:
        raise ReadError("-", "standard input is closed; give the line as an argument")
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    return (line for line in sys.stdin if line.strip())
