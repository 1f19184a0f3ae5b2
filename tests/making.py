"""The builder of records for all tests: you write the words, it finds their spans and gives the ids."""

from __future__ import annotations

from onrecord.record import (
    AnnotatedReport,
    Entity,
    Kind,
    Mention,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    TimeExpression,
    replace,
    statement_id,
)
from onrecord.text.spans import Span

MODEL = "model@000000000001"


def find_words(text: str, *words: str) -> RoleSpans:
    """The first place of each string."""
    return RoleSpans.of(text, [Span(text.index(piece), text.index(piece) + len(piece)) for piece in words])


def make_statement(
    report: Report, kind: Kind, words: tuple[RoleSpans, ...], speaker: Speaker, **others: object
) -> Statement:
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


def make_record(
    text: str,
    *statements: tuple[str, str, str, str | None],
    roles: dict[str, str] | None = None,
    made_by: str = MODEL,
    kind: Kind = "direct",
    said: tuple[str, str] | None = None,
    confidence: float = 0.9,
    **report: str | None,
) -> AnnotatedReport:
    """A record of a text: for each statement the words of source, cue and content, and the speaker's name."""
    published = report.get("published")
    read = Report(text, language="en", published_from="header" if published else "none", **report)  # type: ignore[arg-type]
    names = dict.fromkeys(name for *_, name in statements if name)
    entities = {
        name: Entity(
            id=f"e_{number}",
            kind="person",
            name=name,
            roles=tuple(filter(None, [(roles or {}).get(name)])),
            mentions=tuple(Mention(span, "name") for span in find_words(text, name).spans) if name in text else (),
        )
        for number, name in enumerate(names)
    }
    made = []
    times: list[TimeExpression] = []
    when = Said(published, published, None, "published") if published else None
    if said:
        times.append(TimeExpression("t_0", Span(0, 1), text[0], "DATE", said[0], *said, "published", "made up"))
        when = Said(said[0], *said, "t_0")
    for *words, name in statements:
        # Parts of a role are parted by a bar.
        spans = tuple(find_words(text, *filter(None, str(role).split("|"))) for role in words)
        unnamed = Speaker(None, None, "unnamed", "description")
        speaker = Speaker(name, entities[name].id, "resolved", "name") if name else unnamed
        made.append(make_statement(read, kind, spans, speaker, said=when, confidence=confidence, made_by=made_by))
    return AnnotatedReport(read, tuple(made), tuple(entities.values()), tuple(times))


def remade_by(record: AnnotatedReport, made_by: str) -> AnnotatedReport:
    """The same record made by another version."""
    return replace(record, statements=tuple(replace(found, made_by=made_by) for found in record.statements))
