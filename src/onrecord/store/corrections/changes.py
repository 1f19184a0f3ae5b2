"""What a person says of a statement, checked and brought into the form that the log of corrections keeps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, TypedDict

from onrecord.errors import ConfigurationError
from onrecord.extract.attribution.kinds import find_kind
from onrecord.record import (
    AnnotatedReport,
    Entity,
    Kind,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    replace,
)
from onrecord.record.layers.statements import ALL_ROLES
from onrecord.store.base.days import day_after
from onrecord.store.base.query import DateRange
from onrecord.store.corrections.overlay import edit_statement, is_same_attribution
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import find_quotations, outermost
from onrecord.text.spans import Span, check_span

_LONGEST_NOTE, _LONGEST_TAG, _MOST_TAGS = 4000, 60, 30


class StatementParts(TypedDict, total=False):
    """Parts of a statement that a person sets. A part that is None or missing stays as it is.

    Attributes:
        source: Spans of the source; an empty list removes the source.
        cue: Spans of the cue.
        content: Spans of the content.
        venue: Spans of the venue; an empty list removes it.
        addressee: Spans of the addressee; an empty list removes it.
        kind: direct, indirect or mixed; by default it follows from the quotation marks.
        said: Day, month or year, such as ``2031-03-09`` or ``2031-03``; empty if nothing says when.
    """

    source: Sequence[Span] | None
    cue: Sequence[Span] | None
    content: Sequence[Span] | None
    venue: Sequence[Span] | None
    addressee: Sequence[Span] | None
    kind: Kind | None
    said: str | None


def prepare_edit(record: AnnotatedReport, found: Statement, parts: StatementParts) -> dict[str, Any]:
    """Prepare the detail of an edit.

    Raises:
        SpanError: A span lies outside the text.
        ConfigurationError: Nothing changes, spans overlap, or another statement has the same ones.
    """
    detail = _read_parts(record, parts)
    if detail.get("content") == []:
        raise ConfigurationError("a statement needs a content; to say that it is none, reject it")
    edited = edit_statement(record, found, detail)
    if "kind" not in detail and edited.id != found.id:
        detail["kind"] = _kind_of(record, edited)
        edited = edit_statement(record, found, detail)
    if edited == found:
        raise ConfigurationError("this is what the statement has; to say that it is right, accept it")
    if any(other.id == edited.id for other in record.statements if other.id != found.id):
        raise ConfigurationError("another statement has just these spans; reject one of the two")
    return {**detail, "id": edited.id}


def build_addition(record: AnnotatedReport, parts: StatementParts, by: str) -> Statement:
    """Build a statement that a person adds. Its day is that of the report, its speaker the one that its source names.

    Args:
        record: The record that lacks it, with its corrections.
        parts: The words; a content is needed.
        by: Who made it, as records write it.

    Raises:
        SpanError: A span lies outside the text.
        ConfigurationError: There is no content, spans overlap, or the record has the statement.
    """
    detail = _read_parts(record, parts)
    if not detail.get("content"):
        raise ConfigurationError("a statement needs a content: the words that are said")
    bare = Statement(
        id="",
        kind="indirect",
        source=SourceSpans(),
        cue=RoleSpans(),
        content=RoleSpans(),
        speaker=None,
        said=_said_by_report(record.report),
        confidence=1.0,
        made_by=by,
    )
    made = edit_statement(record, bare, detail)
    outer = _find_outer(record, made)
    if "kind" not in detail:
        made = edit_statement(record, made, {"kind": _kind_of(record, made)})
    same = next((one for one in record.statements if one.id == made.id or is_same_attribution(one, made)), None)
    if same is not None:
        raise ConfigurationError(f"statement {same.id} has these words already; correct that one")
    speaker = find_speaker(record, made.source.spans, by)
    return replace(made, source=replace(made.source, entity=speaker.entity), speaker=speaker, within=outer)


def find_speaker(record: AnnotatedReport, source: Sequence[Span], by: str) -> Speaker:
    """Find the speaker whom the words of a source name in their report.

    Args:
        record: The record.
        source: Spans of the source.
        by: Who chose the words, as records write it.

    Returns:
        The one person, or else the one other speaker, mentioned in these words; unresolved if there are several or
        none, and unnamed without a source.
    """
    if not source:
        return Speaker(None, None, "unnamed", by)
    mentioned = [entity for entity in record.entities if entity.name and _is_mentioned(entity, source)]
    people = [entity for entity in mentioned if entity.kind == "person"] or mentioned
    if len(people) == 1:
        return Speaker(people[0].name, people[0].id, "resolved", by)
    return Speaker(None, None, "unresolved", by, tuple(entity.name for entity in people if entity.name))


def prepare_note(text: str, tags: Sequence[str]) -> dict[str, Any]:
    """Prepare the detail of a note.

    Raises:
        ConfigurationError: The note is empty or too long, or a tag is not one line of a few words.
    """
    words = text.strip()
    kept = list(dict.fromkeys(" ".join(tag.split()) for tag in tags if tag.strip()))
    if not words and not kept:
        raise ConfigurationError("a note needs words or tags")
    if len(words) > _LONGEST_NOTE or len(kept) > _MOST_TAGS:
        raise ConfigurationError(f"a note has at most {_LONGEST_NOTE} characters and {_MOST_TAGS} tags")
    for tag in kept:
        if len(tag) > _LONGEST_TAG or not tag.isprintable() or "," in tag:
            raise ConfigurationError(f"{tag!r} is not a tag; write a few words without a comma")
    return {"text": words, "tags": kept}


def _read_parts(record: AnnotatedReport, parts: StatementParts) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    for name in ALL_ROLES:
        spans: Any = parts.get(name)
        if spans is not None:
            detail[name] = _flatten(record.report.text, name, spans)
    if parts.get("kind") is not None:
        detail["kind"] = parts["kind"]
    said = parts.get("said")
    if said is not None:
        detail["said"] = _read_said(record, said)
    return detail


def _flatten(text: str, name: str, spans: Sequence[Span]) -> list[int]:
    for span in spans:
        check_span(text, Span(*span))
    if any(after[0] < before[1] for before, after in pairwise(spans)):
        raise ConfigurationError(f"the spans of the {name} overlap or are out of order")
    return [offset for span in spans for offset in span]


def _read_said(record: AnnotatedReport, words: str) -> list[str | None] | None:
    """Read a day, month or year, and find the words of the report that say it."""
    value = words.strip()
    if not value:
        return None
    if ".." in value:
        raise ConfigurationError(f"{value!r} is a range; give a day, a month or a year, such as 2031-03-09")
    days = DateRange.parse(value)
    start, end = str(days.start), day_after(str(days.end))
    said = next((time.id for time in record.times if (time.start, time.end) == (start, end)), None)
    return [value, start, end, said or ("published" if value == record.report.published else "human")]


def _said_by_report(report: Report) -> Said | None:
    day = report.published
    return Said(day, day, day_after(day), "published") if day else None


def _kind_of(record: AnnotatedReport, edited: Statement) -> Kind:
    """Derive the kind from the spans; a kind from a transcript or a signature stays."""
    if edited.made_by.startswith("rule:") or edited.within is not None:
        return edited.kind
    text = record.report.text
    return find_kind(text, edited.content.spans, outermost(find_quotations(text, find_paragraphs(text))))


def _find_outer(record: AnnotatedReport, made: Statement) -> str | None:
    """Find the smallest statement whose content holds all words of another."""
    around = [one for one in record.statements if _holds(one.content.spans, made)]
    inner = min(around, key=lambda one: sum(span.end - span.start for span in one.content.spans), default=None)
    return inner.id if inner else None


def _holds(outer: Sequence[Span], made: Statement) -> bool:
    inner = [*made.source.spans, *made.cue.spans, *made.content.spans]
    return all(any(span.start <= one.start and one.end <= span.end for span in outer) for one in inner)


def _is_mentioned(entity: Entity, source: Sequence[Span]) -> bool:
    return any(
        span.start <= mention.span.start and mention.span.end <= span.end
        for mention in entity.mentions
        for span in source
    )
