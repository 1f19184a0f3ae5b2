"""Parts of records, made for tests from the words that they stand for."""

from __future__ import annotations

from onrecord.record import Kind, Report, RoleSpans, SourceSpans, Speaker, Statement, replace, statement_id
from onrecord.text.spans import Span


def find(text: str, *words: str) -> RoleSpans:
    """The first place of each string."""
    return RoleSpans.of(text, [Span(text.index(piece), text.index(piece) + len(piece)) for piece in words])


def state(report: Report, kind: Kind, words: tuple[RoleSpans, ...], speaker: Speaker, **others: object) -> Statement:
    """A statement of source, cue and content, with the id that they give."""
    source, cue, content = words
    named = SourceSpans(source.spans, source.quote, speaker.entity)
    identifier = statement_id(report.id, named, cue, content)
    made = Statement(
        id=identifier,
        kind=kind,
        source=named,
        cue=cue,
        content=content,
        speaker=speaker,
        confidence=0.75,
        made_by="model@1",
    )
    return replace(made, **others)
