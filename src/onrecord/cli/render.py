"""A record for eyes: the report's words, coloured by role on a terminal, and a list of its statements."""

from __future__ import annotations

import unicodedata

from rich.console import Console
from rich.text import Text

from onrecord.model.tags import ROLES, Role
from onrecord.records import AnnotatedReport, RoleSpans, Statement

STYLES: dict[Role, str] = {"source": "bold green", "cue": "bold magenta", "content": "cyan"}
NESTED_STYLE = "underline"


def print_record(record: AnnotatedReport, console: Console | None = None) -> None:
    """Print a record.

    Args:
        record: The record.
        console: Where to; standard output unless given. Colours come only on a terminal.
    """
    console = console or Console(highlight=False, soft_wrap=True)
    console.print(render_record(record), end="\n\n")


def render_record(record: AnnotatedReport) -> Text:
    """Lay a record out: a heading, the text with its roles, then the statements one by one."""
    report = record.report
    facts = [report.origin, report.published or "no date", report.publisher, report.title]
    count = len(record.statements)
    facts.append(f"{count} statement" + ("" if count == 1 else "s"))
    page = Text(visible(" · ".join(fact for fact in facts if fact)) + "\n\n", style="")
    page.stylize("bold", 0, len(page))
    page.append(_coloured(record))
    for number, statement in enumerate(record.statements, 1):
        page.append("\n\n")
        page.append(_block(number, statement, _number_of(record, statement.within)))
    return page


def visible(words: str) -> str:
    """Show control characters as what they are, so that no report can steer a terminal.

    Every character is replaced by one, so that spans still fit.
    """
    return "".join(_visible_character(character) for character in words)


def _visible_character(character: str) -> str:
    if character in "\n\t":
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    is_unsafe = unicodedata.category(character) in {"Cc", "Cs"} or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return "\ufffd" if is_unsafe else character


def _coloured(record: AnnotatedReport) -> Text:
    text = Text(visible(record.report.text).rstrip())
    for statement in record.statements:
        for role in ROLES:
            for start, end in _role(statement, role).spans:
                text.stylize(NESTED_STYLE if statement.within else STYLES[role], start, end)
    return text


def _block(number: int, statement: Statement, outer: int | None) -> Text:
    inside = f", within {outer}" if outer else ""
    block = Text(f"{number}  {statement.kind}{inside}, confidence {statement.confidence:.2f}", style="bold")
    for role in ROLES:
        words = _role(statement, role)
        pieces = " … ".join(visible(" ".join(quote.split())) for quote in words.quote) or "(none)"
        places = " ".join(f"{start}-{end}" for start, end in words.spans)
        block.append(f"\n   {role:<8}", style="not bold dim")
        block.append(pieces, style=f"not bold {STYLES[role]}" if words.quote else "not bold dim")
        block.append(f"  [{places}]" if places else "", style="not bold dim")
    return block


def _role(statement: Statement, role: Role) -> RoleSpans:
    words: RoleSpans = getattr(statement, role)
    return words


def _number_of(record: AnnotatedReport, statement_id: str | None) -> int | None:
    for number, statement in enumerate(record.statements, 1):
        if statement.id == statement_id:
            return number
    return None
