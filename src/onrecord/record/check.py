"""Whether a record is true to its text: every hash, every offset, every quote, every reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import RecordError
from onrecord.record.records import AnnotatedReport, RoleSpans, Statement, statement_id
from onrecord.text.spans import Span


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be.

    Attributes:
        where: The report, line, statement or value.
        what: What is wrong with it.
    """

    where: str
    what: str


def check_line(line: str | bytes) -> tuple[AnnotatedReport | None, list[Fault]]:
    """Check a record as JSON.

    Use on the lines of a JSON Lines file. A record that cannot be read at all has that one fault.

    Returns:
        The record, or None where it cannot be read, and what is wrong.
    """
    try:
        record = AnnotatedReport.from_json(line)
    except RecordError as error:
        return None, [Fault(error.place or "record", error.reason)]
    return record, list(check_offsets(record))


def check_offsets(record: AnnotatedReport) -> Iterator[Fault]:
    """Check a record against its own text.

    Every span lies in the text, every quote is the text at its span, every id of a statement is that of its spans and
    no other's, and every id that is named is there.
    """
    text, report_id = record.report.text, record.report.id
    entities = {entity.id for entity in record.entities}
    times = {"published", *(time.id for time in record.times)}
    statements = {statement.id for statement in record.statements}
    if len(statements) < len(record.statements):
        yield from _check_doubles(record)
    for number, statement in enumerate(record.statements):
        where = f"statements[{number}]"
        # Almost always so, and looked at for every statement that is stored: what is wrong is found out only then.
        if not _has_its_words(text, statement):
            yield from _check_statement(text, statement, where)
        if statement.id != statement_id(report_id, statement.source, statement.cue, statement.content):
            yield Fault(f"{where}.id", f"{statement.id!r} is not that of its spans")
        if statement.within is not None and statement.within not in statements:
            yield Fault(f"{where}.within", f"{statement.within!r} is no statement of the record")
        for role, named in (("source", statement.source.entity), ("speaker", _entity(statement))):
            if named is not None and named not in entities:
                yield Fault(f"{where}.{role}.entity", f"{named!r} is no entity of the record")
        if statement.said is not None and statement.said.origin not in times:
            yield Fault(f"{where}.said.from", f"{statement.said.origin!r} is no time of the record")
    yield from _check_others(record)


def _check_doubles(record: AnnotatedReport) -> Iterator[Fault]:
    """Name the statements that have the id of an earlier one."""
    places: dict[str, int] = {}
    for number, statement in enumerate(record.statements):
        first = places.setdefault(statement.id, number)
        if first != number:
            yield Fault(f"statements[{number}].id", f"{statement.id!r} is that of statements[{first}] too")


def _check_others(record: AnnotatedReport) -> Iterator[Fault]:
    """Check where entities and times stand."""
    text = record.report.text
    length = len(text)
    for number, entity in enumerate(record.entities):
        for place, mention in enumerate(entity.mentions):
            if not 0 <= mention.span[0] < mention.span[1] <= length:
                yield from _check_span(text, mention.span, f"entities[{number}].mentions[{place}]")
    for number, time in enumerate(record.times):
        yield from _check_quote(text, time.span, time.quote, f"times[{number}]")


def _entity(statement: Statement) -> str | None:
    return statement.speaker.entity if statement.speaker else None


def _has_its_words(text: str, statement: Statement) -> bool:
    """Tell whether every quote of a statement is the text at its span."""
    length = len(text)
    for role in (statement.source, statement.cue, statement.content, statement.venue, statement.addressee):
        if role is None:
            continue
        for (start, end), quote in zip(role.spans, role.quote, strict=True):
            if not 0 <= start < end <= length or text[start:end] != quote:
                return False
    return True


def _check_statement(text: str, statement: Statement, where: str) -> Iterator[Fault]:
    roles: tuple[tuple[str, RoleSpans | None], ...] = (
        ("source", statement.source),
        ("cue", statement.cue),
        ("content", statement.content),
        ("venue", statement.venue),
        ("addressee", statement.addressee),
    )
    for name, role in roles:
        if role is None:
            continue
        for place, (span, quote) in enumerate(zip(role.spans, role.quote, strict=True)):
            yield from _check_quote(text, span, quote, f"{where}.{name}.spans[{place}]")


def _check_quote(text: str, span: Span, quote: str, where: str) -> Iterator[Fault]:
    if 0 <= span[0] < span[1] <= len(text):
        if text[span[0] : span[1]] != quote:
            yield Fault(
                where, f"the text at [{span[0]}, {span[1]}) is {_short(text[span[0] : span[1]])}, not {_short(quote)}"
            )
    else:
        yield from _check_span(text, span, where)


def _check_span(text: str, span: Span, where: str) -> Iterator[Fault]:
    if not 0 <= span[0] < span[1] <= len(text):
        yield Fault(where, f"[{span[0]}, {span[1]}) does not lie in a text of {len(text)} characters")


def _short(words: str) -> str:
    return json.dumps(words if len(words) <= 60 else words[:57] + "…", ensure_ascii=False)
