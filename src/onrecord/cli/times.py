"""``onrecord times``: explains the time expressions of a line."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from onrecord.cli.options import examples
from onrecord.cli.render import render_value
from onrecord.cli.terminal import FAILED, prepare_output
from onrecord.errors import ConfigurationError, ReadError
from onrecord.extract.times import find_times
from onrecord.read.options import parse_iso_date
from onrecord.record import TimeExpression
from onrecord.text.display import visible


@click.command(
    "times",
    epilog=examples('onrecord times "He said so on Friday" --date 2024-09-22', "onrecord times 03/04/2016 --day-first"),
)
@click.argument("words", nargs=-1, metavar="[LINE]")
@click.option("--date", metavar="YYYY-MM-DD", help="The date that relative expressions count from.")
@click.option("--day-first/--month-first", default=None, help="How to read 03/04/2016; month first by default.")
def times_command(words: tuple[str, ...], date: str | None, day_first: bool | None) -> int:
    """Explain how onrecord reads the time expressions of a line.

    LINE is a sentence or a phrase, such as "He said so on Friday". Without it, lines come from standard input. For each
    expression onrecord prints its value, its type, the rule that gave it, and what it counts from.

    The exit code is 1 if there is no time expression.
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
    """Explain in one line how an expression is read.

    Args:
        time: The expression.
        times: All expressions of its text; one of them may be its anchor.
        date: The date that relative expressions count from, or None.
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
