"""A record for eyes: the report's words, coloured by role on a terminal, and a list of its statements."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from onrecord.model.tags import ROLES, Role
from onrecord.records import AnnotatedReport, RoleSpans, Statement
from onrecord.text.visible import visible

STYLES: dict[Role, str] = {"source": "bold green", "cue": "bold magenta", "content": "cyan"}
NESTED_STYLE = "underline"


class RecordConsole(Console):
    """A console that leaves a closed pipe to the command line's entry."""

    def on_broken_pipe(self) -> None:
        """Pass the error on; the library would end the program with an exit code of its own."""
        raise


def print_record(record: AnnotatedReport, console: Console | None = None) -> None:
    """Print a record.

    Args:
        record: The record.
        console: Where to; standard output unless given. Colours come only on a terminal.
    """
    console = console or RecordConsole(highlight=False, soft_wrap=True)
    console.print(render_record(record), end="\n\n")
    sys.stdout.flush()


def render_record(record: AnnotatedReport) -> Text:
    """Lay a record out: a heading, the text with its roles, then the statements one by one."""
    report = record.report
    facts = [report.origin, report.published or "no date", report.publisher, report.title]
    count = len(record.statements)
    facts.append(f"{count} statement" + ("" if count == 1 else "s"))
    heading = " · ".join(" ".join(fact.split()) for fact in facts if fact)
    page = Text(visible(heading) + "\n\n", style="")
    page.stylize("bold", 0, len(page))
    page.append(_coloured(record))
    numbers = {statement.id: number for number, statement in enumerate(record.statements, 1)}
    for statement in record.statements:
        page.append("\n\n")
        page.append(_block(numbers[statement.id], statement, numbers.get(statement.within or "")))
    return page


def _coloured(record: AnnotatedReport) -> Text:
    text = Text(visible(record.report.text).rstrip())
    for statement in record.statements:
        for role in ROLES:
            for start, end in _role(statement, role).spans:
                text.stylize(NESTED_STYLE if statement.within else STYLES[role], start, end)
    return text


def _block(number: int, statement: Statement, outer: int | None) -> Text:
    inside = f", within {outer}" if outer else ""
    block = Text(f"{number}  {visible(render_speaker(statement))}", style="bold")
    block.append(f"\n   {statement.kind}{inside}, confidence {statement.confidence:.2f}", style="not bold")
    for role in ROLES:
        words = _role(statement, role)
        pieces = " … ".join(visible(" ".join(quote.split())) for quote in words.quote) or "(none)"
        places = " ".join(f"{start}-{end}" for start, end in words.spans)
        block.append(f"\n   {role:<8}", style="not bold dim")
        block.append(pieces, style=f"not bold {STYLES[role]}" if words.quote else "not bold dim")
        block.append(f"  [{places}]" if places else "", style="not bold dim")
    return block


def render_speaker(statement: Statement) -> str:
    """Say who speaks: the name, with the words of the source where they differ, or why there is none."""
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
