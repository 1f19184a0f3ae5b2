"""A record as text for people: the report, coloured by role on a terminal, and a list of its statements."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from onrecord.model.heads.tags import ROLES, Role
from onrecord.record import AnnotatedReport, RoleSpans, Statement, TimeExpression
from onrecord.text.display import visible
from onrecord.text.timex_words import drop_unknown_hour

STYLES: dict[Role, str] = {"source": "bold green", "cue": "bold magenta", "content": "cyan"}
NESTED_STYLE = "underline"
TIME_STYLE = "yellow"
GLOSS = "only referred to"
"""What people read about a gloss."""


class RecordConsole(Console):
    """A console that lets the command line's entry point handle a closed pipe."""

    def on_broken_pipe(self) -> None:
        """Raise the error again; the library would end the program with its own exit code."""
        raise


def print_record(record: AnnotatedReport, console: Console | None = None, with_times: bool = False) -> None:
    """Print a record.

    Args:
        record: The record.
        console: Where to print; standard output by default. Only a terminal gets colours.
        with_times: Whether to show the values of time expressions.
    """
    console = console or RecordConsole(highlight=False, soft_wrap=True)
    console.print(render_record(record, with_times), end="\n\n")
    sys.stdout.flush()


def render_record(record: AnnotatedReport, with_times: bool = False) -> Text:
    """Lay a record out: a heading, the text with its roles, then the statements one by one.

    Args:
        record: The record.
        with_times: Whether to add the value of each time expression to the text, the date of each statement where it
            is known, and a list of the expressions at the end.
    """
    report = record.report
    facts = [report.origin, report.published or "no date", report.publisher, report.title]
    count = len(record.statements)
    facts.append(f"{count} statement" + ("" if count == 1 else "s"))
    heading = " · ".join(" ".join(fact.split()) for fact in facts if fact)
    page = Text(visible(heading) + "\n\n", style="")
    page.stylize("bold", 0, len(page))
    page.append(_add_time_values(_highlight_roles(record), record.times) if with_times else _highlight_roles(record))
    quotes = {time.id: time.quote for time in record.times}
    numbers = {statement.id: number for number, statement in enumerate(record.statements, 1)}
    for statement in record.statements:
        page.append("\n\n")
        page.append(_render_statement(numbers[statement.id], statement, numbers.get(statement.within or "")))
        if with_times:
            page.append(_render_dating(statement, quotes))
    if with_times and record.times:
        page.append("\n\n")
        page.append(_render_times(record.times))
    return page


def _render_dating(statement: Statement, quotes: Mapping[str, str]) -> Text:
    """Show when, where and to whom a statement was made, and the words that date it."""
    lines = Text()
    if statement.said is not None:
        quote = quotes.get(statement.said.origin)
        reason = "the report's date" if quote is None else f"“{visible(' '.join(quote.split()))}”"
        lines.append(f"\n   {'said':<8}", style="not bold dim")
        lines.append(f"{drop_unknown_hour(statement.said.value)} ({reason})", style=f"not bold {TIME_STYLE}")
    for name, words in (("venue", statement.venue), ("to", statement.addressee)):
        if words is not None:
            shown = " … ".join(visible(" ".join(quote.split())) for quote in words.quote)
            lines.append(f"\n   {name:<8}", style="not bold dim")
            lines.append(shown, style="not bold")
    return lines


def _add_time_values(text: Text, times: Sequence[TimeExpression]) -> Text:
    """Add the value of each time expression after it, in brackets."""
    ends = [time.span.end for time in times if time.span.end <= len(text)]
    page = Text()
    # One division: slicing for each expression would go through all styles of the text each time.
    for piece, time in zip_longest(text.divide(ends), times[: len(ends)]):
        page.append_text(piece)
        if time is not None:
            page.append(f" [{drop_unknown_hour(time.value)}]", style=TIME_STYLE)
    return page


def _render_times(times: Sequence[TimeExpression]) -> Text:
    """List the time expressions: the words, their values, and the rules that gave them."""
    page = Text()
    for time in times:
        words = visible(" ".join(time.quote.split()))
        page.append(("\n" if page else "") + words, style="bold")
        page.append(f"  {render_value(time)}", style=TIME_STYLE)
        page.append(f"  {time.rule}  [{time.span.start}-{time.span.end}]", style="dim")
    return page


def render_value(time: TimeExpression) -> str:
    """Return the value and type of a time expression, and its days where the value is not a day."""
    if time.start is None or time.value == time.start:
        return f"{time.value} ({time.type})"
    return f"{drop_unknown_hour(time.value)} ({time.type}, from {time.start} to before {time.end})"


def _highlight_roles(record: AnnotatedReport) -> Text:
    text = Text(visible(record.report.text).rstrip())
    for statement in record.statements:
        for role in ROLES:
            for start, end in _role(statement, role).spans:
                text.stylize(NESTED_STYLE if statement.within else STYLES[role], start, end)
    return text


def _render_statement(number: int, statement: Statement, outer: int | None) -> Text:
    inside = f", within {outer}" if outer else ""
    block = Text(f"{number}  {visible(render_speaker(statement))}", style="bold")
    gloss = f", {GLOSS}" if statement.gloss else ""
    block.append(f"\n   {statement.kind}{gloss}{inside}, confidence {statement.confidence:.2f}", style="not bold")
    for role in ROLES:
        words = _role(statement, role)
        pieces = " … ".join(visible(" ".join(quote.split())) for quote in words.quote) or "(none)"
        places = " ".join(f"{start}-{end}" for start, end in words.spans)
        block.append(f"\n   {role:<8}", style="not bold dim")
        block.append(pieces, style=f"not bold {STYLES[role]}" if words.quote else "not bold dim")
        block.append(f"  [{places}]" if places else "", style="not bold dim")
    return block


def render_speaker(statement: Statement) -> str:
    """Return the speaker: the name, with the source's words where they differ, or why there is no name."""
    words = " ".join(" … ".join(statement.source.quote).split())
    speaker = statement.speaker
    if not words:
        return "(no source)"
    if speaker is None:
        return words
    if speaker.status == "unnamed":
        return f"{words} (not named)"
    if speaker.status == "unresolved":
        return f"{words} (unresolved: {' or '.join(speaker.candidates[:3])}?)"
    return f"{speaker.name} ({words})" if words != speaker.name else words


def _role(statement: Statement, role: Role) -> RoleSpans:
    words: RoleSpans = getattr(statement, role)
    return words
